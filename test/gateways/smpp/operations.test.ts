import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MESSAGE_STATES, type PduFields, STATUS } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import type { Verdict } from '../../../src/core/index.ts'
import { Esme, textOf } from '../../support/esme.ts'
import { ANA, BEN } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const FROM = { sourceAddr: '12025550150' }
const TO_ANA = { ...FROM, destinationAddr: '12025550101' }
const ABSENT: Verdict = { kind: 'wait', reason: 'absent-subscriber' }

let world: SmppTestWorld
let esme: Esme
beforeEach(async () => {
  world = await openSmppWorld()
  esme = await Esme.bound(world.port)
})
afterEach(() => world.close())

async function submit(fields: PduFields<'submit_sm'> = {}): Promise<string> {
  const response = await esme.ask('submit_sm', { ...TO_ANA, shortMessage: encodeGsm('x'), ...fields })
  return ('messageId' in response && response.messageId) || ''
}

const texts = () =>
  world.offers.map(({ message }) => (message.content.kind === 'sms' ? message.content.text : undefined))

describe('submit_multi', () => {
  const sme = (destinationAddr: string) => ({ destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr }) as const

  it('reaches as many destinations as its count can say [SMPP34 5.2.24, SMPP50 4.2.3]', async () => {
    const destAddress = Array.from({ length: 254 }, (_, i) => sme(`1303555${1000 + i}`))
    const response = await esme.ask('submit_multi', { ...FROM, destAddress, shortMessage: encodeGsm('to all') })
    expect(response).toMatchObject({ commandStatus: 0, unsuccessSme: [] })
    expect(new Set((await world.offered(254)).map(({ delivery }) => delivery.recipient)).size).toBe(254)
    await world.agenda.idle()
    const messageId = Number('messageId' in response && response.messageId)
    expect(world.read.deliveriesOf(messageId)).toHaveLength(254)
  })

  it('reaches the good destinations and lists the others [SMPP34 4.5.2]', async () => {
    const response = await esme.ask('submit_multi', {
      ...FROM,
      destAddress: [sme('12025550101'), sme('1'), sme('11234567890'), sme('12025550102')],
      registeredDelivery: 1,
      shortMessage: encodeGsm('to both'),
    })
    expect(response).toMatchObject({
      commandStatus: 0,
      unsuccessSme: [
        { destinationAddr: '1', errorStatusCode: STATUS.ESME_RINVDSTADR },
        { destinationAddr: '11234567890', errorStatusCode: STATUS.ESME_RINVDSTADR },
      ],
    })
    const receipts = [await esme.nextDelivery(), await esme.nextDelivery()]
    expect(receipts.map(({ sourceAddr }) => sourceAddr).sort()).toEqual(['12025550101', '12025550102'])
    expect(world.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA, BEN])
  })

  it('is refused when no destination is good, without a trace', async () => {
    const response = await esme.ask('submit_multi', { ...FROM, destAddress: [sme('1'), sme('11234567890')] })
    expect(response).toMatchObject({ command: 'submit_multi_resp', commandStatus: STATUS.ESME_RINVDSTADR })
    expect(world.read.messages({ limit: 1 })).toEqual([])
  })

  it('knows no distribution lists and wants a destination [SMPP34 5.1.3]', async () => {
    const list = { destFlag: 2, dlName: 'friends' } as const
    expect(await esme.ask('submit_multi', { ...FROM, destAddress: [list] })).toMatchObject({
      commandStatus: STATUS.ESME_RINVDLNAME,
    })
    expect(await esme.ask('submit_multi', FROM)).toMatchObject({ commandStatus: STATUS.ESME_RINVNUMDESTS })
  })
})

describe('data_sm', () => {
  it('takes the text from message_payload [SMPP34 4.7.1]', async () => {
    const tlvs = [{ tag: 0x0424, value: encodeGsm('by data_sm') }]
    const response = await esme.ask('data_sm', { ...TO_ANA, registeredDelivery: 1, tlvs })
    expect(response).toMatchObject({
      command: 'data_sm_resp',
      commandStatus: 0,
      messageId: expect.stringMatching(/^\d+$/),
    })
    expect((await esme.nextDelivery()).esmClass).toBe(4)
    expect(texts()).toEqual(['by data_sm'])
  })

  it('lives as long as qos_time_to_live says [SMPP34 5.3.2.9]', async () => {
    world.answerOffers(() => ABSENT)
    const tlvs = [{ tag: 0x0017, value: Uint8Array.of(0, 0, 0, 60) }]
    await esme.ask('data_sm', { ...TO_ANA, registeredDelivery: 1, tlvs })
    await world.offered(1)
    const advanced = world.agenda.advance(60_000)
    expect(textOf(await esme.nextDelivery())).toContain('stat:EXPIRED')
    await advanced
  })
})

