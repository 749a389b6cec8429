import { describe, expect, it } from 'vitest'
import {
  composeBody,
  decodePdu,
  decodePush,
  encodePdu,
  formatAddress,
  INSERT_ADDRESS,
  type MmsPdu,
  type Part,
  RESPONSE_STATUS,
  RETRIEVE_STATUS,
  type SendReq,
  STORE_STATUS,
  textOf,
  textPart,
} from '../../../protocols/mms/index.ts'
import { decodeUserData } from '../../../protocols/sms/index.ts'
import type { Address, Offer } from '../../../src/core/index.ts'
import { ANA, BEN, CLEO, HandsetWorld, NOON } from '../../support/handset-world.ts'

const NOTHING = new Uint8Array(0)
const NOT_FOUND = RESPONSE_STATUS['Error-permanent-message-not-found']
const picture: Part = {
  contentType: { media: 'image/jpeg', parameters: { name: 'a.jpg' } },
  contentLocation: 'a.jpg',
  data: Uint8Array.of(0xff, 0xd8, 0xff),
}

/** A world whose phones leave everything where it is, so that the test is the handset. */
async function world() {
  const w = await new HandsetWorld().begin()
  for (const phone of [ANA, BEN, CLEO]) await w.turn(phone, { autoDownload: false })
  return w
}

function sendReq(wish: Partial<SendReq> = {}): SendReq {
  return {
    type: 'm-send.req',
    transactionId: 'T1',
    mmsVersion: '1.2',
    from: INSERT_ADDRESS,
    to: [BEN, CLEO].map(formatAddress),
    body: composeBody([picture, textPart('Hi')]),
    ...wish,
  }
}

async function post(w: HandsetWorld, octets: Uint8Array, from: Address | 'nobody' = ANA) {
  const identity = from === 'nobody' ? undefined : from
  const answer = await w.request({ method: 'POST', path: '/mm1', identity, octets })
  return { ...answer, pdu: answer.octets.length > 0 ? pduIn(answer.octets) : undefined }
}

async function get(w: HandsetWorld, path: string, identity: Address | undefined = undefined) {
  const answer = await w.request({ method: 'GET', path, identity, octets: NOTHING })
  return pduIn(answer.octets)
}

function pduIn(octets: Uint8Array): MmsPdu {
  const pdu = decodePdu(octets)
  if (!pdu.ok) throw new Error(JSON.stringify(pdu.malformed))
  return pdu.value
}

/** Ana's message stands at the MMSC; the offer is Ben's copy of it. */
async function waiting(wish: Partial<SendReq> = {}) {
  const w = await world()
  await post(w, encodePdu(sendReq({ deliveryReport: true, ...wish })))
  await w.settle()
  const message = w.carrier.read.messages({ limit: 1 })[0]!
  const delivery = w.carrier.read.deliveriesOf(message.id).find(({ recipient }) => recipient === BEN)!
  const offer = { message, delivery } as Offer
  const { contentLocation, transactionId } = w.handsets.notifications(BEN)[0]!
  const state = () => w.carrier.read.delivery(delivery.id)!.progress
  return { w, offer, state, transactionId, path: contentLocation.replace('http://localhost:8398', '') }
}

describe('what the author says of a message besides its parts [MMSENC 6.3]', () => {
  const said = {
    messageClass: 'advertisement',
    applicId: 'game',
    replyApplicId: 'lobby',
    auxApplicInfo: 'table 4',
    contentClass: 'image-rich',
    drmContent: true,
  } as const

  it('stands in the notification and in the message', async () => {
    const { w, path, offer } = await waiting(said)
    expect(await get(w, path)).toMatchObject({ type: 'm-retrieve.conf', ...said })
    const octets = w.mm1.notification(offer).segments.map((segment) => decodeUserData(segment, true))
    const data = octets.flatMap((one) => (one.ok ? [...one.value.data] : []))
    const push = decodePush(Uint8Array.from(data))
    expect(push.ok && pduIn(push.value.body)).toMatchObject({ type: 'm-notification.ind', ...said })
  })

  it('is personal where it says nothing', async () => {
    const { w, path } = await waiting()
    const pdu = await get(w, path)
    expect(pdu).toMatchObject({ messageClass: 'personal' })
    for (const name of ['applicId', 'contentClass', 'drmContent']) expect(pdu).not.toHaveProperty(name)
  })
})

