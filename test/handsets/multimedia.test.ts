import { describe, expect, it } from 'vitest'
import { decodePdu } from '../../protocols/mms/index.ts'
import { type Address, hasData } from '../../src/core/index.ts'
import type { HandsetTransport, Mm1Request } from '../../src/handsets/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'

const JPEG = Uint8Array.from({ length: 2_000 }, (_, index) => (index < 2 ? [0xff, 0xd8][index]! : (index * 7) & 0xff))
const world = () => new HandsetWorld().begin()

/** Counts what passes between the phones and the network. */
function counted() {
  const requests: Mm1Request[] = []
  const via = (transport: HandsetTransport): HandsetTransport => ({
    ...transport,
    mm1: (request) => {
      requests.push(request)
      return transport.mm1(request)
    },
    acknowledge: (unit, answer) => {
      requests.push({ method: 'POST', path: '/mm1', ...answer })
      return transport.acknowledge(unit, answer)
    },
  })
  return { requests, via }
}

describe('a group message with a picture', () => {
  it('is threaded the same by every phone, each without itself', async () => {
    const w = await world()
    const sent = await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: JPEG })
    expect('message' in sent && sent.message).toMatchObject({ transport: 'mms', kind: 'group', status: 'sent' })
    expect(w.screen(ANA)).toEqual([`${BEN},${CLEO} < ${ANA}: At the beach`])
    expect(w.screen(BEN)).toEqual([`${ANA},${CLEO} < ${ANA}: At the beach`])
    expect(w.screen(CLEO)).toEqual([`${ANA},${BEN} < ${ANA}: At the beach`])
    expect(w.faults).toEqual([])
  })

  it('gives every phone the full list of members, itself included, and the picture', async () => {
    const w = await world()
    await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: JPEG, subject: 'Sunday' })
    const [message] = w.handsets.messages(BEN)
    expect(message).toMatchObject({ from: ANA, to: [BEN, CLEO], cc: [], subject: 'Sunday', kind: 'group' })
    expect(message!.media).toMatchObject([{ contentType: 'image/jpeg', filename: 'beach.jpg', size: JPEG.length }])
    const { url } = message!.media[0]!
    expect(url).toMatch(/^\/carrier\/phones\/\+12025550102\/media\/[0-9a-f]{64}$/)
    expect(w.handsets.media(BEN, url.split('/').at(-1)!)).toEqual({
      contentType: 'image/jpeg',
      filename: 'beach.jpg',
      octets: expect.objectContaining({ length: JPEG.length }),
    })
    expect(w.handsets.media(BEN, '0')).toBeUndefined()
  })

  it('is Delivered when every member has it, and says who has it before that', async () => {
    const w = await world()
    await w.turn(CLEO, { state: 'off' })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'sent', reports: { [BEN]: 'delivered' } }])
    await w.turn(CLEO, { state: 'online' })
    expect(w.handsets.messages(ANA)).toMatchObject([
      { status: 'delivered', reports: { [BEN]: 'delivered', [CLEO]: 'delivered' } },
    ])
  })

  it('names the member that did not get it and why; the others are not disturbed', async () => {
    const w = await world()
    await w.turn(CLEO, { state: 'landline' })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'failed', error: `not delivered to ${CLEO}: landline` }])
    expect(w.texts(BEN)).toEqual(['Hi'])
  })

  it('is answered to all, in the same threads', async () => {
    const w = await world()
    await w.send(ANA, [BEN, CLEO], 'Who comes?')
    const { participants } = w.handsets.threads(BEN)[0]!
    await w.send(BEN, participants, 'I do')
    expect(w.screen(ANA).at(-1)).toBe(`${BEN},${CLEO} < ${BEN}: I do`)
    expect(w.screen(CLEO).at(-1)).toBe(`${ANA},${BEN} < ${BEN}: I do`)
    for (const phone of [ANA, BEN, CLEO]) expect(w.handsets.threads(phone)).toHaveLength(1)
  })

  it('is titled by each phone from its own contacts', async () => {
    const w = await world()
    await w.turn(CLEO, { contacts: { [ANA]: 'Mum' } })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.threads(BEN)).toMatchObject([{ title: 'Ana, Cleo', kind: 'group' }])
    expect(w.handsets.threads(CLEO)).toMatchObject([{ title: `Mum, ${BEN}` }])
  })

  it('a picture for one person stays in the thread of two, as To names the receiver only', async () => {
    const w = await world()
    await w.send(ANA, [BEN], 'Look', { jpeg: JPEG })
    expect(w.screen(BEN)).toEqual([`${ANA} < ${ANA}: Look`])
    expect(w.handsets.messages(BEN)).toMatchObject([{ transport: 'mms', kind: 'direct' }])
  })
})

