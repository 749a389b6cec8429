import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, CLEO, ESME_NUMBER, NOON, P1, startCarrier, type World } from '../../support/journey.ts'
import { jpeg } from '../../support/mm7-envelopes.ts'

const STRANGER = '+13125550142'

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
})

/** Requests that reach the carrier in one piece, so that it has read all of them before it writes for any. */
async function atOnce({ info }: World, wishes: readonly object[]): Promise<void> {
  const { hostname, port } = new URL(carrier.url)
  const requests = wishes.map((wish, index) => {
    const body = JSON.stringify(wish)
    const last = index === wishes.length - 1 ? 'Connection: close\r\n' : ''
    const path = `/carrier/worlds/${info.world}/phones/${CLEO}`
    const head = `PUT ${path} HTTP/1.1\r\nHost: ${hostname}\r\n${last}`
    return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  })
  const socket = connect(Number(port), hostname)
  socket.write(requests.join(''))
  let answers = ''
  for await (const chunk of socket) answers += chunk
  expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(wishes.length)
}

describe('phones', () => {
  it('are listed in the order they came, with what is unread', async () => {
    await world.phone(ANA).sends({ to: STRANGER, text: 'one' })
    await world.phone(STRANGER).shows('one')
    const { body } = await world.ask('/phones')
    expect(body.seq).toEqual(expect.any(Number))
    expect(body.phones).toMatchObject([
      { number: ANA, name: 'Ana', unread: 0, threads: 1 },
      { number: BEN, unread: 0, threads: 0 },
      { number: CLEO },
      { number: STRANGER, name: '', state: 'online', profile: 'android', groupMode: 'group', unread: 1 },
    ])
  })

  it('one is made and changed field by field; the number may come without +', async () => {
    const made = await world.put('/phones/13125550142', { name: 'Eve', contacts: { [ANA]: 'Ann' } })
    expect(made).toMatchObject({ status: 201, body: { number: STRANGER, name: 'Eve', contacts: { [ANA]: 'Ann' } } })
    const changed = await world.put(`/phones/${STRANGER}`, { groupMode: 'mass-text', area: 'Chicago' })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Eve', groupMode: 'mass-text', area: 'Chicago' } })
    expect((await world.ask(`/phones/${STRANGER}`)).body).toEqual(changed.body)
  })

  it('one that is changed by several at the same moment keeps what each of them said', async () => {
    const wishes = [
      { name: 'Clio' },
      { profile: 'ios' },
      { carrier: 'att' },
      { autoDownload: false },
      { area: 'Chicago' },
    ]
    await atOnce(world, wishes)
    expect((await world.ask(`/phones/${CLEO}`)).body).toMatchObject(Object.assign({}, ...wishes))
  })

  it('one that is deleted has lost what it had; the next text makes a new one', async () => {
    await world.phone(ANA).sends({ to: BEN, text: 'old' })
    await world.phone(BEN).shows('old')
    expect((await world.ask(`/phones/${BEN}`, { method: 'DELETE' })).status).toBe(204)
    expect((await world.ask(`/phones/${BEN}`)).status).toBe(404)
    expect((await world.ask(`/phones/${BEN}`, { method: 'DELETE' })).status).toBe(404)
    await world.phone(ANA).sends({ to: BEN, text: 'new' })
    await world.phone(BEN).shows('new')
    expect((await world.phone(BEN).messages()).map(({ text }) => text)).toEqual(['new'])
  })

  it.each(['off', 'no-signal', 'airplane', 'memory-full'])(
    'a phone that was %s gets what waited when it is back',
    async (state) => {
      await world.phone(BEN).becomes({ state })
      await world.phone(ANA).sends({ to: BEN, text: 'a text' })
      await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'a group text' })
      await world.idle()
      expect(await world.phone(BEN).messages()).toEqual([])
      await world.phone(BEN).becomes({ state: 'online' })
      await world.idle()
      expect((await world.phone(BEN).messages()).map(({ text }) => text).toSorted()).toEqual(['a group text', 'a text'])
    },
  )

  it.each([
    ['12', {}, 'number'],
    ['+141586753093', {}, 'number'],
    ['55226', {}, 'number'],
    [BEN, { state: 'dancing' }, 'state'],
    [BEN, { profile: 'nokia' }, 'profile'],
    [BEN, { groupMode: 'none' }, 'groupMode'],
    [BEN, { autoDownload: 'yes' }, 'autoDownload'],
    [BEN, { contacts: { [ANA]: 1 } }, `contacts.${ANA}`],
    [BEN, { colour: 'red' }, 'colour'],
  ])('PUT /phones/%s %j is refused by its field', async (number, body, field) => {
    expect(await world.put(`/phones/${number}`, body)).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })

  it("an account's number cannot be a phone", async () => {
    expect(await world.put(`/phones/${P1}`, {})).toMatchObject({ status: 409, body: { title: 'Number in use' } })
  })
})

