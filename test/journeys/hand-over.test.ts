import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, P1, startCarrier, type World } from '../support/journey.ts'

describe('one projected number goes from agent A to agent B', () => {
  let carrier: Carrier
  let world: World
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())
  beforeEach(async () => {
    world = await carrier.world()
  })

  async function supportCase() {
    const { conversations } = world.twilio()
    const { sid } = await conversations.v1.conversations.create({ friendlyName: 'Case 7' })
    const chat = conversations.v1.conversations(sid)
    const agent = await chat.participants.create({ identity: 'agent-a', 'messagingBinding.projectedAddress': P1 })
    await chat.participants.create({ 'messagingBinding.address': ANA })
    await chat.participants.create({ 'messagingBinding.address': BEN })
    return { chat, agent: chat.participants(agent.sid) }
  }

  it('the phones notice nothing: same number, same thread', async () => {
    const { chat, agent } = await supportCase()
    await chat.messages.create({ author: 'agent-a', body: 'I look into it' })
    await world.phone(ANA).shows('look')
    expect(await agent.update({ identity: 'agent-b' })).toMatchObject({
      identity: 'agent-b',
      messagingBinding: { type: 'sms', projected_address: P1 },
    })
    await chat.messages.create({ author: 'agent-b', body: 'Solved' })
    for (const [number, other] of [
      [ANA, BEN],
      [BEN, ANA],
    ] as const) {
      await world.phone(number).shows('Solved')
      expect(await world.phone(number).screen()).toEqual([
        { kind: 'group', with: [other, P1], says: [`${P1}: I look into it`, `${P1}: Solved`] },
      ])
    }
    expect((await chat.messages.list()).map(({ author, body }) => [author, body])).toEqual([
      ['agent-a', 'I look into it'],
      ['agent-b', 'Solved'],
    ])
  })

  it('agent A can no longer send, and nothing of the attempt remains', async () => {
    const { chat, agent } = await supportCase()
    await agent.update({ identity: 'agent-b' })
    await expect(chat.messages.create({ author: 'agent-a', body: 'One more thing' })).rejects.toMatchObject({
      status: 400,
      code: 50513,
    })
    await world.idle()
    expect(await chat.messages.list()).toEqual([])
    expect(await world.messages()).toEqual([])
    expect(await world.phone(ANA).screen()).toEqual([])
  })

  it('what the phones answer still comes to the conversation', async () => {
    const { chat, agent } = await supportCase()
    await chat.messages.create({ author: 'agent-a', body: 'Is it plugged in?' })
    await world.phone(BEN).shows('plugged')
    await agent.update({ identity: 'agent-b' })
    await world.phone(BEN).repliesToAll('It is')
    await world.idle()
    expect((await chat.messages.list()).map(({ author, body }) => [author, body])).toEqual([
      ['agent-a', 'Is it plugged in?'],
      [BEN, 'It is'],
    ])
  })

  it('the number may rest in between: removed from A, then attached to B', async () => {
    const { chat, agent } = await supportCase()
    // A chat identity alone may stay only while it is no group; B comes with the number.
    await agent.remove()
    await chat.participants.create({ identity: 'agent-b', 'messagingBinding.projectedAddress': P1 })
    await chat.messages.create({ author: 'agent-b', body: 'I take over' })
    await world.phone(ANA).shows('over')
    expect(await world.phone(ANA).screen()).toEqual([{ kind: 'group', with: [BEN, P1], says: [`${P1}: I take over`] }])
    const identities = (await chat.participants.list()).map(({ identity }) => identity).filter(Boolean)
    expect(identities).toEqual(['agent-b'])
  })
})
