import { describe, expect, it } from 'vitest'
import {
  composeBody,
  decodePdu,
  encodePdu,
  formatAddress,
  INSERT_ADDRESS,
  type MmsPdu,
  RESPONSE_STATUS,
  type SendReq,
  textPart,
} from '../../../protocols/mms/index.ts'
import { concat } from '../../../protocols/octets/index.ts'
import type { Address, Phone } from '../../../src/core/index.ts'
import { ANA, BEN, CLEO, HandsetWorld, NOON } from '../../support/handset-world.ts'

const DORA = '+12025550104' as Address
const NOTHING = new Uint8Array(0)
const BAD = { ...RESPONSE_STATUS }

async function world() {
  const w = await new HandsetWorld().begin()
  for (const phone of [ANA, BEN, CLEO]) await w.turn(phone, { autoDownload: false })
  return w
}

function sendReq(wish: Partial<SendReq> = {}): SendReq {
  const to = [BEN, CLEO].map(formatAddress)
  const body = composeBody([textPart('Hi')])
  return { type: 'm-send.req', transactionId: 'T1', mmsVersion: '1.2', from: INSERT_ADDRESS, to, body, ...wish }
}

async function post(w: HandsetWorld, pdu: MmsPdu | Uint8Array, identity: Address | undefined, path = '/mm1') {
  const octets = pdu instanceof Uint8Array ? pdu : encodePdu(pdu)
  const answer = await w.request({ method: 'POST', path, identity, octets })
  return { status: answer.status, pdu: answer.octets.length > 0 ? pduIn(answer.octets) : undefined }
}

async function get(w: HandsetWorld, path: string, identity: Address) {
  return pduIn((await w.request({ method: 'GET', path, identity, octets: NOTHING })).octets)
}

function pduIn(octets: Uint8Array): MmsPdu {
  const pdu = decodePdu(octets)
  if (!pdu.ok) throw new Error(JSON.stringify(pdu.malformed))
  return pdu.value
}

/** Ana's group message waits for Ben. */
async function waiting(wish: Partial<SendReq> = {}, ben: Partial<Phone> = {}) {
  const w = await world()
  await w.turn(BEN, ben)
  await post(w, sendReq({ deliveryReport: true, readReport: true, subject: 'Sunday', ...wish }), ANA)
  await w.settle()
  const message = w.carrier.read.messages({ limit: 1 })[0]!
  const delivery = w.carrier.read.deliveriesOf(message.id).find(({ recipient }) => recipient === BEN)!
  const transactionId = delivery.id.toString(36)
  const path = `/mm1/${transactionId}`
  const contentLocation = `http://localhost:8398${path}`
  const state = () => w.carrier.read.delivery(delivery.id)!.progress.state
  return { w, message, transactionId, contentLocation, path, state }
}

const about = (transactionId: string) => ({ transactionId, mmsVersion: '1.2' })