describe('the two steps of an MMS', () => {
  it('a phone that was off hears of it when it is on again', async () => {
    const w = await world()
    await w.turn(BEN, { state: 'off' })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.notifications(BEN)).toEqual([])
    await w.turn(BEN, { state: 'online' })
    expect(w.screen(BEN)).toEqual([`${ANA},${CLEO} < ${ANA}: Hi`])
  })

  it('without auto-download it waits as a notification until the person downloads it', async () => {
    const { requests, via } = counted()
    const w = await new HandsetWorld({ via }).begin()
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN, CLEO], 'Hi', { jpeg: JPEG })
    expect(w.texts(BEN)).toEqual([])
    const [waiting] = w.handsets.notifications(BEN)
    expect(waiting).toEqual({
      id: expect.stringMatching(/^\d+$/),
      from: ANA,
      subject: null,
      size: expect.any(Number),
      expiresAt: '2026-01-08T12:00:00.000Z',
      contentLocation: expect.stringMatching(/^http:\/\/localhost:8398\/mm1\/[0-9a-z]+$/),
      transactionId: expect.any(String),
      messageId: w.handsets.messages(ANA)[0]!.messageId,
      stage: 'deferred',
    })
    expect(w.eventsOf('phone.notified').filter(({ phone }) => phone === BEN)).toHaveLength(1)
    await w.advance(60 * 60_000)
    expect(w.texts(BEN)).toEqual([])
    expect(await w.handsets.download(BEN, waiting!.id)).toBe(true)
    await w.settle()
    expect(w.screen(BEN)).toEqual([`${ANA},${CLEO} < ${ANA}: Hi`])
    expect(w.handsets.notifications(BEN)).toEqual([])
    expect(requests.filter(({ identity }) => identity === BEN).map(({ method }) => method)).toEqual([
      'POST',
      'GET',
      'POST',
    ])
    expect(await w.handsets.download(BEN, waiting!.id)).toBe(false)
  })

  it('a notification names only the sender, so no thread is shown before the message is there', async () => {
    const w = await world()
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.threads(BEN)).toEqual([])
  })

  it('without data the notification comes and the retrieval waits', async () => {
    const w = await world()
    await w.turn(BEN, { state: 'no-data' })
    expect(hasData(w.carrier.read.phone(BEN)!)).toBe(false)
    await w.send(ANA, [BEN, CLEO], 'Hi')
    expect(w.handsets.notifications(BEN)).toMatchObject([{ from: ANA, stage: 'fetch' }])
    expect(w.handsets.worker.pending()).toEqual([])
    await w.turn(BEN, { state: 'online' })
    expect(w.texts(BEN)).toEqual(['Hi'])
    expect(w.handsets.notifications(BEN)).toEqual([])
  })

  it('a phone without data keeps what it is to send until there is data again', async () => {
    const w = await world()
    await w.turn(ANA, { state: 'no-data' })
    const sent = await w.send(ANA, [BEN, CLEO], 'Hi')
    expect('message' in sent && sent.message.status).toBe('sending')
    await w.turn(ANA, { state: 'online' })
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
    expect(w.texts(CLEO)).toEqual(['Hi'])
  })

  it('a phone that never acknowledges is notified again and shows the message once', async () => {
    const w = await world()
    await w.turn(BEN, { profile: 'no-ack' })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    await w.advance(2 * 60 * 60_000)
    expect(w.texts(BEN)).toEqual(['Hi'])
    const delivery = w.carrier.read.deliveriesOf(Number(w.handsets.messages(ANA)[0]!.messageId))[0]!
    expect(delivery.progress).toMatchObject({ state: 'notified', attempts: 4 })
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'sent' }])
  })

  it('what nobody fetched expires, and its sender hears of it', async () => {
    const w = await world()
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    await w.advance(73 * 60 * 60_000)
    expect(w.handsets.notifications(BEN)).toEqual([])
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'failed', error: `not delivered to ${BEN}: expired` }])
  })

  it('a network that fails is asked again later, and the message is shown once', async () => {
    let failures = 2
    const via = (transport: HandsetTransport): HandsetTransport => ({
      ...transport,
      mm1: async (request) => {
        if (request.method !== 'GET' || failures-- <= 0) return transport.mm1(request)
        return { status: 503, octets: new Uint8Array(0) }
      },
    })
    const w = await new HandsetWorld({ via }).begin()
    await w.send(ANA, [BEN], 'Look', { jpeg: JPEG })
    expect(w.handsets.notifications(BEN)).toMatchObject([{ stage: 'fetch', error: 'HTTP 503' }])
    await w.advance(60_000)
    expect(w.texts(BEN)).toEqual(['Look'])
  })

  it('an acknowledgement that is lost is sent again', async () => {
    const via = (transport: HandsetTransport): HandsetTransport => ({
      ...transport,
      acknowledge: () => ({ status: 500, octets: new Uint8Array(0) }),
    })
    const w = await new HandsetWorld({ via }).begin()
    await w.send(ANA, [BEN], 'Look', { jpeg: JPEG })
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'sent' }])
    await w.advance(10_000)
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
    expect(w.texts(BEN)).toEqual(['Look'])
  })
})

