import { describe, expect, it } from 'vitest'
import { decodePdu, encodePdu, encodePush, type MmsPdu } from '../../protocols/mms/index.ts'
import { splitBinary } from '../../protocols/sms/index.ts'
import type { HandsetTransport, Mm1Request } from '../../src/handsets/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'

/** A world that notes every PDU which phones post. */
async function noted() {
  const posted: { readonly identity: Mm1Request['identity']; readonly pdu: MmsPdu }[] = []
  const via = (transport: HandsetTransport): HandsetTransport => ({
    ...transport,
    mm1: (request) => {
      const pdu = request.method === 'POST' ? decodePdu(request.octets) : undefined
      if (pdu?.ok) posted.push({ identity: request.identity, pdu: pdu.value })
      return transport.mm1(request)
    },
  })
  const w = await new HandsetWorld({ via }).begin()
  const readRecs = () => posted.filter(({ pdu }) => pdu.type === 'm-read-rec.ind')
  return { w, posted, readRecs }
}

/** Ana asks to hear who has read it. */
async function asked() {
  const story = await noted()
  await story.w.handsets.send(ANA, { to: [BEN, CLEO], text: 'Who comes?', readReport: true })
  await story.w.settle()
  const idOn = (phone: typeof BEN) => story.w.handsets.messages(phone)[0]!.id
  const reports = () => story.w.handsets.messages(ANA)[0]!.reports
  return { ...story, idOn, reports }
}

describe('a message whose sender wants to hear that it was read', () => {
  it('says so on the phone that got it, and nothing is told before it is read', async () => {
    const { w, readRecs, reports } = await asked()
    expect(w.handsets.messages(BEN)).toMatchObject([{ readReport: 'asked', read: false }])
    expect(readRecs()).toEqual([])
    expect(reports()).toEqual({ [BEN]: 'delivered', [CLEO]: 'delivered' })
  })

  it('is reported by each phone whose owner reads it, once', async () => {
    const { w, readRecs, idOn, reports } = await asked()
    for (const _ of [1, 2]) await w.handsets.markRead(BEN, idOn(BEN))
    await w.settle()
    expect(readRecs()).toMatchObject([{ identity: BEN, pdu: { readStatus: 'read', to: [`${ANA}/TYPE=PLMN`] } }])
    expect(reports()).toEqual({ [BEN]: 'read', [CLEO]: 'delivered' })
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
    expect(w.handsets.messages(BEN)).toMatchObject([{ readReport: 'told' }])
  })

  it('is read by whoever answers', async () => {
    const { w, idOn, reports } = await asked()
    await w.send(CLEO, [ANA, BEN], 'I do')
    expect(reports()).toMatchObject({ [CLEO]: 'read' })
    expect(idOn(CLEO)).toBeDefined()
  })

  it('deleted unread is told too', async () => {
    const { w, readRecs, idOn, reports } = await asked()
    await w.handsets.remove(BEN, idOn(BEN))
    await w.settle()
    expect(readRecs()).toMatchObject([{ pdu: { readStatus: 'deleted-without-being-read' } }])
    expect(reports()).toMatchObject({ [BEN]: 'deleted' })
    expect(w.texts(BEN)).toEqual([])
  })

  it('read without data is told when there is data again', async () => {
    const { w, readRecs, idOn, reports } = await asked()
    await w.turn(BEN, { state: 'no-data' })
    await w.handsets.markRead(BEN, idOn(BEN))
    await w.settle()
    expect(readRecs()).toEqual([])
    expect(w.handsets.messages(BEN)).toMatchObject([{ readReport: 'owed' }])
    await w.turn(BEN, { state: 'online' })
    expect(reports()).toMatchObject({ [BEN]: 'read' })
  })

  it('the report that says more stays, whichever comes last', async () => {
    const { w, reports, idOn } = await asked()
    await w.handsets.markRead(BEN, idOn(BEN))
    await w.settle()
    const message = w.carrier.read.messages({ limit: 1 })[0]!
    const told = w.carrier.read.deliveriesOf(message.id).find((one) => one.kind === 'report' && one.recipient === BEN)
    if (told?.kind !== 'report') throw new Error('Ben’s phone was reported')
    await w.carrier.run((unit) => {
      const push = w.mm1.deliveryReport({ delivery: told, message })
      const sms = { from: ANA, sentAt: w.clock.now(), messageId: message.id, ...push }
      unit.change(...w.handsets.receiveSms(unit.read.phone(ANA)!, sms).changes)
    })
    expect(reports()).toMatchObject({ [BEN]: 'read' })
  })
})

describe('a message whose sender did not ask', () => {
  it('is read without a word', async () => {
    const { w, readRecs } = await noted()
    await w.send(ANA, [BEN, CLEO], 'Hi')
    await w.handsets.markRead(BEN, w.handsets.messages(BEN)[0]!.id)
    await w.settle()
    expect(readRecs()).toEqual([])
  })
})

describe('a notification in a version of another age [MMSENC 7.3.34]', () => {
  it('shows nothing, and the network hears that the phone does not recognise it', async () => {
    const { w, posted } = await noted()
    const pdu = encodePdu({
      type: 'm-notification.ind',
      transactionId: 'n1',
      mmsVersion: '2.0',
      messageClass: 'personal',
      messageSize: 10,
      expiry: { relative: 60 },
      contentLocation: 'http://localhost:8398/mm1/n1',
    })
    const segments = splitBinary(encodePush(pdu), { destination: 2948, source: 9200 }, 1)
    await w.sms(ANA, BEN, { segments, dataCoding: 4, hasHeader: true })
    expect([w.texts(BEN), w.handsets.notifications(BEN)]).toEqual([[], []])
    expect(posted).toMatchObject([
      { identity: BEN, pdu: { type: 'm-notifyresp.ind', transactionId: 'n1', status: 'unrecognised' } },
    ])
    expect(w.agenda.nextDueAt()).toBeUndefined()
  })

  it('of another minor number is read as usual', async () => {
    const { w } = await noted()
    const pdu = encodePdu({
      type: 'm-notification.ind',
      transactionId: 'n1',
      mmsVersion: '1.7',
      messageClass: 'personal',
      messageSize: 10,
      expiry: { relative: 60 },
      contentLocation: 'http://localhost:8398/mm1/zzz',
    })
    const segments = splitBinary(encodePush(pdu), { destination: 2948, source: 9200 }, 1)
    await w.sms(ANA, BEN, { segments, dataCoding: 4, hasHeader: true })
    expect(w.handsets.notifications(BEN)).toHaveLength(1)
  })
})
