import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, P1, P2, startCarrier, type World } from '../support/journey.ts'

describe('scenario 2 of the group texting guide: an advisor and an assistant on two long codes, and one client', () => {
  let carrier: Carrier
  let world: World
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())
  beforeEach(async () => {
    world = await carrier.world()
  })

  async function office() {
    const { conversations } = world.twilio()
    const { sid } = await conversations.v1.conversations.create({ friendlyName: 'Retirement plan' })
    const chat = conversations.v1.conversations(sid)
    await chat.participants.create({ identity: 'advisor', 'messagingBinding.projectedAddress': P1 })
    await chat.participants.create({ identity: 'assistant', 'messagingBinding.projectedAddress': P2 })
    await chat.participants.create({ 'messagingBinding.address': ANA })
    return chat
  }

  it('the client sees one group with both numbers, and who of them wrote', async () => {
    const chat = await office()
    await chat.messages.create({ author: 'advisor', body: 'Good morning, Ana' })
    await world.phone(ANA).shows('morning')
    await chat.messages.create({ author: 'assistant', body: 'I have the papers' })
    await world.phone(ANA).shows('papers')
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [P1, P2], says: [`${P1}: Good morning, Ana`, `${P2}: I have the papers`] },
    ])
  })

  it('the other number gets no copy from the network: one handset, one receipt', async () => {
    const chat = await office()
    const { sid } = await chat.messages.create({ author: 'advisor', body: 'Good morning, Ana' })
    await world.idle()
    expect((await chat.messages(sid).fetch()).delivery).toMatchObject({ total: 1, sent: 'all', delivered: 'all' })
    const [message, ...others] = await world.messages()
    expect(others).toEqual([])
    expect(message?.deliveries.filter(({ kind }) => kind === 'message')).toMatchObject([{ recipient: ANA }])
    expect(await chat.messages.list()).toHaveLength(1)
  })

  it("the client's reply reaches both numbers and is one message of the conversation", async () => {
    const chat = await office()
    await chat.messages.create({ author: 'advisor', body: 'Shall we sign?' })
    await world.phone(ANA).shows('sign')
    await world.phone(ANA).repliesToAll('Yes, on Friday')
    await world.idle()
    const [reply] = await world.messages()
    const copies = reply?.deliveries.filter(({ kind }) => kind === 'message') ?? []
    expect(copies.map(({ recipient, state }) => [recipient, state])).toEqual([
      [P1, 'delivered'],
      [P2, 'delivered'],
    ])
    expect((await chat.messages.list()).map(({ index, author, body }) => [index, author, body])).toEqual([
      [0, 'advisor', 'Shall we sign?'],
      [1, ANA, 'Yes, on Friday'],
    ])
  })

  it('a second client makes it a group of four numbers, with one copy for each phone', async () => {
    const chat = await office()
    await chat.participants.create({ 'messagingBinding.address': BEN })
    await chat.messages.create({ author: 'assistant', body: 'Hello both' })
    await world.phone(BEN).shows('Hello')
    await world.phone(BEN).repliesToAll('Hi all')
    await world.phone(ANA).shows('"Hi all"')
    await world.idle()
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [BEN, P1, P2].toSorted(), says: [`${P2}: Hello both`, `${BEN}: Hi all`] },
    ])
    expect(await world.phone(BEN).screen()).toEqual([
      { kind: 'group', with: [ANA, P1, P2].toSorted(), says: [`${P2}: Hello both`, `${BEN}: Hi all`] },
    ])
    expect((await chat.messages.list()).map(({ author, body }) => [author, body])).toEqual([
      ['assistant', 'Hello both'],
      [BEN, 'Hi all'],
    ])
  })

  it('two people may say the same: only the copies of one text are one message', async () => {
    const chat = await office()
    await chat.participants.create({ 'messagingBinding.address': BEN })
    await chat.messages.create({ author: 'advisor', body: 'Ready?' })
    await world.phone(ANA).shows('Ready')
    await world.phone(BEN).shows('Ready')
    await world.phone(ANA).repliesToAll('Yes')
    await world.phone(BEN).repliesToAll('Yes')
    await world.phone(BEN).repliesToAll('Yes')
    await world.idle()
    expect((await chat.messages.list()).map(({ author, body }) => [author, body])).toEqual([
      ['advisor', 'Ready?'],
      [ANA, 'Yes'],
      [BEN, 'Yes'],
      [BEN, 'Yes'],
    ])
  })
})