describe('the octets behind a message', () => {
  it('are the user data of a short message, the m-send.req of a sent MMS, the m-retrieve.conf of a received one', async () => {
    const { requests, via } = counted()
    const w = await new HandsetWorld({ via }).begin()
    await w.send(ANA, [BEN], 'Hi')
    await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: JPEG })
    const posted = requests.find(({ identity }) => identity === ANA)!.octets
    const [sms, mms] = w.handsets.messages(BEN)
    const sent = w.handsets.messages(ANA).at(-1)!
    expect(await w.handsets.pdu(BEN, sms!.id)).toMatchObject({ kind: 'sms', dataCoding: 0, hasHeader: false })
    expect(await w.handsets.pdu(ANA, sent.id)).toEqual({ kind: 'm-send.req', octets: [posted] })
    const received = await w.handsets.pdu(BEN, mms!.id)
    expect(received?.kind).toBe('m-retrieve.conf')
    const pdu = decodePdu(received!.octets[0]!)
    expect(pdu.ok && pdu.value).toMatchObject({ type: 'm-retrieve.conf', messageId: mms!.messageId })
    expect(await w.handsets.pdu(BEN, '1')).toBeUndefined()
  })
})

describe('phones with habits of their own', () => {
  it('one that does not know its number names itself, hears itself and gets one thread too many', async () => {
    const w = await world()
    await w.turn(BEN, { profile: 'own-number-unknown' })
    await w.send(BEN, [ANA, CLEO], 'Hello all')
    await w.send(ANA, [BEN, CLEO], 'Hello Ben')
    expect(w.screen(BEN)).toEqual([
      `${ANA},${CLEO} < ${BEN}: Hello all`,
      `${ANA},${BEN},${CLEO} < ${BEN}: Hello all`,
      `${ANA},${BEN},${CLEO} < ${ANA}: Hello Ben`,
    ])
    expect(w.handsets.threads(BEN)).toHaveLength(2)
    expect(w.handsets.messages(ANA)[0]!.to).toEqual([ANA, CLEO, BEN])
  })

  it('one without MMS gets a text with a link instead, and its page shows the message', async () => {
    const w = await world()
    await w.turn(BEN, { profile: 'legacy-sms' })
    await w.send(ANA, [BEN, CLEO], 'At <the> beach', { jpeg: JPEG })
    const [text] = w.texts(BEN)
    expect(text).toMatch(/^Multimedia message from \+12025550101: http:\/\/localhost:8398\/mm1\/[0-9a-z]+\/view$/)
    const path = text!.split('localhost:8398')[1]!
    const get = (at: string) => w.request({ method: 'GET', path: at, identity: undefined, octets: new Uint8Array(0) })
    const page = new TextDecoder().decode((await get(path)).octets)
    expect(page).toContain('At &lt;the&gt; beach')
    const [, source = ''] = /<img src="([^"]+)"/.exec(page) ?? []
    expect(await get(source)).toMatchObject({ status: 200, contentType: 'image/jpeg' })
    expect((await get(`${path}/99`)).status).toBe(404)
    expect((await get('/mm1/zz/view')).status).toBe(404)
    expect(await w.handsets.send(BEN, { to: [ANA], media: [{ contentType: 'image/jpeg', octets: JPEG }] })).toEqual({
      refused: expect.stringContaining('no MMS'),
    })
  })

  it('one that ignores Cc does not see those members', async () => {
    const w = await world()
    await w.turn(CLEO, { profile: 'cc-ignored' })
    const part = { contentType: 'text/plain', name: null, contentId: null, contentLocation: null }
    await w.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [CLEO],
      cc: [BEN],
      content: {
        kind: 'mms',
        subject: null,
        parts: [{ ...part, hash: 'h', size: 2, text: 'Hi', octets: Uint8Array.of(0x48, 0x69) }],
      },
    })
    await w.settle()
    expect(w.screen(CLEO)).toEqual([`${ANA} < ${ANA}: Hi`])
    expect(w.screen(BEN)).toEqual([`${ANA},${BEN} < ${ANA}: Hi`.replace(`,${BEN}`, '')])
  })
})

describe('the network repeats a notification', () => {
  it.each([
    ['while it waits for the person', { autoDownload: false }],
    ['after the message was shown', {}],
  ])('%s: one message, one notification', async (_, phone: { autoDownload?: boolean }) => {
    const w = await world()
    await w.turn(BEN, phone)
    await w.send(ANA, [BEN, CLEO], 'Hi')
    await repeatNotification(w, BEN)
    expect(w.handsets.messages(BEN).length + w.handsets.notifications(BEN).length).toBe(1)
  })
})

/** Notifies once more of the newest message, with the same octets. */
async function repeatNotification(w: HandsetWorld, phone: Address): Promise<void> {
  const message = w.carrier.read.messages({ limit: 1 })[0]!
  const delivery = w.carrier.read.deliveriesOf(message.id).find(({ recipient }) => recipient === phone)!
  if (delivery.kind !== 'message') throw new Error('a report is nobody’s message')
  const push = w.mm1.notification({ delivery, message })
  await w.carrier.run((unit) => {
    const sms = { from: ANA, sentAt: w.clock.now(), messageId: message.id, ...push }
    const { changes, events } = w.handsets.receiveSms(unit.read.phone(phone)!, sms)
    unit.change(...changes)
    unit.emit(...events)
  })
  await w.settle()
}
