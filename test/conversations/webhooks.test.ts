import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { POST_EVENTS } from '../../protocols/conversations/index.ts'
import { createHttpCall } from '../../src/conversations/index.ts'
import {
  ACCOUNT_SID,
  ANA,
  BEN,
  CLEO,
  ConversationsWorld,
  P1,
  P2,
  SERVICE_SID,
  TOKEN,
} from '../support/conversations-world.ts'

const APP = 'https://app.example/hook'

describe('webhooks', () => {
  let world: ConversationsWorld
  beforeEach(async () => {
    world = await new ConversationsWorld().begin()
  })
  afterEach(async () => {
    expect(world.faults).toEqual([])
    await world.stop()
  })

  const v1 = () => world.client().conversations.v1
  const tellAll = (some: object = {}) =>
    v1()
      .configuration.webhooks()
      .update({ postWebhookUrl: APP, filters: [...POST_EVENTS], method: 'POST', ...some })
  const events = () => world.hooked.map(({ parameters }) => parameters.EventType)
  const silent = { xTwilioWebhookEnabled: 'false' } as const
  const loud = { xTwilioWebhookEnabled: 'true' } as const

  async function group(wish: object = {}) {
    const { sid } = await v1().conversations.create(wish)
    await v1()
      .conversations(sid)
      .participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': P1, ...wish })
    await v1()
      .conversations(sid)
      .participants.create({ 'messagingBinding.address': ANA, ...wish })
    await v1()
      .conversations(sid)
      .participants.create({ 'messagingBinding.address': BEN, ...wish })
    return v1().conversations(sid)
  }

  it('a change over REST calls nobody unless the request asks for it', async () => {
    await tellAll()
    await group()
    await v1().conversations.create(silent)
    await world.settle()
    expect(world.hooked).toEqual([])
    await v1().conversations.create(loud)
    await world.settle()
    expect(events()).toEqual(['onConversationAdded'])
  })

  it('every call is signed so that the helper library agrees, and kept with what was signed', async () => {
    await tellAll()
    const chat = await v1().conversations.create({ friendlyName: 'ü & co=1', attributes: '{"a":"b c"}', ...loud })
    await world.settle()
    const [hook] = world.hooked
    expect(twilio.validateRequest(TOKEN, hook!.headers['X-Twilio-Signature']!, APP, hook!.parameters)).toBe(true)
    expect(hook!.parameters).toMatchObject({
      AccountSid: ACCOUNT_SID,
      EventType: 'onConversationAdded',
      Source: 'API',
      ConversationSid: chat.sid,
      FriendlyName: 'ü & co=1',
      ChatServiceSid: SERVICE_SID,
      State: 'active',
      DateCreated: '2026-01-05T12:00:00.000Z',
    })
    const [call] = world.conversations.webhookCalls()
    expect(call?.attempt).toMatchObject({
      response: { status: 200 },
      errorCode: null,
      signed: expect.stringContaining(`${APP}AccountSid${ACCOUNT_SID}`),
    })
    expect(world.events().some(({ json }) => json.includes('"webhook.attempted"'))).toBe(true)
  })

  it('a GET carries its parameters in the signed address', async () => {
    await tellAll({ method: 'GET', postWebhookUrl: `${APP}?a=1#rc=2` })
    await v1().conversations.create(loud)
    await world.settle()
    const [hook] = world.hooked
    expect(hook).toMatchObject({
      method: 'GET',
      body: '',
      url: expect.stringMatching(/^https:\/\/app\.example\/hook\?a=1&AccountSid=/),
    })
    expect(twilio.validateRequest(TOKEN, hook!.headers['X-Twilio-Signature']!, hook!.url, {})).toBe(true)
  })

  it('a phone that joins in is told as SMS, with its participant', async () => {
    const chat = await group()
    await tellAll()
    await world.write(BEN, [P1, ANA], 'hi')
    const ben = (await chat.participants.list()).find(({ messagingBinding }) => messagingBinding?.address === BEN)
    expect(world.hooked.map(({ parameters }) => parameters)).toMatchObject([
      { EventType: 'onMessageAdded', Source: 'SMS', Author: BEN, Body: 'hi', Index: '0', ParticipantSid: ben?.sid },
    ])
  })

  it('receipts are told even where the message was not, from sent to delivered', async () => {
    const chat = await group()
    await tellAll()
    await chat.messages.create({ author: 'agent', body: 'x' })
    await world.settle()
    expect(new Set(events())).toEqual(new Set(['onDeliveryUpdated']))
    expect(world.hooked.map(({ parameters }) => parameters.Status).sort()).toEqual([
      'delivered',
      'delivered',
      'sent',
      'sent',
    ])
  })

  it('an autocreated group is told in the documented order', async () => {
    await tellAll()
    await world.write(ANA, [P1, BEN], 'hello')
    await world.advance(700)
    expect(events()).toEqual([
      'onConversationAdded',
      'onParticipantAdded',
      'onParticipantAdded',
      'onParticipantAdded',
      'onMessageAdded',
      'onConversationStateUpdated',
    ])
    expect(world.hooked[0]?.parameters).toMatchObject({
      'MessagingBinding.Address': `${P1},${BEN}`,
      'MessagingBinding.AuthorAddress': ANA,
      State: 'initializing',
    })
    expect(world.hooked.at(-1)?.parameters).toMatchObject({
      StateFrom: 'initializing',
      StateTo: 'active',
      Reason: 'EVENT',
    })
  })

  it('timers are told with their reason', async () => {
    await tellAll()
    await v1().conversations.create({ state: 'active', 'timers.inactive': 'PT1M' })
    await world.advance(60_000)
    expect(world.hooked.map(({ parameters }) => parameters)).toMatchObject([
      { EventType: 'onConversationStateUpdated', StateFrom: 'active', StateTo: 'inactive', Reason: 'TIMER' },
    ])
  })

  it('a conversation has hooks of its own: five at most, with events that exist', async () => {
    const { sid } = await v1().conversations.create()
    const hooks = v1().conversations(sid).webhooks
    const hook = {
      target: 'webhook' as const,
      'configuration.url': APP,
      'configuration.filters': ['onMessageAdded'],
    }
    const made = await hooks.create(hook)
    expect(made).toMatchObject({
      target: 'webhook',
      configuration: { url: APP, method: 'post', filters: ['onMessageAdded'] },
    })
    await v1()
      .conversations(sid)
      .messages.create({ body: 'x', ...loud })
    await world.settle()
    expect(events()).toEqual(['onMessageAdded'])
    for (let i = 0; i < 4; i++) await hooks.create(hook)
    await expect(hooks.create(hook)).rejects.toMatchObject({ code: 50361 })
    expect(await hooks.list()).toHaveLength(5)
    expect((await hooks.get(made.sid).update({ 'configuration.method': 'get' })).configuration).toMatchObject({
      method: 'get',
    })
    expect(await hooks.get(made.sid).remove()).toBe(true)
  })

  it.each([
    [{}, 50368],
    [{ Target: 'phone' }, 50364],
    [{ Target: 'studio' }, 50367],
    [{ Target: 'webhook' }, 50369],
    [{ Target: 'webhook', 'Configuration.Url': `http://${'x'.repeat(2048)}` }, 50372],
    [{ Target: 'webhook', 'Configuration.Url': APP }, 50370],
    [{ Target: 'webhook', 'Configuration.Url': APP, 'Configuration.Filters': 'onMessageSent' }, 50365],
    [{ Target: 'webhook', 'Configuration.Url': APP, 'Configuration.Method': 'PUT' }, 50055],
    [{ Target: 'trigger', 'Configuration.Url': APP }, 50371],
    [
      {
        Target: 'webhook',
        'Configuration.Url': APP,
        'Configuration.Filters': 'onMessageAdded',
        'Configuration.ReplayAfter': 'x',
      },
      50516,
    ],
  ])('a hook refuses %o', async (form, code) => {
    const { sid } = await v1().conversations.create()
    const answer = await world.fetch(`/v1/Conversations/${sid}/Webhooks`, {
      method: 'POST',
      body: new URLSearchParams(form as Record<string, string>),
    })
    expect(await answer.json()).toMatchObject({ code })
  })

  it('a new hook hears of the messages from its index on', async () => {
    const { sid } = await v1().conversations.create()
    for (const body of ['a', 'b', 'c']) await v1().conversations(sid).messages.create({ body })
    const made = await v1()
      .conversations(sid)
      .webhooks.create({
        target: 'webhook',
        'configuration.url': APP,
        'configuration.filters': ['onMessageAdded'],
        'configuration.replayAfter': 1,
      })
    expect(made.configuration).toMatchObject({ replay_after: 1 })
    await world.settle()
    expect(world.hooked.map(({ parameters }) => parameters.Body)).toEqual(['b', 'c'])
  })

  it('six triggers are one too many', async () => {
    const { sid } = await v1().conversations.create()
    const triggers = ['a', 'b', 'c', 'd', 'e', 'f']
    const wish = { target: 'trigger', 'configuration.url': APP, 'configuration.triggers': triggers } as const
    await expect(v1().conversations(sid).webhooks.create(wish)).rejects.toMatchObject({ code: 50362 })
  })

  describe('before something happens', () => {
    const askAll = () =>
      v1()
        .configuration.webhooks()
        .update({ preWebhookUrl: APP, filters: ['onMessageAdd', 'onConversationAdd'], method: 'POST' })

    it('the application may change a message', async () => {
      await askAll()
      world.answer = () => ({ kind: 'answered', status: 200, body: '{"body":"changed","attributes":"{\\"x\\":1}"}' })
      const { sid } = await v1().conversations.create()
      const posted = await v1()
        .conversations(sid)
        .messages.create({ body: 'said', ...loud })
      expect(posted).toMatchObject({ body: 'changed', attributes: '{"x":1}' })
      expect(world.hooked[0]?.parameters).toMatchObject({ EventType: 'onMessageAdd', Body: 'said' })
    })

    it('the application may refuse, which reaches the caller and leaves nothing', async () => {
      await askAll()
      world.answer = () => ({ kind: 'answered', status: 403, body: '' })
      await expect(v1().conversations.create(loud)).rejects.toMatchObject({ code: 50056 })
      expect(await v1().conversations.list()).toEqual([])
    })

    it('silence publishes unmodified', async () => {
      await askAll()
      world.answer = () => ({ kind: 'timed-out' })
      expect(await v1().conversations.create({ friendlyName: 'x', ...loud })).toMatchObject({ friendlyName: 'x' })
      expect(world.conversations.webhookCalls()[0]?.attempt).toMatchObject({ errorCode: 50076 })
    })

    it('an answer that is no JSON object is an error of the application', async () => {
      await askAll()
      world.answer = () => ({ kind: 'answered', status: 200, body: 'yes' })
      await expect(v1().conversations.create(loud)).rejects.toMatchObject({ code: 50057 })
    })

    it.each([
      [{ body: 'x'.repeat(1601) }, 50504],
      [{ attributes: '{' }, 50304],
      [{ author: 'mallory' }, 50513],
    ])('a replacement that does not fit is an error to the caller: %.40o', async (change, code) => {
      const { sid, messages } = await group().then(async (one) => ({ ...(await one.fetch()), messages: one.messages }))
      await askAll()
      const before = world.lastSeq
      world.answer = () => ({ kind: 'answered', status: 200, body: JSON.stringify(change) })
      const post = v1()
        .conversations(sid)
        .messages.create({ author: 'agent', body: 'said', ...loud })
      await expect(post).rejects.toMatchObject({ status: 400, code })
      expect(await messages.list()).toEqual([])
      expect(world.events(before).map(({ event }) => event.type)).toEqual(['webhook.attempted'])
    })

    it('a name that does not fit makes no conversation', async () => {
      await askAll()
      world.answer = () => ({ kind: 'answered', status: 200, body: JSON.stringify({ friendly_name: 'x'.repeat(257) }) })
      await expect(v1().conversations.create(loud)).rejects.toMatchObject({ code: 50003 })
      expect(await v1().conversations.list()).toEqual([])
    })

    it('a replacement for what a phone wrote counts as far as it fits', async () => {
      await askAll()
      const change = { body: 'milder', attributes: '{', author: 'x'.repeat(257) }
      world.answer = () => ({ kind: 'answered', status: 200, body: JSON.stringify(change) })
      const { messages } = await group()
      await world.write(ANA, [P1, BEN], 'harsh')
      expect(await messages.list()).toMatchObject([{ body: 'milder', attributes: '{}', author: ANA }])
    })

    it('a refused group text is dropped altogether', async () => {
      await askAll()
      world.answer = () => ({ kind: 'answered', status: 400, body: '' })
      await world.write(ANA, [P1, BEN], 'hello')
      expect(await v1().conversations.list()).toEqual([])
      expect(world.hooked[0]?.parameters).toMatchObject({ EventType: 'onConversationAdd', MessageBody: 'hello' })
    })

    it('two numbers of the account are asked about one group text once', async () => {
      await askAll()
      await world.write(ANA, [P1, P2, BEN], 'hello')
      expect(world.hooked).toHaveLength(1)
      expect(await v1().conversations.list()).toHaveLength(1)
    })
  })

  it('what an application answers badly is kept with its error, and can be sent again', async () => {
    await tellAll()
    world.answer = () => ({ kind: 'answered', status: 500, body: 'oops' })
    await v1().conversations.create(loud)
    await world.settle()
    const [failed] = world.conversations.webhookCalls()
    expect(failed?.attempt).toMatchObject({ errorCode: 50057, response: { status: 500, body: 'oops' } })
    world.answer = () => ({ kind: 'answered', status: 204, body: '' })
    const again = await world.conversations.resend(failed!.id)
    await world.settle()
    expect(world.hooked[1]?.parameters).toEqual(world.hooked[0]?.parameters)
    expect(world.conversations.webhookCalls()[0]).toMatchObject({
      id: again?.id,
      attempt: { response: { status: 204 } },
    })
  })

  it('a real application is called over HTTP', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      request.setEncoding('utf8')
      let body = ''
      request.on('data', (chunk: string) => {
        body += chunk
      })
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${body}`)
        response.end('ok')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const request = { method: 'POST', url: `http://127.0.0.1:${port}/hook`, headers: {}, body: 'a=1' } as const
    const call = createHttpCall({ allowed: [], ownPorts: () => [] })
    expect(await call(request, 5_000)).toMatchObject({ kind: 'answered', status: 200, body: 'ok' })
    expect(bodies).toEqual(['POST /hook a=1'])
    await new Promise((resolve) => server.close(resolve))
    expect(await call(request, 5_000)).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('ECONNREFUSED'),
    })
  })

  describe('address configurations', () => {
    it('a one-to-one text makes a conversation only where one asks for it', async () => {
      await world.write(ANA, [P1], 'first')
      expect(await v1().conversations.list()).toEqual([])
      const made = await v1().addressConfigurations.create({
        type: 'sms',
        address: P1,
        'autoCreation.enabled': true,
        'autoCreation.type': 'webhook',
        'autoCreation.webhookUrl': APP,
        'autoCreation.webhookFilters': ['onMessageAdded'],
      })
      expect(made).toMatchObject({ address: P1, autoCreation: { enabled: true, type: 'webhook', webhook_url: APP } })
      await world.write(ANA, [P1], 'second')
      const [chat] = await v1().conversations.list()
      expect(await v1().conversations(chat!.sid).participants.list()).toMatchObject([
        { messagingBinding: { address: ANA, proxy_address: P1 } },
      ])
      expect(events()).toEqual(['onMessageAdded'])
      await v1().conversations(chat!.sid).messages.create({ author: 'bot', body: 'answer' })
      await world.write(ANA, [P1], 'third')
      expect((await v1().conversations(chat!.sid).messages.list()).map(({ body }) => body)).toEqual([
        'second',
        'answer',
        'third',
      ])
      expect(world.offered).toMatchObject([
        { recipient: ANA, message: { from: P1, content: { kind: 'sms', text: 'answer' } } },
      ])
      expect(await v1().addressConfigurations(P1).remove()).toBe(true)
    })

    it('masked participants hear each other from their proxies', async () => {
      const { sid } = await v1().conversations.create()
      await v1()
        .conversations(sid)
        .participants.create({ 'messagingBinding.address': ANA, 'messagingBinding.proxyAddress': P1 })
      await v1()
        .conversations(sid)
        .participants.create({ 'messagingBinding.address': CLEO, 'messagingBinding.proxyAddress': P2 })
      await world.write(ANA, [P1], 'who is there')
      expect(world.offered).toMatchObject([
        { recipient: CLEO, message: { from: P2, content: { text: 'who is there' } } },
      ])
      const [message] = await v1().conversations(sid).messages.list()
      expect(message).toMatchObject({ author: ANA, delivery: { total: 1, delivered: 'all' } })
    })

    it.each([
      [{ Type: 'sms', Address: P1 }, 50416],
      [{ Type: 'sms', Address: '+15017122669' }, 50413],
      [{ Type: 'sms', Address: '' }, 50407],
      [{ Address: P2 }, 20001],
      [{ Type: 'whatsapp', Address: P2 }, 20501],
      [{ Type: 'sms', Address: P2, 'AutoCreation.Type': 'studio' }, 50367],
      [{ Type: 'sms', Address: P2, 'AutoCreation.ConversationServiceSid': `IS${'0'.repeat(32)}` }, 50050],
    ])('refuse %o', async (form, code) => {
      await v1().addressConfigurations.create({ type: 'sms', address: P1 })
      const answer = await world.fetch('/v1/Configuration/Addresses', {
        method: 'POST',
        body: new URLSearchParams(form as Record<string, string>),
      })
      expect(await answer.json()).toMatchObject({ code })
    })
  })
})