describe('m-send.req [MMSENC 6.1]', () => {
  it('becomes a message for every member and is answered after the commit, with its own transaction id', async () => {
    const w = await world()
    const { pdu } = await post(w, encodePdu(sendReq({ subject: 'Sunday', priority: 'high' })))
    const message = w.carrier.read.messages({ limit: 1 })[0]!
    expect(pdu).toEqual({
      type: 'm-send.conf',
      transactionId: 'T1',
      mmsVersion: '1.2',
      responseStatus: RESPONSE_STATUS.Ok,
      messageId: String(message.id),
    })
    expect(message).toMatchObject({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [BEN, CLEO],
      priority: 'high',
      content: { subject: 'Sunday' },
      reference: 'T1',
    })
    expect(Uint8Array.from(w.carrier.read.evidence(message.id)!)).toEqual(
      encodePdu(sendReq({ subject: 'Sunday', priority: 'high' })),
    )
    expect(w.carrier.read.deliveriesOf(message.id)).toHaveLength(2)
  })

  it.each<[string, Partial<SendReq>, Address | 'nobody', number, string]>([
    ['no subscriber is known', {}, 'nobody', RESPONSE_STATUS['Error-permanent-service-denied'], 'which handset'],
    [
      'From is somebody else',
      { from: formatAddress(BEN) },
      ANA,
      RESPONSE_STATUS['Error-permanent-service-denied'],
      'cannot send as',
    ],
    [
      'a member is no number',
      { to: ['ben@example.com'] },
      ANA,
      RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
      'ben@example.com',
    ],
    [
      'a member cannot be dialled',
      { to: ['+11415865309'] },
      ANA,
      RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
      '+1NXXNXXXXXX',
    ],
    [
      'a short code is nobody’s',
      { to: ['12345'] },
      ANA,
      RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
      '12345',
    ],
    ['nobody is named', { to: [] }, ANA, RESPONSE_STATUS['Error-permanent-sending-address-unresolved'], 'nobody'],
    [
      'it is too large',
      { body: composeBody([{ ...picture, data: new Uint8Array(1_048_577) }]) },
      ANA,
      RESPONSE_STATUS['Error-permanent-content-not-accepted'],
      '1048576',
    ],
    [
      'the sender hides',
      { senderVisibility: 'hide' },
      ANA,
      RESPONSE_STATUS['Error-permanent-address-hiding-not-supported'],
      'sender',
    ],
    [
      'others are to pay',
      { replyCharging: 'requested' },
      ANA,
      RESPONSE_STATUS['Error-permanent-reply-charging-not-supported'],
      'pays',
    ],
    ['the version is of another age', { mmsVersion: '2.0' }, ANA, RESPONSE_STATUS['Error-unsupported-message'], '2.0'],
    [
      'it has expired',
      { expiry: { absolute: NOON / 1000 - 1 } },
      ANA,
      RESPONSE_STATUS['Error-permanent-message-format-corrupt'],
      'validity',
    ],
  ])('is refused with the transaction id when %s, and nothing is stored', async (_, wish, identity, status, text) => {
    const w = await world()
    const { pdu } = await post(w, encodePdu(sendReq(wish)), identity)
    expect(pdu).toMatchObject({ type: 'm-send.conf', transactionId: 'T1', responseStatus: status })
    expect(pdu).toMatchObject({ responseText: expect.stringContaining(text) })
    expect(w.carrier.read.messages({ limit: 1 })).toEqual([])
  })

  it('that is cut is answered message-format-corrupt, with the transaction id where it can be read', async () => {
    const w = await world()
    const octets = encodePdu(sendReq())
    const { pdu } = await post(w, octets.subarray(0, octets.length - 3))
    const status = RESPONSE_STATUS['Error-permanent-message-format-corrupt']
    expect(pdu).toMatchObject({ type: 'm-send.conf', transactionId: 'T1', responseStatus: status })
    expect((await post(w, Uint8Array.of(1, 2, 3))).pdu).toMatchObject({ transactionId: '', responseStatus: status })
    expect(w.carrier.read.messages({ limit: 1 })).toEqual([])
  })

  it('a number without a phone becomes one by sending', async () => {
    const w = await world()
    const dora = '+12025550199' as Address
    expect((await post(w, encodePdu(sendReq()), dora)).pdu).toMatchObject({ responseStatus: RESPONSE_STATUS.Ok })
    expect(w.carrier.read.phone(dora)).toMatchObject({ number: dora })
  })
})

