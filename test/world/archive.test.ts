import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Carrier, startCarrier, type World } from '../../src/kit/index.ts'

let here: Carrier
let there: Carrier
let world: World

beforeAll(async () => {
  ;[here, there] = await Promise.all([startCarrier({ clock: 'frozen' }), startCarrier({ clock: 'frozen' })])
  world = await here.world({ name: 'bug' })
  const [ana, ben, cleo] = await world.phones('Ana', 'Ben', 'Cleo')
  const media = [{ contentType: 'image/jpeg', octets: Uint8Array.of(0xff, 0xd8, 0xff) }]
  await ana.send([ben.number, cleo.number], { text: 'See the picture', media })
  await ben.waitFor('picture')
  await cleo.set({ state: 'off' })
  await ben.send(cleo.number, 'Waits for Cleo')
  await world.idle()
})
afterAll(() => Promise.all([here.stop(), there.stop()]))

type Shown = { readonly text: string; readonly media: readonly { readonly url: string }[] }
type Answered = {
  readonly world: string
  readonly detail: string
  readonly messages: readonly Shown[]
}

const call = async (carrier: Carrier, path: string, body?: unknown) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${carrier.url}/carrier${path}`, body === undefined ? {} : init)
  // Whatever the route answers; the tests say what they look at.
  return { status: response.status, body: (await response.json()) as Answered }
}
const exported = async (query = '') => (await call(here, `/worlds/bug/export.json${query}`)).body

describe('a world, exported here and imported there', () => {
  it('shows the same threads and messages, and goes on where it was', async () => {
    const { status, body } = await call(there, '/import?name=copy', await exported())
    expect([status, body.world]).toEqual([201, 'copy'])
    const read = async (carrier: Carrier, name: string, phone: string) =>
      (await call(carrier, `/worlds/${name}/phones/${phone}/messages`)).body.messages
    for (const phone of ['+12025550101', '+12025550102', '+12025550103'])
      expect(await read(there, 'copy', phone)).toEqual(await read(here, 'bug', phone))
    const [, media] = (await read(there, 'copy', '+12025550102'))[0]?.media[0]?.url.split('/carrier') ?? []
    const octets = await fetch(`${there.url}/carrier/worlds/copy${media}`).then((answer) => answer.arrayBuffer())
    expect(new Uint8Array(octets)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff))

    await fetch(`${there.url}/carrier/worlds/copy/phones/+12025550103`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'online' }),
    })
    const came = await call(there, '/worlds/copy/wait', { phone: '+12025550103', query: 'Waits' })
    expect(came.body.messages[0]?.text).toBe('Waits for Cleo')
  })

  it('leaves passwords out unless somebody asks for them', async () => {
    const { authToken, apiSecret, smpp } = world.facts
    const plain = JSON.stringify(await exported())
    const full = JSON.stringify(await exported('?credentials=true'))
    for (const secret of [authToken, apiSecret, `\\"password\\":\\"${smpp.password}`]) {
      expect(plain).not.toContain(secret)
      expect(full).toContain(secret)
    }
  })

  it('is refused where its messages are already, and nothing of it is left', async () => {
    const refused = await call(here, '/import?name=twice', await exported())
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toMatch(/here already/)
    expect((await call(here, '/worlds/twice/info')).status).toBe(404)
  })

  it.each([
    ['a name that is taken', '?name=main', {}, 409],
    ['a name that is none', '?name=No', {}, 400],
    ['another format', '', { format: 'zip' }, 400],
    ['a table of another version', '?name=odd', { tables: { entity: [], astrology: [{ sign: 'x' }] } }, 409],
    ['no world inside', '?name=odd', { tables: {} }, 409],
  ])('with %s it is refused', async (_what, query, change, status) => {
    expect((await call(there, `/import${query}`, { ...(await exported()), ...change })).status).toBe(status)
  })
})

describe('a world of everything', () => {
  it('is the same to the row when it was exported, imported and exported again', async () => {
    await using full = await here.world({ name: 'full' })
    const [ana, ben, cleo] = await full.phones('Ana', 'Ben', 'Cleo')
    const media = [{ contentType: 'image/gif', octets: Uint8Array.from(Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')) }]
    await ana.send(ben.number, 'as SMS')
    await ana.send([ben.number, cleo.number], { text: 'as MMS', media })
    const twilio = await full.twilio()
    const { sid } = await twilio.conversations.v1.conversations.create({
      friendlyName: 'Home tour',
      state: 'active',
      'timers.inactive': 'PT10M',
    })
    const conversation = twilio.conversations.v1.conversations(sid)
    await conversation.participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': full.business })
    for (const { number } of [ana, ben]) await conversation.participants.create({ 'messagingBinding.address': number })
    await conversation.webhooks.create({
      target: 'webhook',
      'configuration.url': 'http://127.0.0.1:9/nobody',
      'configuration.filters': ['onMessageAdded'],
    })
    await conversation.messages.create({ author: 'agent', body: 'Welcome' })
    await full.idle()
    const vasp = await full.vasp()
    await vasp.submit({ from: full.numbersOf('mm7')[0]!, to: ana.number, text: 'by MM7' })
    const esme = await full.esme()
    await esme.submit({ from: full.numbersOf('smpp')[0]!, to: ana.number, text: 'by SMPP' })
    await full.fault({ at: 'mmsc.store', query: 'to:+12025550199', when: { first: 3 }, then: { status: 192 } })
    await ben.set({ state: 'off' })
    await ana.send(ben.number, 'waits')
    await full.idle()

    const first = (await call(here, '/worlds/full/export.json?credentials=true')).body as unknown as Archive
    expect(Object.keys(first.tables)).toEqual(
      expect.arrayContaining([
        'conversation',
        'conversation_message',
        'content',
        'delivery',
        'entity',
        'phone_message',
      ]),
    )
    const imported = await call(there, '/import?name=full', first)
    expect(imported.status).toBe(201)
    const second = (await call(there, '/worlds/full/export.json?credentials=true')).body as unknown as Archive
    expect(comparable(second)).toEqual(comparable(first))
    const faults = (await call(there, '/worlds/full/faults')).body as unknown as { faults: readonly object[] }
    expect(faults.faults).toEqual([expect.objectContaining({ at: 'mmsc.store', query: 'to:+12025550199' })])
  })
})

type Archive = { readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> }

/** What a world is called by its carrier is the carrier's business; everything else is the world's. */
function comparable({ tables }: Archive) {
  const entity = (tables.entity ?? []).map((row) => {
    if (row.kind !== 'world') return row
    const { id: _id, epoch: _epoch, ...record } = JSON.parse(String(row.doc)) as Record<string, unknown>
    return { ...row, doc: record }
  })
  return { ...tables, entity }
}
