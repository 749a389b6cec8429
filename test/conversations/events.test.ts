import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { POST_EVENTS, type PostEvent, PRE_EVENTS, type PreEvent } from '../../protocols/conversations/index.ts'
import { createHttpCall } from '../../src/conversations/index.ts'
import { refusalOf } from '../../src/conversations/webhooks/allowed-hosts.ts'
import { ACCOUNT_SID, ANA, BEN, CLEO, ConversationsWorld, P1, SERVICE_SID } from '../support/conversations-world.ts'

type V1 = ReturnType<ConversationsWorld['client']>['conversations']['v1']
type Scene = { readonly v1: V1; readonly sid: string; readonly messageSid: string; readonly participantSid: string }

/** A request that brings each event about. */
const CHANGES: Readonly<Record<Exclude<PreEvent, never>, (scene: Scene) => Promise<unknown>>> = {
  onMessageAdd: ({ v1, sid }) => v1.conversations(sid).messages.create({ author: 'alice', body: 'asked' }),
  onMessageUpdate: ({ v1, sid, messageSid }) => v1.conversations(sid).messages(messageSid).update({ body: 'edited' }),
  onMessageRemove: ({ v1, sid, messageSid }) => v1.conversations(sid).messages(messageSid).remove(),
  onConversationAdd: ({ v1 }) => v1.conversations.create({ friendlyName: 'new' }),
  onConversationUpdate: ({ v1, sid }) => v1.conversations(sid).update({ friendlyName: 'other' }),
  onConversationRemove: ({ v1, sid }) => v1.conversations(sid).remove(),
  onParticipantAdd: ({ v1, sid }) => v1.conversations(sid).participants.create({ 'messagingBinding.address': CLEO }),
  onParticipantUpdate: ({ v1, sid, participantSid }) =>
    v1.conversations(sid).participants(participantSid).update({ attributes: '{"vip":true}' }),
  onParticipantRemove: ({ v1, sid, participantSid }) => v1.conversations(sid).participants(participantSid).remove(),
  onUserUpdate: ({ v1 }) => v1.users('alice').update({ friendlyName: 'Alice' }),
}

/** What each question and each piece of news has besides what all have. */
const NAMED: Readonly<Record<PreEvent, readonly string[]>> = {
  onMessageAdd: ['ConversationSid', 'Body', 'Author', 'Attributes'],
  onMessageUpdate: ['ConversationSid', 'MessageSid', 'Index', 'Body', 'Author', 'DateCreated', 'DateUpdated'],
  onMessageRemove: ['ConversationSid', 'MessageSid', 'Index', 'Body', 'Author', 'DateCreated'],
  onConversationAdd: ['FriendlyName', 'Attributes', 'ChatServiceSid'],
  onConversationUpdate: [
    'ConversationSid',
    'FriendlyName',
    'State',
    'MessagingServiceSid',
    'DateCreated',
    'DateUpdated',
  ],
  onConversationRemove: ['ConversationSid', 'State', 'DateCreated'],
  onParticipantAdd: ['ConversationSid', 'Attributes', 'MessagingBinding.Address', 'MessagingBinding.Type'],
  onParticipantUpdate: ['ConversationSid', 'ParticipantSid', 'Attributes', 'MessagingBinding.ProjectedAddress'],
  onParticipantRemove: ['ConversationSid', 'ParticipantSid', 'Identity', 'RoleSid'],
  onUserUpdate: ['ChatServiceSid', 'UserSid', 'Identity', 'RoleSid', 'FriendlyName'],
}

let world: ConversationsWorld
beforeEach(async () => {
  world = await new ConversationsWorld().begin({ initializingDelay: 0 })
})
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function scene(filters: readonly string[]): Promise<Scene> {
  const quiet = world.client().conversations.v1
  const { sid } = await quiet.conversations.create()
  const { participants, messages } = quiet.conversations(sid)
  const alice = await participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
  for (const phone of [ANA, BEN]) await participants.create({ 'messagingBinding.address': phone })
  const { sid: messageSid } = await messages.create({ author: 'alice', body: 'first' })
  await world.settle()
  const urls = { preWebhookUrl: 'http://app.test/pre', postWebhookUrl: 'http://app.test/post' }
  await quiet.configuration.webhooks().update({ ...urls, filters: [...filters], method: 'POST' })
  const { v1 } = world.client(ACCOUNT_SID, undefined, { 'X-Twilio-Webhook-Enabled': 'true' }).conversations
  return { v1, sid, messageSid, participantSid: alice.sid }
}

