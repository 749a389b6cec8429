import twilio from 'twilio'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, CLEO, P1, startCarrier, type World } from '../support/journey.ts'
import { ListeningServer } from '../support/listening-server.ts'

describe('scenario 1 of the group texting guide: an agent and two homebuyers', () => {
  let carrier: Carrier
  let world: World
  let app: ListeningServer
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())
  beforeEach(async () => {
    world = await carrier.world()
    app = await ListeningServer.open()
  })
  afterEach(() => app.close())

  /** The agent and Ana; Ben has not joined yet. */
  async function tour() {
    const { conversations } = world.twilio()
    const { sid } = await conversations.v1.conversations.create({ friendlyName: 'Home tour' })
    const chat = conversations.v1.conversations(sid)
    await chat.participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': P1 })
    await chat.participants.create({ 'messagingBinding.address': ANA })
    return chat
  }

  async function tourWithBen() {
    const chat = await tour()
    await chat.participants.create({ 'messagingBinding.address': BEN })
    return chat
  }

  it('before the second homebuyer joins, a message is a plain text from the projected number', async () => {
    const chat = await tour()
    await chat.messages.create({ author: 'agent', body: 'Welcome, Ana!' })
    expect(await world.phone(ANA).shows('Welcome')).toMatchObject([
      { transport: 'sms', kind: 'direct', from: P1, to: [ANA], text: 'Welcome, Ana!', media: [], status: 'received' },
    ])
    expect(await world.phone(ANA).screen()).toEqual([{ kind: 'direct', with: [P1], says: [`${P1}: Welcome, Ana!`] }])
    expect(await world.phone(BEN).screen()).toEqual([])
  })

  it('after that a message is one group on both phones, beside the old thread', async () => {
    const chat = await tour()
    await chat.messages.create({ author: 'agent', body: 'Welcome, Ana!' })
    await chat.participants.create({ 'messagingBinding.address': BEN })
    await chat.messages.create({ author: 'agent', body: 'Meet Ben' })
    const [onBen] = await world.phone(BEN).shows('"Meet Ben"')
    expect(onBen).toMatchObject({ transport: 'mms', kind: 'group', from: P1, subject: null, text: 'Meet Ben' })
    expect([...onBen!.to, ...onBen!.cc].toSorted()).toEqual([ANA, BEN])
    await world.phone(ANA).shows('"Meet Ben"')
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [BEN, P1], says: [`${P1}: Meet Ben`] },
      { kind: 'direct', with: [P1], says: [`${P1}: Welcome, Ana!`] },
    ])
    expect(await world.phone(BEN).screen()).toEqual([{ kind: 'group', with: [ANA, P1], says: [`${P1}: Meet Ben`] }])
    expect(await world.phone(CLEO).screen()).toEqual([])
  })

  it('every homebuyer has a receipt of their own, and the summary counts them', async () => {
    const chat = await tourWithBen()
    const { sid, delivery } = await chat.messages.create({ author: 'agent', body: 'Meet at noon' })
    expect(delivery).toMatchObject({ total: 2, delivered: 'none' })
    await world.idle()
    expect((await chat.messages(sid).fetch()).delivery).toEqual({
      total: 2,
      sent: 'all',
      delivered: 'all',
      read: 'none',
      failed: 'none',
      undelivered: 'none',
    })
    const participants = await chat.participants.list()
    const homebuyers = participants.filter(({ messagingBinding }) => messagingBinding.address !== undefined)
    const receipts = await chat.messages(sid).deliveryReceipts.list()
    expect(receipts.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['delivered', 0],
      ['delivered', 0],
    ])
    expect(receipts.map(({ participantSid }) => participantSid).toSorted()).toEqual(
      homebuyers.map(({ sid }) => sid).toSorted(),
    )
  })

  it('a phone that is switched off leaves its receipt behind until it is back', async () => {
    const chat = await tourWithBen()
    await world.phone(BEN).becomes({ state: 'off' })
    const { sid } = await chat.messages.create({ author: 'agent', body: 'Are you there?' })
    await world.idle()
    expect((await chat.messages(sid).fetch()).delivery).toMatchObject({ total: 2, sent: 'all', delivered: 'some' })
    await world.phone(BEN).becomes({ state: 'online' })
    await world.phone(BEN).shows('there')
    await world.idle()
    expect((await chat.messages(sid).fetch()).delivery).toMatchObject({ total: 2, sent: 'all', delivered: 'all' })
  })

  it("a homebuyer's reply to all reaches the other phone and the conversation, and the application hears of it", async () => {
    const settings = { method: 'POST', filters: ['onMessageAdded'], postWebhookUrl: `${app.url}/hook?from=partyline` }
    await world.twilio().conversations.v1.configuration.webhooks().update(settings)
    const chat = await tourWithBen()
    await chat.messages.create({ author: 'agent', body: 'Which day?' })
    await world.phone(BEN).shows('day')
    await world.phone(BEN).repliesToAll('Sunday!')
    expect(await world.phone(ANA).shows('Sunday')).toMatchObject([{ from: BEN, kind: 'group' }])
    await world.idle()
    expect(await world.phone(ANA).screen()).toEqual([
      {
        kind: 'group',
        with: [BEN, P1],
        says: [`${P1}: Which day?`, `${BEN}: Sunday!`],
      },
    ])
    expect(await world.phone(BEN).screen()).toEqual([
      {
        kind: 'group',
        with: [ANA, P1],
        says: [`${P1}: Which day?`, `${BEN}: Sunday!`],
      },
    ])
    const ben = (await chat.participants.list()).find(({ messagingBinding }) => messagingBinding.address === BEN)
    const messages = await chat.messages.list()
    expect(messages).toMatchObject([
      { index: 0, author: 'agent', body: 'Which day?', delivery: { total: 2, delivered: 'all' } },
      { index: 1, author: BEN, body: 'Sunday!', participantSid: ben?.sid, delivery: null },
    ])
    // A change over REST calls nobody unless its header asks for it, so this is the only call.
    expect(app.heard).toHaveLength(1)
    const [heard] = app.heard
    const parameters = Object.fromEntries(new URLSearchParams(String(heard?.body)))
    expect(parameters).toMatchObject({
      EventType: 'onMessageAdded',
      Source: 'SMS',
      AccountSid: world.info.accountSid,
      ConversationSid: messages[1]?.conversationSid,
      MessageSid: messages[1]?.sid,
      ParticipantSid: ben?.sid,
      Index: '1',
      Author: BEN,
      Body: 'Sunday!',
    })
    const signature = String(heard?.headers['x-twilio-signature'])
    const { authToken } = world.info
    expect(twilio.validateRequest(authToken, signature, `${app.url}${heard?.url}`, parameters)).toBe(true)
    expect(twilio.validateRequest('another', signature, `${app.url}${heard?.url}`, parameters)).toBe(false)
  })
})
