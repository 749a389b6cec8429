import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../../src/gateways/control/index.ts'
import { ANA, BEN, type Carrier, CLEO, P1, startCarrier, type World } from '../../support/journey.ts'
import { NpmEsme } from '../../support/npm-esme.ts'

type Ask = { readonly path: string; readonly body?: unknown }
type Row = {
  /** A request that is carried out, its status, and what its answer has. */
  readonly good: readonly [Ask | ((world: World) => Promise<Ask>), number, object?]
  /** One that is refused, its status, and the field at fault; null where only the world can be wrong. */
  readonly bad: readonly [Ask, number, string?] | null
}

const STRANGER = '+12125550199'
const PICTURE = { contentType: 'image/png', filename: 'dot.png', data: Buffer.from('dot').toString('base64') }
const at = (path: string, body?: unknown): Ask => (body === undefined ? { path } : { path, body })

const messageOn = (number: string, action: string) => async (world: World) => {
  const [message] = await world.phone(number).messages()
  return at(`/phones/${number}/messages/${message?.id}/${action}`, {})
}
const networkMessage = (end: string) => async (world: World) => at(`/messages/${(await world.messages())[0]?.id}${end}`)

/** The path of a session that is bound for it. */
const session = (end: string, body?: unknown) => async (world: World) => {
  await NpmEsme.bind(world.info)
  const { sessions } = (await world.ask('/sessions')).body as { readonly sessions: readonly { readonly id: string }[] }
  return at(`/sessions/${sessions[0]?.id}${end}`, body)
}

/** An ESME that waits to be called. */
const outbind = async () => {
  const waiting = createServer((socket) => waiting.close() && socket.unref()).listen(0, '127.0.0.1')
  await once(waiting, 'listening')
  return at('/outbind', { host: '127.0.0.1', port: (waiting.address() as AddressInfo).port })
}