describe('what handsets do with a notification [MMSENC 6.2]', () => {
  const notifyResp = (status: 'retrieved' | 'deferred' | 'rejected') => (transactionId: string) =>
    ({ type: 'm-notifyresp.ind', ...about(transactionId), status }) as const
  const acknowledgeInd = (transactionId: string) => ({ type: 'm-acknowledge.ind', ...about(transactionId) }) as const
  const NR = notifyResp('retrieved')
  const DEFERRED = notifyResp('deferred')
  const AI = acknowledgeInd
  const GET = 'GET'

  it.each([
    ['immediate retrieval by the standard', [GET, NR], 'delivered'],
    ['deferred retrieval by the standard', [DEFERRED, GET, AI], 'delivered'],
    ['m-acknowledge.ind after immediate retrieval, as most do', [GET, AI], 'delivered'],
    ['both', [GET, NR, AI], 'delivered'],
    ['both the other way round', [GET, AI, NR], 'delivered'],
    ['an answer twice', [GET, NR, NR], 'delivered'],
    ['retrieval twice', [GET, GET, NR], 'delivered'],
    ['retrieved before it was fetched', [NR, GET], 'delivered'],
    ['deferred said late', [GET, NR, DEFERRED], 'delivered'],
    ['rejected said late', [GET, AI, notifyResp('rejected')], 'delivered'],
    ['rejected', [notifyResp('rejected')], 'failed'],
    ['rejected after deferral', [DEFERRED, notifyResp('rejected')], 'failed'],
    ['fetched and nothing said', [GET], 'notified'],
    ['deferred and forgotten', [DEFERRED], 'notified'],
    ['nothing at all', [], 'notified'],
  ] as const)('%s', async (_, steps, state) => {
    const flow = await waiting()
    for (const step of steps) {
      if (step === GET) expect(await get(flow.w, flow.path, BEN)).toMatchObject({ type: 'm-retrieve.conf' })
      else expect((await post(flow.w, step(flow.transactionId), BEN)).status).toBe(200)
    }
    expect(flow.state()).toBe(state)
  })

  it('nothing said: the network notifies again; deferred: it does not', async () => {
    const silent = await waiting({}, { profile: 'no-ack', autoDownload: true })
    await silent.w.advance(60 * 60_000)
    const deferred = await waiting()
    await deferred.w.advance(60 * 60_000)
    const notifiedOf = ({ w }: typeof silent) =>
      w.eventsOf('delivery.updated').filter(({ recipient, state }) => recipient === BEN && state === 'notified')
    expect(notifiedOf(silent).length).toBeGreaterThan(2)
    expect(notifiedOf(deferred)).toHaveLength(2)
  })

  it('answers go to the MMSC or to the content location, with the transaction id behind it or not', async () => {
    for (const path of ['/mm1', '/mm1/', undefined, 'twice']) {
      const flow = await waiting()
      const to = path === 'twice' ? flow.path + flow.transactionId : (path ?? flow.path)
      expect((await post(flow.w, NR(flow.transactionId), BEN, to)).status).toBe(200)
      expect(flow.state()).toBe('delivered')
    }
  })
})

describe('m-send.req again under the same transaction id', () => {
  it('is answered with the same Message-ID and sent once', async () => {
    const w = await world()
    const first = await post(w, sendReq(), ANA)
    const again = await post(w, sendReq({ date: NOON / 1000 }), ANA)
    expect(again.pdu).toEqual(first.pdu)
    await w.settle()
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(1)
    expect(w.handsets.notifications(BEN)).toHaveLength(1)
    expect(w.eventsOf('mm1.send-repeated')).toMatchObject([{ phone: ANA, transactionId: 'T1' }])
  })

  it('is sent once when both come at the same moment', async () => {
    const w = await world()
    const [one, other] = await Promise.all([post(w, sendReq(), ANA), post(w, sendReq(), ANA)])
    expect(other.pdu).toEqual(one.pdu)
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(1)
  })

  it.each<[string, Partial<SendReq>, Address]>([
    ['another handset', {}, CLEO],
    ['another transaction', { transactionId: 'T2' }, ANA],
    ['another text: the handset counts anew', { body: composeBody([textPart('Bye')]) }, ANA],
    ['other members', { to: [formatAddress(BEN)] }, ANA],
  ])('is a new message from %s', async (_, wish, from) => {
    const w = await world()
    await post(w, sendReq(), ANA)
    await post(w, sendReq(wish), from)
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(2)
  })
})