describe('questions before an event', () => {
  it.each(PRE_EVENTS.map((event) => [event]))(
    '%s is asked once, and a no leaves everything as it was',
    async (event) => {
      const at = await scene([event])
      world.answer = () => ({ kind: 'answered', status: 403, body: '' })
      const before = world.lastSeq
      await expect(CHANGES[event](at)).rejects.toMatchObject({ status: 400, code: 50056 })
      expect(world.hooked.map(({ url, parameters }) => [url, parameters.EventType])).toEqual([
        ['http://app.test/pre', event],
      ])
      expect(world.hooked[0]?.parameters).toMatchObject({ AccountSid: ACCOUNT_SID, Source: 'API' })
      for (const name of NAMED[event]) expect(world.hooked[0]?.parameters, name).toHaveProperty([name])
      // The attempt is all that is told.
      expect(world.events(before).map((entry) => entry.event.type)).toEqual(['webhook.attempted'])
      expect(world.offered.filter(({ recipient }) => recipient === ANA)).toHaveLength(1)
    },
  )

  it.each(PRE_EVENTS.map((event) => [event]))(
    '%s with yes lets it happen; without the header nobody is asked',
    async (event) => {
      const at = await scene([event])
      await CHANGES[event](at)
      expect(world.hooked).toHaveLength(1)
      if (event.endsWith('Remove')) return
      const quiet = { ...at, v1: world.client().conversations.v1 }
      if (event === 'onParticipantAdd') await quiet.v1.conversations(at.sid).participants('alice').fetch()
      else await CHANGES[event](quiet)
      expect(world.hooked).toHaveLength(1)
    },
  )

  it.each([
    ['onConversationAdd', { friendly_name: 'changed' }, 'friendlyName', 'changed'],
    ['onConversationUpdate', { friendly_name: 'changed' }, 'friendlyName', 'changed'],
    ['onMessageAdd', { body: 'changed', attributes: '{"x":1}' }, 'body', 'changed'],
    ['onMessageUpdate', { body: 'changed' }, 'body', 'changed'],
  ] as const)('%s may change what happens: %o', async (event, changes, field, value) => {
    const at = await scene([event])
    world.answer = () => ({ kind: 'answered', status: 200, body: JSON.stringify(changes) })
    expect(await CHANGES[event](at)).toMatchObject({ [field]: value })
  })

  it('a change that the rules refuse is an error to the caller', async () => {
    const at = await scene(['onMessageAdd'])
    world.answer = () => ({ kind: 'answered', status: 200, body: '{"author":"mallory"}' })
    await expect(CHANGES.onMessageAdd(at)).rejects.toMatchObject({ code: 50513 })
  })
})

describe('news after an event', () => {
  /** Which request brings which news; states, receipts and new users come by the way. */
  const NEWS: readonly (readonly [PostEvent, (scene: Scene) => Promise<unknown>])[] = [
    ...PRE_EVENTS.map((event) => [event.replace(/(Add|Update|Remove)$/, past) as PostEvent, CHANGES[event]] as const),
    ['onConversationStateUpdated', ({ v1, sid }) => v1.conversations(sid).update({ state: 'inactive' })],
    ['onDeliveryUpdated', CHANGES.onMessageAdd],
    ['onUserAdded', ({ v1 }) => v1.users.create({ identity: 'dora' })],
  ]

  it('is all of it tested', () => {
    expect(NEWS.map(([event]) => event).sort()).toEqual([...POST_EVENTS].sort())
  })

  it.each(NEWS)('%s is told where the filter has it, and nowhere else', async (event, change) => {
    const at = await scene([event])
    await change(at)
    await world.settle()
    const told = world.hooked.map(({ parameters }) => parameters)
    expect(told.length).toBeGreaterThan(0)
    expect(new Set(told.map(({ EventType }) => EventType))).toEqual(new Set([event]))
    expect(told[0]).toMatchObject({
      AccountSid: ACCOUNT_SID,
      Source: 'API',
      RetryCount: '0',
      ChatServiceSid: SERVICE_SID,
    })
    if (event.endsWith('Removed')) expect(told[0]).toHaveProperty('DateRemoved')
    if (event.startsWith('onUser')) expect(told[0]).toHaveProperty('UserSid')
  })

  it('somebody who joins with an identity becomes a user, once', async () => {
    const at = await scene(['onUserAdded'])
    await at.v1.conversations(at.sid).participants('alice').fetch()
    const { sid } = await at.v1.conversations.create()
    await at.v1.conversations(sid).participants.create({ identity: 'alice' })
    await at.v1.conversations(sid).participants.create({ identity: 'erin' })
    await world.settle()
    expect(world.hooked.map(({ parameters }) => parameters.Identity)).toEqual(['erin'])
    expect((await at.v1.users.list()).map(({ identity }) => identity).sort()).toEqual(['alice', 'erin'])
  })

  it('Flex is kept and not called', async () => {
    const at = await scene(['onMessageAdded'])
    expect(await at.v1.configuration.webhooks().update({ target: 'flex' })).toMatchObject({ target: 'flex' })
    await CHANGES.onMessageAdd(at)
    await world.settle()
    expect(world.hooked).toEqual([])
  })
})

function past(ending: string): string {
  return { Add: 'Added', Update: 'Updated', Remove: 'Removed' }[ending] ?? ending
}