/** Every route once good and once bad; product.md's table of the control API. */
const ROWS: Readonly<Record<string, Row>> = {
  'get /info': { good: [at('/info'), 200, { accountSid: expect.stringMatching(/^AC/) }], bad: null },
  'get /phones': { good: [at('/phones'), 200, { seq: expect.any(Number), phones: expect.any(Array) }], bad: null },
  'get /phones/:number': {
    good: [at(`/phones/${ANA.slice(1)}`), 200, { number: ANA, name: 'Ana', state: 'online' }],
    bad: [at('/phones/12'), 400, 'number'],
  },
  'put /phones/:number': {
    good: [at(`/phones/${STRANGER}`, { name: 'Eve', profile: 'ios' }), 201, { number: STRANGER, name: 'Eve' }],
    bad: [at(`/phones/${ANA}`, { state: 'dancing' }), 400, 'state'],
  },
  'delete /phones/:number': { good: [at(`/phones/${CLEO}`), 204], bad: [at(`/phones/${STRANGER}`), 404] },
  'get /phones/:number/threads': {
    good: [at(`/phones/${BEN}/threads`), 200, { threads: [{ kind: 'direct', participants: [ANA], title: 'Ana' }] }],
    bad: [at(`/phones/${STRANGER}/threads`), 404],
  },
  'get /phones/:number/messages': {
    good: [at(`/phones/${BEN}/messages?limit=1`), 200, { messages: [{ text: 'hello', from: ANA }] }],
    bad: [at(`/phones/${BEN}/messages?limit=0`), 400, 'limit'],
  },
  'post /phones/:number/messages': {
    good: [at(`/phones/${ANA}/messages`, { to: [BEN], text: 'hi' }), 201, { text: 'hi', status: 'sent' }],
    bad: [at(`/phones/${ANA}/messages`, { to: [], text: 'hi' }), 400, 'to'],
  },
  'post /phones/:number/messages/:id/:action': {
    good: [messageOn(BEN, 'read'), 204],
    bad: [at(`/phones/${BEN}/messages/1/dance`, {}), 404],
  },
  'get /phones/:number/notifications': {
    good: [at(`/phones/${ANA}/notifications`), 200, { notifications: [] }],
    bad: [at(`/phones/${STRANGER}/notifications`), 404],
  },
  'get /messages': {
    good: [at('/messages?query=hello'), 200, { messages: [{ from: ANA, to: [BEN], text: 'hello' }] }],
    bad: [at('/messages?limit=501'), 400, 'limit'],
  },
  'delete /messages': {
    good: [at('/messages?query=hello'), 200, { removed: 1, onTheirWay: 0 }],
    bad: [at('/messages?query=to:'), 400, 'query'],
  },
  'get /messages/:id': { good: [networkMessage(''), 200, { text: 'hello' }], bad: [at('/messages/1'), 404] },
  'get /messages/:id/journey': {
    good: [networkMessage('/journey'), 200, { hops: expect.any(Array) }],
    bad: [at('/messages/1/journey'), 404],
  },
  'post /wait': {
    good: [at('/wait', { phone: BEN, query: 'hello' }), 200, { messages: [{ text: 'hello' }] }],
    bad: [at('/wait', { phone: '12' }), 400, 'phone'],
  },
  'post /expect-none': {
    good: [at('/expect-none', { forMs: 1 }), 200, { messages: [] }],
    bad: [at('/expect-none', { query: 'is:blue', forMs: 1 }), 400, 'query'],
  },
  'post /idle': {
    good: [at('/idle', {}), 200, { idle: true }],
    bad: [at('/idle', { timeoutMs: -1 }), 400, 'timeoutMs'],
  },
  'get /clock': { good: [at('/clock'), 200, { mode: 'frozen' }], bad: null },
  'put /clock': {
    good: [at('/clock', { mode: 'scaled', rate: 60 }), 200, { mode: 'scaled', rate: 60 }],
    bad: [at('/clock', { mode: 'scaled' }), 400, 'rate'],
  },
  'post /clock/advance': {
    good: [at('/clock/advance', { ms: 1 }), 200, { mode: 'frozen' }],
    bad: [at('/clock/advance', { duration: '5 minutes' }), 400, 'duration'],
  },
  'get /sessions': { good: [at('/sessions'), 200, { sessions: [] }], bad: null },
  'get /sessions/:id': { good: [session(''), 200, { state: 'bound_trx' }], bad: [at('/sessions/1'), 404] },
  'delete /sessions/:id': { good: [session(''), 204], bad: [at('/sessions/1'), 404] },
  'post /sessions/:id/unbind': {
    good: [session('/unbind', {}), 202, { unbinding: true }],
    bad: [at('/sessions/1/unbind', {}), 404],
  },
  'post /sessions/:id/enquire-link': {
    good: [session('/enquire-link', {}), 200, { answered: true }],
    bad: [at('/sessions/1/enquire-link', {}), 404],
  },
  'post /outbind': {
    good: [outbind, 201, { sessionId: expect.any(String) }],
    bad: [at('/outbind', { host: '127.0.0.1', port: 0 }), 400, 'port'],
  },
  'get /webhooks': { good: [at('/webhooks'), 200, { webhooks: [] }], bad: null },
  'post /webhooks/:id/resend': {
    good: [
      async (world) => {
        const settings = { method: 'POST', filters: ['onConversationAdded'], postWebhookUrl: 'http://127.0.0.1:1/hook' }
        await world.twilio().conversations.v1.configuration.webhooks().update(settings)
        await world.phone(ANA).sends({ to: [BEN, P1], text: 'a group' })
        await world.idle()
        const [call] = (await world.ask('/webhooks')).body.webhooks as { readonly id: string }[]
        return at(`/webhooks/${call?.id}/resend`, {})
      },
      202,
      { event: 'onConversationAdded' },
    ],
    bad: [at('/webhooks/none/resend', {}), 404],
  },
  'get /accounts/:kind': {
    good: [at('/accounts/twilio'), 200, { accounts: [{ kind: 'twilio', numbers: [P1, '+15017122662'] }] }],
    bad: [at('/accounts/fax'), 404],
  },
  'get /accounts/:kind/:key': {
    good: [async ({ info }) => at(`/accounts/mm7/${info.mm7.user}`), 200, { kind: 'mm7', numbers: ['+12025550160'] }],
    bad: [at('/accounts/mm7/nobody'), 404],
  },
  'put /accounts/:kind/:key': {
    good: [
      at('/accounts/smpp/new', { numbers: ['+13125550100'] }),
      201,
      { systemId: 'new', numbers: ['+13125550100'] },
    ],
    bad: [at('/accounts/smpp/new', { password: 'far too long' }), 400, 'password'],
  },
  'delete /accounts/:kind/:key': {
    good: [async ({ info }) => at(`/accounts/smpp/${info.smpp.systemId}`), 204],
    bad: [at('/accounts/smpp/nobody'), 404],
  },
  'get /faults': { good: [at('/faults'), 200, { faults: [] }], bad: null },
  'post /faults': {
    good: [at('/faults', { at: 'push', query: `to:${ANA}`, then: { drop: true } }), 201, { at: 'push' }],
    bad: [at('/faults', { at: 'nowhere', then: { drop: true } }), 400, 'at'],
  },
  'delete /faults': { good: [at('/faults'), 204], bad: null },
  'get /faults/numbers': { good: [at('/faults/numbers'), 200, { numbers: expect.any(Array) }], bad: null },
  'get /faults/presets': { good: [at('/faults/presets'), 200, { presets: expect.any(Object) }], bad: null },
  'delete /faults/:id': {
    good: [
      async (world) => {
        const { body } = await world.post('/faults', { at: 'push', then: { drop: true } })
        return at(`/faults/${body.id}`)
      },
      204,
    ],
    bad: [at('/faults/none'), 404],
  },
  'get /numbers': {
    good: [at('/numbers'), 200, { numbers: expect.arrayContaining([expect.objectContaining({ number: P1 })]) }],
    bad: null,
  },
  'get /numbers/:number': {
    good: [at(`/numbers/${P1}`), 200, { number: P1, kind: 'long-code', owner: { kind: 'twilio' } }],
    bad: [at(`/numbers/${STRANGER}`), 404],
  },
  'put /numbers/:number': {
    good: [
      async ({ info }) => at('/numbers/+18005550123', { owner: { kind: 'twilio', account: info.accountSid } }),
      201,
      { kind: 'toll-free', capabilities: { sms: true, mms: true } },
    ],
    bad: [at('/numbers/+18005550123', {}), 400, 'owner'],
  },
  'delete /numbers/:number': { good: [at(`/numbers/${P1}`), 204], bad: [at(`/numbers/${STRANGER}`), 404] },
  'get /export.pcap': { good: [at('/export.pcap'), 200], bad: [at('/export.pcap?credentials=x'), 400, 'credentials'] },
  'get /export.json': {
    good: [at('/export.json'), 200, { tables: expect.any(Object) }],
    bad: [at('/export.json?credentials=x'), 400, 'credentials'],
  },
  'post /reset': { good: [at('/reset', {}), 204], bad: null },
}

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())