describe('m-forward.req [MMSENC 6.5]', () => {
  const forward = (contentLocation: string, wish: object = {}) =>
    ({
      type: 'm-forward.req',
      transactionId: 'F1',
      mmsVersion: '1.2',
      from: INSERT_ADDRESS,
      to: [formatAddress(DORA)],
      contentLocation,
      ...wish,
    }) as const

  it('sends a waiting message on, and says whose it was', async () => {
    const { w, contentLocation, message, state } = await waiting()
    const { pdu } = await post(w, forward(contentLocation, { deliveryReport: true }), BEN)
    await w.settle()
    const forwarded = w.carrier.read.messages({ limit: 1 })[0]!
    expect(pdu).toEqual({
      type: 'm-forward.conf',
      transactionId: 'F1',
      mmsVersion: '1.2',
      responseStatus: BAD.Ok,
      messageId: String(forwarded.id),
    })
    expect(forwarded).toMatchObject({ from: BEN, to: [DORA], content: { subject: 'Sunday' } })
    const delivery = w.carrier.read.deliveriesOf(forwarded.id)[0]!
    expect(await get(w, `/mm1/${delivery.id.toString(36)}`, DORA)).toMatchObject({
      from: formatAddress(BEN),
      previouslySentBy: [{ count: 1, address: formatAddress(ANA) }],
      previouslySentDate: [{ count: 1, date: Math.floor(message.acceptedAt / 1000) }],
    })
    expect(w.texts(DORA)).toEqual(['Hi'])
    expect(state()).toBe('notified')
  })

  it('twice keeps all who sent it before, the first first', async () => {
    const { w, contentLocation } = await waiting()
    await post(w, forward(contentLocation, { to: [formatAddress(CLEO)] }), BEN)
    await w.settle()
    const { contentLocation: next } = w.handsets.notifications(CLEO).at(-1)!
    await post(w, forward(next), CLEO)
    await w.settle()
    const delivery = w.carrier.read.deliveriesOf(w.carrier.read.messages({ limit: 1 })[0]!.id)[0]!
    expect(await get(w, `/mm1/${delivery.id.toString(36)}`, DORA)).toMatchObject({
      previouslySentBy: [
        { count: 1, address: formatAddress(ANA) },
        { count: 2, address: formatAddress(BEN) },
      ],
    })
  })

  it('again under the same transaction id is sent once', async () => {
    const { w, contentLocation } = await waiting()
    const first = await post(w, forward(contentLocation), BEN)
    expect((await post(w, forward(contentLocation), BEN)).pdu).toEqual(first.pdu)
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(2)
  })

  it.each<[string, object, Address | undefined, number]>([
    ['it is not for this handset', {}, DORA, BAD['Error-permanent-message-not-found']],
    ['there is no such message', { contentLocation: '/mm1/zz' }, BEN, BAD['Error-permanent-message-not-found']],
    ['no subscriber is known', {}, undefined, BAD['Error-permanent-service-denied']],
    ['a member is no number', { to: ['x@y.z'] }, BEN, BAD['Error-permanent-sending-address-unresolved']],
    ['nobody is named', { to: [] }, BEN, BAD['Error-permanent-sending-address-unresolved']],
    ['the version is of another age', { mmsVersion: '2.0' }, BEN, BAD['Error-unsupported-message']],
  ])('is refused when %s, and nothing is stored', async (_, wish, identity, status) => {
    const { w, contentLocation } = await waiting()
    const { pdu } = await post(w, forward(contentLocation, wish), identity)
    expect(pdu).toMatchObject({ type: 'm-forward.conf', transactionId: 'F1', responseStatus: status })
    expect(pdu).toHaveProperty('responseText')
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(1)
  })

  it('of octets that are cut is answered in its own PDU', async () => {
    const { w, contentLocation } = await waiting()
    const octets = encodePdu(forward(contentLocation))
    expect((await post(w, octets.subarray(0, octets.length - 4), BEN)).pdu).toMatchObject({
      type: 'm-forward.conf',
      transactionId: 'F1',
      responseStatus: BAD['Error-permanent-message-format-corrupt'],
    })
  })
})