describe('m-notification.ind [MMSENC 6.2]', () => {
  it.each([
    ['without a subject', {}],
    ['with a subject', { subject: 'Sunday' }],
    ['with a subject that would not fit', { subject: 'A subject of forty characters, exactly so' }],
  ])('%s fits one SMS', async (_, wish) => {
    const { w, offer } = await waiting(wish)
    const { segments, dataCoding, hasHeader } = w.mm1.notification(offer)
    expect(segments).toHaveLength(1)
    expect([dataCoding, hasHeader]).toEqual([4, true])
  })

  it('goes to port 2948 as a push, and says where and until when the message can be had', async () => {
    const { w, offer, transactionId } = await waiting({ subject: 'Sunday' })
    const userData = decodeUserData(w.mm1.notification(offer).segments[0]!, true)
    if (!userData.ok) throw new Error('no user data')
    expect(userData.value.header.ports).toEqual({ destination: 2948, source: 9200 })
    const push = decodePush(userData.value.data)
    expect(push.ok && pduIn(push.value.body)).toMatchObject({
      type: 'm-notification.ind',
      transactionId,
      from: `${ANA}/TYPE=PLMN`,
      subject: 'Sunday',
      expiry: { absolute: NOON / 1000 + 72 * 3600 },
      contentLocation: `http://localhost:8398/mm1/${transactionId}`,
    })
  })
})

describe('m-retrieve.conf [MMSENC 6.3]', () => {
  it('has the sender, the full list of members, and the parts in the order of the presentation', async () => {
    const { w, path, transactionId, offer } = await waiting()
    const pdu = await get(w, path, BEN)
    expect(pdu).toMatchObject({
      type: 'm-retrieve.conf',
      transactionId,
      messageId: String(offer.message.id),
      from: `${ANA}/TYPE=PLMN`,
      to: [`${BEN}/TYPE=PLMN`, `${CLEO}/TYPE=PLMN`],
      retrieveStatus: RETRIEVE_STATUS.Ok,
    })
    const parts = pdu.type === 'm-retrieve.conf' ? (pdu.body?.parts ?? []) : []
    expect(parts.map(({ contentType }) => contentType.media)).toEqual(['application/smil', 'image/jpeg', 'text/plain'])
    expect(parts[1]!.data).toEqual(picture.data)
    expect(textOf(parts[2]!)).toBe('Hi')
  })

  it('comes for a location with the transaction id behind it as well', async () => {
    const { w, path, transactionId, offer } = await waiting()
    expect(await get(w, path + transactionId)).toMatchObject({ messageId: String(offer.message.id) })
  })

  it.each([
    ['nobody knows', '/mm1/zzzz'],
    ['is no id', '/mm1/%20'],
    ['is too long for an id', `/mm1/${'9'.repeat(40)}`],
  ])('says message-not-found for an id that %s', async (_, path) => {
    const w = await world()
    expect(await get(w, path)).toMatchObject({
      type: 'm-retrieve.conf',
      retrieveStatus: RETRIEVE_STATUS['Error-permanent-message-not-found'],
    })
  })

  it('says service-denied to another subscriber', async () => {
    const { w, path } = await waiting()
    expect(await get(w, path, CLEO)).toMatchObject({
      retrieveStatus: RETRIEVE_STATUS['Error-permanent-service-denied'],
    })
  })

  it('says message-not-found once the message has expired', async () => {
    const { w, path } = await waiting()
    await w.advance(73 * 3_600_000)
    expect(await get(w, path, BEN)).toMatchObject({
      retrieveStatus: RETRIEVE_STATUS['Error-permanent-message-not-found'],
    })
  })
})