describe("a phone's messages", () => {
  const page = async (query: string) => {
    const { body } = await world.ask(`/phones/${BEN}/messages?${query}`)
    return body.messages as { readonly id: string; readonly text: string; readonly thread: string }[]
  }
  const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text)

  it('come oldest first, the newest of them, or those after one', async () => {
    for (const text of ['1', '2', '3', '4']) await world.phone(ANA).sends({ to: BEN, text })
    await world.phone(BEN).shows('4')
    expect(texts(await page(''))).toEqual(['1', '2', '3', '4'])
    expect(texts(await page('limit=2'))).toEqual(['3', '4'])
    const [first] = await page('')
    expect(texts(await page(`after=${first?.id}&limit=2`))).toEqual(['2', '3'])
  })

  it('those of a thread, and those that match', async () => {
    await world.phone(ANA).sends({ to: BEN, text: 'direct' })
    await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'to both' })
    await world.phone(BEN).shows('both')
    await world.idle()
    const [group] = await world.phone(BEN).threads()
    expect(texts(await page(`thread=${encodeURIComponent(group!.id)}`))).toEqual(['to both'])
    expect(texts(await page('query=is:direct'))).toEqual(['direct'])
    expect(texts(await page(`query=${encodeURIComponent('/^to .*/ is:group')}`))).toEqual(['to both'])
    expect(await page('query=nothing')).toEqual([])
  })

  it('threads are newest first, with unread, title and last message', async () => {
    await world.phone(ANA).sends({ to: BEN, text: 'one' })
    await world.phone(BEN).shows('one')
    await world.phone(CLEO).sends({ to: [ANA, BEN], text: 'two' })
    await world.phone(BEN).shows('two')
    const { body } = await world.ask(`/phones/${BEN}/threads`)
    expect(body.threads).toMatchObject([
      { kind: 'group', participants: [ANA, CLEO], title: 'Ana, Cleo', unread: 1, lastMessage: { text: 'two' } },
      { kind: 'direct', participants: [ANA], title: 'Ana', unread: 1, lastMessage: { text: 'one' } },
    ])
  })

  it('a person sends a text, a picture, a group text', async () => {
    const picture = jpeg(3_000)
    const media = [{ contentType: 'image/jpeg', filename: 'me.jpg', data: picture.toString('base64') }]
    expect(await world.phone(ANA).sends({ to: BEN, text: 'hi' })).toMatchObject({
      phone: ANA,
      direction: 'sent',
      transport: 'sms',
      from: ANA,
      to: [BEN],
      kind: 'direct',
      status: 'sent',
      messageId: expect.stringMatching(/^\d+$/),
    })
    expect(await world.phone(ANA).sends({ to: [BEN], media })).toMatchObject({ transport: 'mms', kind: 'direct' })
    expect(await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'hi' })).toMatchObject({
      transport: 'mms',
      kind: 'group',
    })
    const [received] = await world.phone(BEN).shows('has:media')
    const { url } = received!.media[0]!
    expect(picture.equals(await world.phone(BEN).media(url))).toBe(true)
    const response = await fetch(world.info.url + url)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': "inline; filename*=UTF-8''me.jpg",
    })
  })

  it('what is no picture, sound or film is handed out as a file', async () => {
    const media = [
      { contentType: 'text/html', filename: 'x "y".html', data: Buffer.from('<script>').toString('base64') },
    ]
    await world.phone(ANA).sends({ to: BEN, media })
    const [received] = await world.phone(BEN).shows('has:media')
    const response = await fetch(world.info.url + received!.media[0]!.url)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('media that are not there are 404', async () => {
    expect((await world.ask(`/phones/${ANA}/media/${'0'.repeat(64)}`)).status).toBe(404)
    expect((await world.ask(`/phones/x!/media/${'0'.repeat(64)}`)).status).toBe(404)
  })

  it.each([
    [{}, 'to'],
    [{ to: [] }, 'to'],
    [{ to: [BEN] }, 'text'],
    [{ to: [BEN], text: '' }, 'text'],
    [{ to: 'Ben!', text: 'hi' }, 'to.0'],
    [{ to: [BEN, '+11'], text: 'hi' }, 'to.1'],
    [{ to: BEN, text: 7 }, 'text'],
    [{ to: BEN, media: [{ contentType: 'image/png', data: 'not base64!' }] }, 'media.0.data'],
    [{ to: BEN, media: [{ data: 'AAAA' }] }, 'media.0.contentType'],
    [{ to: BEN, text: 'hi', color: 'blue' }, 'color'],
  ])('sending %j is refused by its field', async (body, field) => {
    const answer = await world.post(`/phones/${ANA}/messages`, body)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } })
    expect(await world.phone(ANA).messages()).toEqual([])
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=many', 'limit'],
    ['query=is:blue', 'query'],
    ['after=yesterday', 'after'],
  ])('?%s is refused by its field', async (query, field) => {
    const answer = await world.ask(`/phones/${BEN}/messages?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })

  it('a phone that is not there sends nothing', async () => {
    expect(await world.post(`/phones/${STRANGER}/messages`, { to: BEN, text: 'hi' })).toMatchObject({ status: 404 })
    expect(await world.messages()).toEqual([])
  })

  it('a number that nobody can dial is shown as not sent, and the network has nothing of it', async () => {
    const sent = await world.post(`/phones/${ANA}/messages`, { to: '+11234567890', text: 'hi' })
    expect(sent).toMatchObject({
      status: 201,
      body: { status: 'failed', error: expect.stringContaining('+11234567890') },
    })
    expect(await world.messages()).toEqual([])
  })
})

describe('what a person does with a message', () => {
  const act = async (number: string, action: string, body: object = {}) => {
    const messages = await world.phone(number).messages('is:received')
    return world.post(`/phones/${number}/messages/${messages.at(-1)?.id}/${action}`, body)
  }

  it('read: nothing is unread any more', async () => {
    await world.phone(ANA).sends({ to: BEN, text: 'read me' })
    await world.phone(BEN).shows('read')
    expect((await act(BEN, 'read')).status).toBe(204)
    expect((await world.phone(BEN).threads())[0]).toMatchObject({ unread: 0 })
  })

  it('delete: it is gone from this phone only', async () => {
    await world.phone(ANA).sends({ to: BEN, text: 'delete me' })
    await world.phone(BEN).shows('delete')
    expect((await act(BEN, 'delete')).status).toBe(204)
    expect(await world.phone(BEN).messages()).toEqual([])
    expect(await world.phone(ANA).messages()).toHaveLength(1)
  })

  it('react: everybody in the thread gets it', async () => {
    await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'like me' })
    await world.phone(BEN).shows('like')
    expect((await act(BEN, 'react', { reaction: '❤️' })).status).toBe(204)
    for (const number of [ANA, CLEO]) expect(await world.phone(number).shows(`from:${BEN}`)).toHaveLength(1)
  })

  it('download: an MMS that waits is fetched when the person asks', async () => {
    await world.phone(BEN).becomes({ autoDownload: false })
    await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'fetch me' })
    await world.idle()
    const { body } = await world.ask(`/phones/${BEN}/notifications`)
    expect(body.notifications).toMatchObject([
      {
        from: ANA,
        size: expect.any(Number),
        contentLocation: expect.stringContaining('/mm1/'),
        messageId: expect.any(String),
      },
    ])
    const [notification] = body.notifications as { readonly id: string }[]
    expect((await world.post(`/phones/${BEN}/messages/${notification?.id}/download`)).status).toBe(204)
    expect(await world.phone(BEN).shows('fetch')).toHaveLength(1)
    expect((await world.ask(`/phones/${BEN}/notifications`)).body.notifications).toEqual([])
  })

  it('a message or action that is not there is 404', async () => {
    for (const action of ['read', 'delete', 'react', 'download']) {
      expect((await world.post(`/phones/${BEN}/messages/1/${action}`)).status).toBe(404)
    }
    expect(await world.post(`/phones/${BEN}/messages/1/dance`)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('download, read, delete, react') },
    })
  })
})

describe("the network's messages", () => {
  it('are newest first, page by page, by query', async () => {
    for (const text of ['1', '2', '3']) await world.phone(ANA).sends({ to: BEN, text })
    await world.phone(ANA).sends({ to: [BEN, CLEO, ESME_NUMBER], text: 'to all' })
    await world.idle()
    const list = async (query: string) => {
      const { body } = await world.ask(`/messages?${query}`)
      return body.messages as Awaited<ReturnType<World['messages']>>
    }
    const all = await list('')
    expect(all.map(({ text }) => text)).toEqual(['to all', '3', '2', '1'])
    expect((await list('limit=2')).map(({ text }) => text)).toEqual(['to all', '3'])
    expect((await list(`limit=2&before=${all[1]?.id}`)).map(({ text }) => text)).toEqual(['2', '1'])
    expect((await list('query=via:sms&limit=1')).map(({ text }) => text)).toEqual(['3'])
    expect((await list(`query=to:${ESME_NUMBER.slice(1)}`)).map(({ text }) => text)).toEqual(['to all'])
    expect((await world.ask('/messages?query=is:blue')).body).toMatchObject({ errors: [{ field: 'query' }] })
    const { body } = await world.ask(`/messages/${all[0]?.id}`)
    expect(body).toMatchObject({ from: ANA, to: [BEN, CLEO, ESME_NUMBER], transport: 'mms' })
    const deliveries = body.deliveries as Awaited<ReturnType<World['messages']>>[number]['deliveries']
    expect(deliveries.filter(({ kind }) => kind === 'message')).toMatchObject([
      { recipient: BEN, endpoint: { kind: 'handset', key: BEN }, state: 'delivered' },
      { recipient: CLEO, endpoint: { kind: 'handset', key: CLEO }, state: 'delivered' },
      { recipient: ESME_NUMBER, endpoint: { kind: 'smpp' }, state: 'failed', reason: 'mms-not-supported' },
    ])
    expect(deliveries.filter(({ kind }) => kind === 'report')).toMatchObject([
      { recipient: BEN, report: { status: 'delivered', at: NOON } },
      { recipient: CLEO, report: { status: 'delivered', at: NOON } },
      { recipient: ESME_NUMBER, report: { status: 'failed', reason: 'mms-not-supported', at: NOON } },
    ])
  })
})