describe('query_sm', () => {
  it('tells a message under way from one that has arrived [SMPP34 4.8.2]', async () => {
    world.answerOffers(() => ABSENT)
    const messageId = await submit()
    expect(await esme.ask('query_sm', { messageId, ...FROM })).toMatchObject({
      commandStatus: 0,
      messageState: 1,
      finalDate: '',
    })
    world.answerOffers(() => ({ kind: 'delivered' }))
    await world.agenda.advance(60_000)
    const answer = await esme.ask('query_sm', { messageId, ...FROM })
    expect(answer).toMatchObject({ messageId, messageState: 2, errorCode: 0, finalDate: '260105120005000+' })
  })

  it('tells an ESME of 5.0 that a message is scheduled, and others that it is under way [SMPP50 4.7.15]', async () => {
    const messageId = await submit({ scheduleDeliveryTime: '000000010000000R' })
    const newer = await Esme.bound(world.port, 'transmitter', { interfaceVersion: 0x50 })
    expect(await newer.ask('query_sm', { messageId })).toMatchObject({ messageState: MESSAGE_STATES.SCHEDULED.value })
    expect(await esme.ask('query_sm', { messageId })).toMatchObject({ messageState: MESSAGE_STATES.ENROUTE.value })
    await world.agenda.advance(3_600_000)
    expect(await newer.ask('query_sm', { messageId })).toMatchObject({ messageState: MESSAGE_STATES.DELIVERED.value })
  })

  it('tells why a message has failed', async () => {
    world.answerOffers(() => ({ kind: 'failed', reason: 'landline' }))
    const messageId = await submit()
    await world.agenda.idle()
    expect(await esme.ask('query_sm', { messageId, ...FROM })).toMatchObject({ messageState: 5, errorCode: 11 })
  })

  it.each([
    ['an unknown id', { messageId: '1', ...FROM }],
    ['no id', { messageId: '', ...FROM }],
    ['an id that is no number', { messageId: "1' OR 1", ...FROM }],
  ])('fails on %s', async (_name, fields) => {
    expect(await esme.ask('query_sm', fields)).toMatchObject({ commandStatus: STATUS.ESME_RQUERYFAIL })
  })

  it('fails when the source is another one', async () => {
    const messageId = await submit()
    const answer = await esme.ask('query_sm', { messageId, sourceAddr: '55225' })
    expect(answer).toMatchObject({ commandStatus: STATUS.ESME_RQUERYFAIL })
  })
})

describe('cancel_sm', () => {
  it('ends a message that is under way, and its receipt says so [SMPP34 4.9]', async () => {
    const messageId = await submit({ scheduleDeliveryTime: '000000010000000R', registeredDelivery: 1 })
    expect(await esme.ask('cancel_sm', { messageId, ...TO_ANA })).toMatchObject({
      command: 'cancel_sm_resp',
      commandStatus: 0,
    })
    expect(textOf(await esme.nextDelivery())).toContain('stat:DELETED')
    await world.agenda.advance(2 * 3_600_000)
    expect(world.offers).toEqual([])
    expect(await esme.ask('cancel_sm', { messageId, ...TO_ANA })).toMatchObject({
      commandStatus: STATUS.ESME_RCANCELFAIL,
    })
  })

  it('without an id ends everything between two addresses with one service_type [SMPP34 4.9.1]', async () => {
    const later = { scheduleDeliveryTime: '000000010000000R' }
    await submit({ ...later, serviceType: 'CMT' })
    await submit({ ...later, serviceType: 'CMT' })
    await submit({ ...later, shortMessage: encodeGsm('stays') })
    await submit({ ...later, serviceType: 'CMT', destinationAddr: '12025550102', shortMessage: encodeGsm('stays too') })
    expect(await esme.ask('cancel_sm', { ...TO_ANA, serviceType: 'CMT' })).toMatchObject({ commandStatus: 0 })
    await world.agenda.advance(2 * 3_600_000)
    expect(texts()).toEqual(['stays', 'stays too'])
  })

  it('fails on what has arrived or belongs to nobody', async () => {
    const messageId = await submit()
    await world.agenda.idle()
    expect(await esme.ask('cancel_sm', { messageId, ...TO_ANA })).toMatchObject({
      commandStatus: STATUS.ESME_RCANCELFAIL,
    })
    expect(await esme.ask('cancel_sm', { messageId: '7', ...TO_ANA })).toMatchObject({
      commandStatus: STATUS.ESME_RCANCELFAIL,
    })
  })
})

describe('replace_sm', () => {
  it('changes the text and the time of a message that is under way [SMPP34 4.10]', async () => {
    const messageId = await submit({ scheduleDeliveryTime: '000000010000000R' })
    const answer = await esme.ask('replace_sm', {
      messageId,
      ...FROM,
      scheduleDeliveryTime: '000000020000000R',
      shortMessage: encodeGsm('better'),
      registeredDelivery: 1,
    })
    expect(answer).toMatchObject({ command: 'replace_sm_resp', commandStatus: 0 })
    await world.agenda.advance(90 * 60_000)
    expect(world.offers).toEqual([])
    const advanced = world.agenda.advance(60 * 60_000)
    expect(textOf(await esme.nextDelivery())).toContain(`id:${messageId} `)
    await advanced
    expect(texts()).toEqual(['better'])
  })

  it('changes the text of one that waits for its phone', async () => {
    world.answerOffers(() => ABSENT)
    const messageId = await submit()
    await world.offered(1)
    await world.agenda.idle()
    await esme.ask('replace_sm', { messageId, ...FROM, shortMessage: encodeGsm('newer') })
    world.answerOffers(() => ({ kind: 'delivered' }))
    await world.agenda.advance(60_000)
    expect(texts()).toEqual(['x', 'newer'])
  })

  it('fails on what has arrived', async () => {
    const messageId = await submit()
    await world.agenda.idle()
    const answer = await esme.ask('replace_sm', { messageId, ...FROM, shortMessage: encodeGsm('late') })
    expect(answer).toMatchObject({ commandStatus: STATUS.ESME_RREPLACEFAIL })
  })
})

describe('what this message centre does not do', () => {
  it('broadcasts are answered as unknown commands', async () => {
    const answer = await esme.ask('broadcast_sm', FROM)
    expect(answer).toMatchObject({ command: 'generic_nack', commandStatus: STATUS.ESME_RINVCMDID })
    expect(await esme.ask('enquire_link')).toMatchObject({ commandStatus: 0 })
  })
})