describe('versions [MMSENC 7.3.34]', () => {
  it.each(['1.0', '1.1', '1.3', '1.4'])('%s differs in its minor number: carry on', async (mmsVersion) => {
    const w = await world()
    expect((await post(w, sendReq({ mmsVersion }), ANA)).pdu).toMatchObject({ responseStatus: BAD.Ok })
  })

  it('a higher major number is not read at all: unsupported-message with the transaction id', async () => {
    const w = await world()
    const { pdu } = await post(w, sendReq({ mmsVersion: '2.1' }), ANA)
    expect(pdu).toMatchObject({ transactionId: 'T1', responseStatus: BAD['Error-unsupported-message'] })
    const unreadable = concat([Uint8Array.of(0x8c, 0x80, 0x98, 0x54, 0x31, 0, 0x8d, 0xa0), Uint8Array.of(0xff, 0xff)])
    expect((await post(w, unreadable, ANA)).pdu).toEqual(pdu && { ...pdu, responseText: 'MMS 2.0 is unknown here' })
    expect(w.carrier.read.messages({ limit: 1 })).toEqual([])
  })

  it('an indication of a higher major number is passed over', async () => {
    const { w, transactionId, state } = await waiting()
    const pdu = { type: 'm-acknowledge.ind', transactionId, mmsVersion: '2.0' } as const
    expect((await post(w, pdu, BEN)).status).toBe(200)
    expect(state()).toBe('notified')
  })

  it.each<[string, Partial<SendReq>, Address | undefined, number]>([
    ['service denied', {}, undefined, BAD['Error-service-denied']],
    ['sending address unresolved', { to: ['x@y.z'] }, ANA, BAD['Error-sending-address-unresolved']],
    ['reply charging', { replyCharging: 'requested' }, ANA, BAD['Error-service-denied']],
  ])('a handset of 1.0 gets the statuses it knows: %s [MMSENC 7.3.48]', async (_, wish, identity, status) => {
    const w = await world()
    const { pdu } = await post(w, sendReq({ mmsVersion: '1.0', ...wish }), identity)
    expect(pdu).toMatchObject({ responseStatus: status })
  })
})

describe('reply charging', () => {
  it.each<[string, Partial<SendReq>]>([
    ['offered', { replyCharging: 'requested' }],
    ['offered for text', { replyCharging: 'requested-text-only', replyChargingDeadline: { relative: 3600 } }],
    ['claimed by a reply', { replyChargingId: '12345' }],
  ])('%s is refused, and nothing is stored', async (_, wish) => {
    const w = await world()
    const { pdu } = await post(w, sendReq(wish), ANA)
    expect(pdu).toMatchObject({ responseStatus: BAD['Error-permanent-reply-charging-not-supported'] })
    expect(w.carrier.read.messages({ limit: 1 })).toEqual([])
  })
})

describe('m-read-rec.ind [MMSENC 6.7]', () => {
  const readRec = (messageId: string, wish: object = {}) =>
    ({
      type: 'm-read-rec.ind',
      mmsVersion: '1.2',
      messageId,
      to: [formatAddress(ANA)],
      from: INSERT_ADDRESS,
      readStatus: 'read',
      ...wish,
    }) as const

  it('reaches the phone of the sender who asked as m-read-orig.ind, once', async () => {
    const { w, message, state } = await waiting()
    for (const _ of [1, 2]) expect((await post(w, readRec(String(message.id)), BEN)).status).toBe(200)
    await w.settle()
    expect(state()).toBe('delivered')
    const told = w.carrier.read.deliveriesOf(message.id).filter(({ kind }) => kind === 'report')
    expect(told.map((one) => one.kind === 'report' && one.report.status)).toEqual(['delivered', 'read'])
    expect(w.eventsOf('message.read')).toMatchObject([{ recipient: BEN, status: 'read' }])
  })

  it('reaches nobody where the sender did not ask', async () => {
    const { w, message } = await waiting({ readReport: false })
    await post(w, readRec(String(message.id)), BEN)
    expect(w.eventsOf('message.read')).toEqual([])
  })

  it.each<[string, object, Address | undefined, number]>([
    ['somebody else’s name', { from: formatAddress(CLEO) }, BEN, 403],
    ['no name at all', {}, undefined, 200],
    ['a number that got no copy', {}, DORA, 200],
  ])('in %s tells nobody anything', async (_, wish, identity, status) => {
    const { w, message } = await waiting()
    expect((await post(w, readRec(String(message.id), wish), identity)).status).toBe(status)
    expect(w.eventsOf('message.read')).toEqual([])
  })

  it.each(['0', 'x', '99999999999999999999'])('about a message %s that nobody knows is no mistake', async (id) => {
    const { w } = await waiting()
    expect((await post(w, readRec(id), BEN)).status).toBe(200)
  })
})