describe('hosts that webhooks may go to', () => {
  const policy = { allowed: ['hooks.example.com', '*.example.org'], ownPorts: () => [8398] }
  const check = (address: string, host = address, port = 80) => refusalOf(address, { host, port }, policy)

  it.each(['127.0.0.1', '::1', '10.1.2.3', '172.16.0.9', '192.168.1.1', 'fd00::1', '100.64.0.1', '::ffff:10.0.0.1'])(
    '%s is near enough',
    (address) => {
      expect(check(address)).toBeUndefined()
    },
  )

  it.each([
    '169.254.169.254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::a9fe:a9fe',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '224.0.0.1',
    'ff02::1',
  ])('%s never', (address) => {
    const everywhere = { ...policy, allowed: ['*'] }
    expect(refusalOf(address, { host: 'a.test', port: 80 }, everywhere)).toContain('never')
  })

  it('our own ports never, on this machine', () => {
    expect(check('127.0.0.1', 'localhost', 8398)).toContain('our own')
    expect(check('10.9.8.7', 'box', 8398)).toBeUndefined()
  })

  it('hosts elsewhere only where they are named', () => {
    expect(check('203.0.113.7', 'evil.test')).toContain('webhookHosts')
    expect(check('203.0.113.7', 'hooks.example.com')).toBeUndefined()
    expect(check('203.0.113.7', 'a.EXAMPLE.org')).toBeUndefined()
    expect(check('203.0.113.7', 'example.org')).toContain('webhookHosts')
  })

  it.each([
    ['http://169.254.169.254/latest', 'never'],
    ['http://[::ffff:169.254.169.254]/', 'never'],
    ['http://localhost:8398/carrier', 'our own'],
    ['http://2130706433:8398/', 'our own'],
    ['ftp://127.0.0.1/', 'no http'],
    ['nonsense', 'no http'],
  ])('%s is not called', async (url, why) => {
    const call = createHttpCall(policy)
    const request = { method: 'POST', url, headers: {}, body: '' } as const
    expect(await call(request, 5_000)).toMatchObject({ kind: 'failed', error: expect.stringContaining(why) })
  })

  describe('by name', () => {
    const addresses: Record<string, readonly string[]> = {
      'metadata.test': ['169.254.169.254'],
      'six.test': ['fe80::1'],
      'both.test': ['169.254.169.254', '127.0.0.1'],
      'app.test': ['127.0.0.1'],
      'far.test': ['203.0.113.7'],
    }
    const call = (ports: readonly number[] = []) =>
      createHttpCall({ allowed: ['*'], ownPorts: () => ports }, (name, _options, done) =>
        done(
          null,
          (addresses[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
      )
    const get = (url: string) => ({ method: 'GET', url, headers: {}, body: '' }) as const
    let server: Server
    let port = 0
    const seen: string[] = []
    beforeEach(async () => {
      seen.length = 0
      server = createServer((request, response) => {
        seen.push(request.url ?? '')
        const there = request.url === '/moved' ? { location: `http://127.0.0.1:${port}/elsewhere` } : {}
        response.writeHead(request.url === '/moved' ? 307 : 200, there).end('{}')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      port = (server.address() as AddressInfo).port
    })
    afterEach(() => new Promise((resolve) => server.close(resolve)))

    it.each(['metadata.test', 'six.test'])('%s leads to a link-local address: never', async (name) => {
      const answer = await call()(get(`http://${name}/latest`), 5_000)
      expect(answer).toMatchObject({ kind: 'failed', error: expect.stringContaining('never') })
    })

    it('of several addresses only those that may be are called', async () => {
      expect(await call()(get(`http://both.test:${port}/`), 5_000)).toMatchObject({ kind: 'answered', status: 200 })
      expect(seen).toEqual(['/'])
    })

    it('our own ports never, whatever the name', async () => {
      const answer = await call([port])(get(`http://app.test:${port}/carrier`), 5_000)
      expect(answer).toMatchObject({ kind: 'failed', error: expect.stringContaining('our own') })
      expect(seen).toEqual([])
    })

    it('an application that takes the call and says nothing is given up', async () => {
      server.removeAllListeners('request')
      expect(await call()(get(`http://app.test:${port}/silent`), 100)).toEqual({ kind: 'timed-out' })
      server.closeAllConnections()
    })

    it('a redirect is not followed', async () => {
      expect(await call()(get(`http://app.test:${port}/moved`), 5_000)).toMatchObject({ kind: 'answered', status: 307 })
      expect(seen).toEqual(['/moved'])
    })
  })

  it('a redirect is a failure that is shown, and refuses what a pre-hook was asked about', async () => {
    const { v1, sid } = await scene(['onMessageAdd'])
    world.answer = () => ({ kind: 'answered', status: 302, body: '' })
    const post = v1.conversations(sid).messages.create({ author: 'alice', body: 'Hi' })
    await expect(post).rejects.toMatchObject({ code: 50057, message: expect.stringContaining('redirects') })
    expect(world.conversations.webhookCalls()[0]).toMatchObject({
      attempt: { response: { status: 302 }, errorCode: 50057, error: expect.stringContaining('not followed') },
    })
  })
})