describe('what a handset answers [MMSENC 6.2, 6.4]', () => {
  it.each<[string, object, object]>([
    ['m-notifyresp.ind retrieved', { type: 'm-notifyresp.ind', status: 'retrieved' }, { state: 'delivered' }],
    ['m-acknowledge.ind', { type: 'm-acknowledge.ind' }, { state: 'delivered' }],
    [
      'm-notifyresp.ind rejected',
      { type: 'm-notifyresp.ind', status: 'rejected' },
      { state: 'failed', reason: 'rejected-by-recipient' },
    ],
    [
      'm-notifyresp.ind unrecognised',
      { type: 'm-notifyresp.ind', status: 'unrecognised' },
      { state: 'failed', reason: 'mms-not-supported' },
    ],
    [
      'm-notifyresp.ind expired',
      { type: 'm-notifyresp.ind', status: 'expired' },
      { state: 'failed', reason: 'expired' },
    ],
    [
      'm-notifyresp.ind deferred',
      { type: 'm-notifyresp.ind', status: 'deferred' },
      { state: 'notified', nextAttemptAt: NOON + 72 * 3_600_000 },
    ],
    ['m-notifyresp.ind indeterminate', { type: 'm-notifyresp.ind', status: 'indeterminate' }, { state: 'notified' }],
  ])('%s', async (_, pdu, progress) => {
    const { w, transactionId, state } = await waiting()
    const answer = await post(w, encodePdu({ transactionId, mmsVersion: '1.2', ...pdu } as MmsPdu), BEN)
    expect([answer.status, answer.octets.length]).toEqual([200, 0])
    expect(state()).toMatchObject(progress)
  })

  it('about somebody else’s message is not believed', async () => {
    const { w, transactionId, state } = await waiting()
    const octets = encodePdu({ type: 'm-acknowledge.ind', transactionId, mmsVersion: '1.2' })
    expect((await post(w, octets, CLEO)).status).toBe(403)
    expect(state()).toMatchObject({ state: 'notified' })
  })

  it('about a message that nobody knows is no mistake of the handset', async () => {
    const w = await world()
    const octets = encodePdu({ type: 'm-acknowledge.ind', transactionId: 'gone', mmsVersion: '1.2' })
    expect((await post(w, octets, BEN)).status).toBe(200)
  })

  it('m-delete.req: the network forgets messages that the handset never comes for [MMSENC 6.14]', async () => {
    const { w, path, state } = await waiting()
    const ask = { type: 'm-delete.req', transactionId: 'D1', mmsVersion: '1.3' } as const
    const octets = encodePdu({ ...ask, contentLocation: [`http://localhost:8398${path}`, '/mm1/zzz'] })
    expect((await post(w, octets, CLEO)).pdu).toMatchObject({
      responseStatus: [RESPONSE_STATUS['Error-permanent-service-denied'], NOT_FOUND],
    })
    expect((await post(w, octets, BEN)).pdu).toMatchObject({
      type: 'm-delete.conf',
      transactionId: 'D1',
      responseStatus: [RESPONSE_STATUS.Ok, NOT_FOUND],
    })
    expect(state()).toMatchObject({ state: 'failed', reason: 'rejected-by-recipient' })
    expect((await post(w, octets, BEN)).pdu).toMatchObject({ responseStatus: [NOT_FOUND, NOT_FOUND] })
  })

  const opened = { transactionId: 'B1', mmsVersion: '1.2' } as const
  it.each<[MmsPdu, object]>([
    [
      { type: 'm-mbox-store.req', ...opened, contentLocation: '/mm1/1' },
      { type: 'm-mbox-store.conf', storeStatus: STORE_STATUS['Error-permanent-service-denied'] },
    ],
    [
      { type: 'm-mbox-view.req', ...opened },
      { type: 'm-mbox-view.conf', responseStatus: RESPONSE_STATUS['Error-permanent-service-denied'] },
    ],
    [
      { type: 'm-mbox-upload.req', ...opened, body: composeBody([textPart('draft')]) },
      { type: 'm-mbox-upload.conf', storeStatus: STORE_STATUS['Error-permanent-service-denied'] },
    ],
    [
      { type: 'm-mbox-delete.req', ...opened, contentLocation: ['/mm1/1'] },
      { type: 'm-mbox-delete.conf', responseStatus: [RESPONSE_STATUS['Error-permanent-service-denied']] },
    ],
  ])('a mailbox is refused with the transaction id: $type', async (pdu, conf) => {
    const w = await world()
    expect((await post(w, encodePdu(pdu))).pdu).toMatchObject({ transactionId: 'B1', ...conf })
    const cut = encodePdu(pdu).subarray(0, 8)
    expect((await post(w, cut)).pdu).toMatchObject({ type: (conf as { type: string }).type, transactionId: 'B1' })
  })

  it('m-cancel.conf ends what a cancellation began', async () => {
    const w = await world()
    const octets = encodePdu({ type: 'm-cancel.conf', ...opened, cancelStatus: 'received' })
    expect((await post(w, octets)).status).toBe(200)
  })

  it('of a type that no version has is answered unsupported-message', async () => {
    const w = await world()
    const { pdu } = await post(w, Uint8Array.of(0x8c, 0xfe, 0x98, 0x74, 0x31, 0, 0x8d, 0x92))
    const status = RESPONSE_STATUS['Error-unsupported-message']
    expect(pdu).toMatchObject({ type: 'm-send.conf', transactionId: 't1', responseStatus: status })
  })

  it.each(['m-send.conf', 'm-notification.ind'] as const)('%s is for handsets and answered 400', async (type) => {
    const { w, offer } = await waiting()
    const octets =
      type === 'm-send.conf'
        ? encodePdu({ type, transactionId: 'x', mmsVersion: '1.2', responseStatus: RESPONSE_STATUS.Ok })
        : w.mm1.notification(offer).segments[0]!.subarray(7 + 6)
    expect((await post(w, octets)).status).toBe(400)
  })
})