async function send(base: string, method: string, { path, body }: Ask) {
  const json = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers: json, body: JSON.stringify(body) }
  const response = await fetch(base + path, init)
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, body: type.includes('json') ? await response.json() : undefined }
}

describe('every route', () => {
  const rows = Object.entries(ROWS).map(([name, row]) => [name, name.split(' ')[0]!.toUpperCase(), row] as const)
  const faulty = rows.flatMap(([name, method, { bad }]) => (bad ? [[name, method, bad] as const] : []))
  const base = () => `${carrier.url}/carrier/worlds/${world.info.world}`
  const asked = (ask: Row['good'][0]) => (typeof ask === 'function' ? ask(world) : ask)
  beforeEach(async () => {
    world = await carrier.world()
    await world.phone(ANA).sends({ to: BEN, text: 'hello', media: [PICTURE] })
    await world.phone(BEN).shows('hello')
    await world.idle()
  })

  it.each(rows)('%s is carried out', async (_name, method, { good: [ask, status, shape = {}] }) => {
    const answer = await send(base(), method, await asked(ask))
    expect(answer.status).toBe(status)
    expect(answer.body ?? {}).toMatchObject(shape)
  })

  it.each(rows)('%s is not there in a world that is not there', async (_name, method, { good: [ask] }) => {
    const answer = await send(`${carrier.url}/carrier/worlds/nowhere`, method, await asked(ask))
    expect(answer).toMatchObject({ status: 404, type: expect.stringContaining('application/problem+json') })
  })

  it.each(faulty)('%s says what is wrong', async (_name, method, [ask, status, field]) => {
    const answer = await send(base(), method, ask)
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      body: { type: 'about:blank', status, title: expect.stringMatching(/\S/), detail: expect.stringMatching(/\S/) },
    })
    if (field) expect(answer.body).toMatchObject({ errors: [{ field, reason: expect.stringMatching(/\S/) }] })
  })
})

describe('the table', () => {
  it('has every route', () => {
    expect(ROUTES.map(([method, path]) => `${method} ${path}`).toSorted()).toEqual(Object.keys(ROWS).toSorted())
  })
})

describe('routes of the process', () => {
  it('is alive and ready', async () => {
    for (const [path, body] of [
      ['/health', { status: 'ok' }],
      ['/ready', { ready: true }],
    ] as const) {
      const response = await fetch(`${carrier.url}/carrier${path}`)
      expect([response.status, await response.json()]).toEqual([200, body])
    }
  })

  it('a method that a route does not have is 404 and names it', async () => {
    const response = await fetch(`${carrier.url}/carrier/phones`, { method: 'DELETE' })
    expect([response.status, await response.json()]).toMatchObject([404, { detail: expect.stringContaining('DELETE') }])
  })
})
