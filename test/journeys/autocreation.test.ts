import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, CLEO, P1, P2, startCarrier, type World } from '../support/journey.ts'
import { ListeningServer } from '../support/listening-server.ts'

describe("a homebuyer's group text makes the conversation", () => {
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

  const conversations = () => world.twilio().conversations.v1.conversations

  it('with every number as participant and that text as its first message', async () => {
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'Is the house on Elm Street free?' })
    await world.phone(BEN).shows('Elm')
    await world.idle()
    const [made, ...others] = await conversations().list()
    expect(others).toEqual([])
    const chat = conversations()(made!.sid)
    const bindings = (await chat.participants.list()).map(({ identity, messagingBinding }) => [
      identity,
      messagingBinding.address ?? null,
      messagingBinding.projected_address ?? null,
    ])
    expect(bindings.toSorted()).toEqual(
      [
        [null, ANA, null],
        [null, BEN, null],
        [null, null, P1],
      ].toSorted(),
    )
    const ana = (await chat.participants.list()).find(({ messagingBinding }) => messagingBinding.address === ANA)
    expect(await chat.messages.list()).toMatchObject([
      { index: 0, author: ANA, participantSid: ana?.sid, body: 'Is the house on Elm Street free?' },
    ])
  })

  it('an agent joins it and answers into the thread that the phones have', async () => {
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'Is it free?' })
    await world.phone(BEN).shows('free')
    await world.advance('PT1S') // past the moment in which the conversation is being initialized
    const [made] = await conversations().list()
    expect(made?.state).toBe('active')
    const chat = conversations()(made!.sid)
    const own = (await chat.participants.list()).find(({ messagingBinding }) => messagingBinding.projected_address)
    await chat.participants(own!.sid).update({ identity: 'agent' })
    await chat.messages.create({ author: 'agent', body: 'It is!' })
    await world.phone(ANA).shows('"It is"')
    await world.phone(BEN).shows('"It is"')
    const says = [`${ANA}: Is it free?`, `${P1}: It is!`]
    expect(await world.phone(ANA).screen()).toEqual([{ kind: 'group', with: [BEN, P1], says }])
    expect(await world.phone(BEN).screen()).toEqual([{ kind: 'group', with: [ANA, P1], says }])
  })

  it('a second text of the same numbers joins it, whoever writes; other numbers make another', async () => {
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'one' })
    await world.phone(BEN).shows('one')
    await world.phone(BEN).repliesToAll('two')
    await world.phone(ANA).sends({ to: [P1, BEN, CLEO], text: 'three' })
    await world.phone(CLEO).shows('three')
    await world.idle()
    const said = await Promise.all(
      (await conversations().list()).map(async ({ sid }) => {
        const messages = await conversations()(sid).messages.list()
        return messages.map(({ author, body }) => `${author}: ${body}`)
      }),
    )
    expect(said.toSorted()).toEqual([[`${ANA}: one`, `${BEN}: two`], [`${ANA}: three`]])
  })

  it('two numbers of the account in it are two projected participants and one message', async () => {
    await world.phone(ANA).sends({ to: [P1, P2], text: 'to both of you' })
    await world.idle()
    const [made, ...others] = await conversations().list()
    expect(others).toEqual([])
    const chat = conversations()(made!.sid)
    const projected = (await chat.participants.list()).map(
      ({ messagingBinding }) => messagingBinding.projected_address ?? messagingBinding.address,
    )
    expect(projected.toSorted()).toEqual([P1, P2, ANA].toSorted())
    expect(await chat.messages.list()).toMatchObject([{ index: 0, author: ANA, body: 'to both of you' }])
  })

  it('the application hears in the order of the guide', async () => {
    const filters = ['onConversationAdded', 'onParticipantAdded', 'onMessageAdded', 'onConversationStateUpdated']
    const settings = { method: 'POST', filters, postWebhookUrl: `${app.url}/hook` }
    await world.twilio().conversations.v1.configuration.webhooks().update(settings)
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'Hello' })
    await world.advance('PT1S')
    const heard = app.heard.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))
    expect(heard.map(({ EventType }) => EventType)).toEqual([
      'onConversationAdded',
      'onParticipantAdded',
      'onParticipantAdded',
      'onParticipantAdded',
      'onMessageAdded',
      'onConversationStateUpdated',
    ])
    expect(heard[0]).toMatchObject({ Source: 'SMS', 'MessagingBinding.AuthorAddress': ANA })
    expect(heard[4]).toMatchObject({ Source: 'SMS', Author: ANA, Body: 'Hello' })
    expect(heard[5]).toMatchObject({ StateFrom: 'initializing', StateTo: 'active', Reason: 'EVENT' })
  })

  it('a text to the number alone makes no conversation', async () => {
    await world.phone(ANA).sends({ to: P1, text: 'Just you' })
    await world.idle()
    expect(await conversations().list()).toEqual([])
  })
})
