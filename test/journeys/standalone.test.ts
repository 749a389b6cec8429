import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, P1, P2, startCarrier, type World } from '../support/journey.ts'

describe('a projected number without anybody behind it', () => {
  let carrier: Carrier
  let world: World
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())
  beforeEach(async () => {
    world = await carrier.world()
  })

  async function reminders() {
    const { conversations } = world.twilio()
    const { sid } = await conversations.v1.conversations.create({ friendlyName: 'Reminders' })
    const chat = conversations.v1.conversations(sid)
    const { sid: number } = await chat.participants.create({ 'messagingBinding.projectedAddress': P1 })
    await chat.participants.create({ 'messagingBinding.address': ANA })
    await chat.participants.create({ 'messagingBinding.address': BEN })
    return { chat, number: chat.participants(number) }
  }

  it('sends with itself as author', async () => {
    const { chat, number } = await reminders()
    const sent = await chat.messages.create({ author: P1, body: 'Tomorrow at ten' })
    expect(sent).toMatchObject({ author: P1, participantSid: (await number.fetch()).sid, delivery: { total: 2 } })
    await world.phone(ANA).shows('Tomorrow')
    await world.phone(BEN).shows('Tomorrow')
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [BEN, P1], says: [`${P1}: Tomorrow at ten`] },
    ])
    expect(await world.phone(BEN).screen()).toEqual([
      { kind: 'group', with: [ANA, P1], says: [`${P1}: Tomorrow at ten`] },
    ])
    await world.idle()
    expect((await chat.messages(sent.sid).fetch()).delivery).toMatchObject({ total: 2, delivered: 'all' })
  })

  it.each([
    ['nobody', undefined],
    ['a chat user who is not there', 'agent'],
    ['another number of the account', P2],
  ])('does not send for %s', async (_who, author) => {
    const { chat } = await reminders()
    const wish = { body: 'Tomorrow at ten', ...(author !== undefined && { author }) }
    await expect(chat.messages.create(wish)).rejects.toMatchObject({ status: 400, code: 50513 })
    await world.idle()
    expect([await chat.messages.list(), await world.messages()]).toEqual([[], []])
  })

  it('an agent takes it over and sends from it', async () => {
    const { chat, number } = await reminders()
    await chat.messages.create({ author: P1, body: 'Tomorrow at ten' })
    await world.phone(ANA).shows('Tomorrow')
    await number.update({ identity: 'agent' })
    await chat.messages.create({ author: 'agent', body: 'Or at eleven' })
    await world.phone(ANA).shows('eleven')
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [BEN, P1], says: [`${P1}: Tomorrow at ten`, `${P1}: Or at eleven`] },
    ])
  })
})
