import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseReceipt, tlvNumber, tlvText } from '../../../protocols/smpp/index.ts'
import { encodeGsm, encodeUcs2 } from '../../../protocols/text/index.ts'
import { DEFAULT_RECEIPT_STYLE, type SmsContent } from '../../../src/core/index.ts'
import { Esme, textOf } from '../../support/esme.ts'
import { ANA, ESME_NUMBER, number, sms } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const TO_ANA = { sourceAddr: '12025550150', destinationAddr: '12025550101' }

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld()
})
afterEach(() => world.close())

function contentAt(index: number): SmsContent {
  const content = world.offers[index]?.message.content
  if (content?.kind !== 'sms') throw new Error('no short message was offered')
  return content
}

describe('submit_sm', () => {
  it('takes a GSM text to a phone and answers with its message_id [SMPP34 4.4.2]', async () => {
    const esme = await Esme.bound(world.port)
    const response = await esme.ask('submit_sm', { ...TO_ANA, shortMessage: encodeGsm('Hi @na {1€}') })
    expect(response).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0 })
    const [offer] = await world.offered(1)
    expect(response).toMatchObject({ messageId: String(offer?.message.id) })
    expect(offer?.message).toMatchObject({ from: ESME_NUMBER, to: [ANA] })
    expect(contentAt(0)).toMatchObject({ text: 'Hi @na {1€}', dataCoding: 0, hasHeader: false })
  })

  it('takes a UCS-2 text to a phone [SMPP34 5.2.19]', async () => {
    const esme = await Esme.bound(world.port, 'transmitter')
    await esme.ask('submit_sm', { ...TO_ANA, dataCoding: 8, shortMessage: encodeUcs2('Привет 👋') })
    await world.offered(1)
    expect(contentAt(0)).toMatchObject({ text: 'Привет 👋', dataCoding: 8 })
  })

  it('keeps the octets of the request as evidence', async () => {
    const esme = await Esme.bound(world.port)
    const response = await esme.ask('submit_sm', { ...TO_ANA, shortMessage: encodeGsm('kept') })
    const id = Number('messageId' in response && response.messageId)
    expect(Buffer.from(world.read.evidence(id) ?? []).toString('latin1')).toContain('kept')
  })

  it("sends from the account's first number when source_addr is empty", async () => {
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { destinationAddr: '+12025550101', shortMessage: encodeGsm('x') })
    const [offer] = await world.offered(1)
    expect(world.read.number(offer!.message.from)?.owner).toEqual({ kind: 'smpp', account: 'esme' })
  })

  it('cuts a long message_payload into parts with a header each [SMPP34 5.3.2.32]', async () => {
    const esme = await Esme.bound(world.port)
    const text = 'a{b'.repeat(100)
    const payload = { tag: 0x0424, value: encodeGsm(text) }
    await esme.ask('submit_sm', { ...TO_ANA, tlvs: [payload] })
    await world.offered(1)
    const { segments, hasHeader } = contentAt(0)
    expect(hasHeader).toBe(true)
    expect(contentAt(0).text).toBe(text)
    expect(segments.map((segment) => [...segment.subarray(0, 3), ...segment.subarray(4, 6)])).toEqual([
      [5, 0, 3, 3, 1],
      [5, 0, 3, 3, 2],
      [5, 0, 3, 3, 3],
    ])
    expect(Buffer.concat(segments.map((segment) => segment.subarray(6)))).toEqual(Buffer.from(encodeGsm(text)))
    expect(segments.every((segment) => segment.length <= 159 && segment.at(-1) !== 0x1b)).toBe(true)
  })

  it('turns SAR into a concatenation header and ports into a port header [SMPP34 5.3.2.20 to 5.3.2.24]', async () => {
    const esme = await Esme.bound(world.port)
    const sar = [
      { tag: 0x020c, value: Uint8Array.of(0x12, 0x34) },
      { tag: 0x020e, value: Uint8Array.of(2) },
      { tag: 0x020f, value: Uint8Array.of(1) },
    ]
    await esme.ask('submit_sm', { ...TO_ANA, shortMessage: encodeGsm('ab'), tlvs: sar })
    await world.offered(1)
    expect([...contentAt(0).segments[0]!]).toEqual([6, 8, 4, 0x12, 0x34, 2, 1, 0x61, 0x62])
    const ports = [{ tag: 0x020b, value: Uint8Array.of(0x0b, 0x84) }]
    await esme.ask('submit_sm', { ...TO_ANA, dataCoding: 4, shortMessage: Uint8Array.of(1), tlvs: ports })
    await world.offered(2)
    expect([...contentAt(1).segments[0]!]).toEqual([6, 5, 4, 0x0b, 0x84, 0, 0, 1])
    expect(contentAt(1).text).toBeNull()
  })

  it('holds a scheduled message until its time on the clock of the world [SMPP34 7.1.1]', async () => {
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { ...TO_ANA, scheduleDeliveryTime: '000000001000000R', shortMessage: encodeGsm('x') })
    await world.agenda.advance(9 * 60_000)
    expect(world.offers).toEqual([])
    await world.agenda.advance(60_000)
    expect(world.offers).toHaveLength(1)
  })

  it('replaces what is pending with the same addresses and service_type [SMPP34 5.2.18]', async () => {
    world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { ...TO_ANA, serviceType: 'CMT', shortMessage: encodeGsm('old') })
    await esme.ask('submit_sm', { ...TO_ANA, serviceType: '', shortMessage: encodeGsm('other') })
    await world.offered(2)
    await world.agenda.idle()
    world.answerOffers(() => ({ kind: 'delivered' }))
    const wish = { ...TO_ANA, serviceType: 'CMT', replaceIfPresentFlag: 1, shortMessage: encodeGsm('new') }
    await esme.ask('submit_sm', wish)
    await world.agenda.advance(3_600_000)
    const texts = world.offers.slice(2).map(({ message }) => message.content.kind === 'sms' && message.content.text)
    expect(texts).toEqual(['new', 'other'])
  })

  it('answers in order, each response before the receipt it caused', async () => {
    const esme = await Esme.bound(world.port)
    for (let i = 0; i < 20; i++)
      esme.send('submit_sm', { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('x') })
    const answered = new Set<string>()
    let receipts = 0
    while (receipts < 20) {
      const pdu = await esme.nextPdu()
      if (pdu.command === 'submit_sm_resp') answered.add(pdu.messageId ?? '')
      if (pdu.command !== 'deliver_sm') continue
      expect(answered).toContain(parseReceipt(textOf(pdu))?.id)
      receipts += 1
      esme.answer(pdu)
    }
  })
})

describe('what comes for an ESME', () => {
  it("takes a phone's text to the owner of the number [SMPP34 4.6.1]", async () => {
    const esme = await Esme.bound(world.port, 'receiver')
    const accepted = await world.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [ESME_NUMBER],
      content: sms('yes'),
    })
    const delivery = await esme.nextDelivery()
    expect(delivery).toMatchObject({ sourceAddr: '12025550101', sourceAddrTon: 1, sourceAddrNpi: 1, esmClass: 0 })
    expect(delivery).toMatchObject({ destinationAddr: '12025550150', dataCoding: 0, sequenceNumber: 1 })
    expect(textOf(delivery)).toBe('yes')
    await world.agenda.idle()
    const [stored] = world.read.deliveriesOf(accepted.accepted ? accepted.messageId : 0)
    expect(stored?.progress.state).toBe('delivered')
  })

  it('keeps texts until a session that receives is bound', async () => {
    await Esme.bound(world.port, 'transmitter')
    await world.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [number('55225')],
      content: sms('later'),
    })
    await world.agenda.idle()
    const receiver = await Esme.bound(world.port, 'receiver')
    expect(await receiver.nextDelivery()).toMatchObject({ destinationAddr: '55225', destAddrTon: 3 })
  })

  it.each([
    [0x64, 'waiting'],
    [0x14, 'waiting'],
    [0x65, 'failed'],
    [0x66, 'failed'],
  ])('a deliver_sm_resp with status %i leaves the message %s [SMPP34 5.1.3]', async (status, state) => {
    const esme = await Esme.bound(world.port)
    const accepted = await world.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [ESME_NUMBER],
      content: sms('hm'),
    })
    await esme.nextDelivery(status)
    await world.agenda.idle()
    const [stored] = world.read.deliveriesOf(accepted.accepted ? accepted.messageId : 0)
    expect(stored?.progress.state).toBe(state)
  })

  it('a message under way when the link is lost goes to the next session', async () => {
    const first = await Esme.bound(world.port)
    await world.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [ESME_NUMBER],
      content: sms('again'),
    })
    expect(await first.nextPdu()).toMatchObject({ command: 'deliver_sm' })
    await first.close()
    const second = await Esme.bound(world.port)
    expect(textOf(await second.nextDelivery())).toBe('again')
  })

  it('a multimedia message does not fit an ESME', async () => {
    const accepted = await world.carrier.submit({
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [ESME_NUMBER],
      content: { kind: 'mms', subject: 'x', parts: [] },
    })
    await world.agenda.idle()
    const [stored] = world.read.deliveriesOf(accepted.accepted ? accepted.messageId : 0)
    expect(stored?.progress).toMatchObject({ state: 'failed', reason: 'mms-not-supported' })
  })

  it('never has more unanswered than the window of the account', async () => {
    await world.changeAccount({ window: 3 })
    const esme = await Esme.bound(world.port)
    for (let i = 0; i < 10; i++) {
      await world.carrier.submit({
        origin: { kind: 'handset', key: ANA },
        from: ANA,
        to: [ESME_NUMBER],
        content: sms(`${i}`),
      })
    }
    expect(world.gateway.sessions('main')[0]?.unanswered.sent).toBeLessThanOrEqual(3)
    const texts: string[] = []
    for (let i = 0; i < 10; i++) {
      texts.push(textOf(await esme.nextDelivery()))
      expect(world.gateway.sessions('main')[0]?.unanswered.sent).toBeLessThanOrEqual(3)
    }
    expect(texts).toEqual([...'0123456789'])
  })
})

describe('receipts', () => {
  it('tell of a delivered message, in text and TLVs [SMPP34 appendix B]', async () => {
    const esme = await Esme.bound(world.port)
    const reference = { tag: 0x0204, value: Uint8Array.of(0xab, 0xcd) }
    const wish = { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('twenty characters and more') }
    const response = await esme.ask('submit_sm', { ...wish, tlvs: [reference] })
    const messageId = 'messageId' in response ? response.messageId : ''
    const receipt = await esme.nextDelivery()
    expect(receipt).toMatchObject({ esmClass: 0x04, sourceAddr: '12025550101', destinationAddr: '12025550150' })
    expect(textOf(receipt)).toBe(
      `id:${messageId} sub:001 dlvrd:001 submit date:2601051200 done date:2601051200 stat:DELIVRD err:000 text:twenty characters an`,
    )
    expect(tlvText(receipt.tlvs, 'receipted_message_id')).toBe(messageId)
    expect(tlvNumber(receipt.tlvs, 'message_state')).toBe(2)
    expect(tlvNumber(receipt.tlvs, 'user_message_reference')).toBe(0xabcd)
  })

  it('tell of a failed message with the reason [SMPP34 5.3.2.31]', async () => {
    world.answerOffers(() => ({ kind: 'failed', reason: 'unknown-number' }))
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { ...TO_ANA, registeredDelivery: 2, shortMessage: encodeGsm('x') })
    const receipt = await esme.nextDelivery()
    expect(textOf(receipt)).toContain('dlvrd:000')
    expect(textOf(receipt)).toContain('stat:UNDELIV err:001')
    expect(tlvNumber(receipt.tlvs, 'network_error_code')).toBe(0x030001)
  })

  it('tell that a message is under way, and of its end [SMPP34 5.2.17]', async () => {
    world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { ...TO_ANA, registeredDelivery: 0x11, shortMessage: encodeGsm('x') })
    const notification = await esme.nextDelivery()
    expect(notification.esmClass).toBe(0x20)
    expect(textOf(notification)).toContain('stat:ENROUTE')
    world.answerOffers(() => ({ kind: 'delivered' }))
    await world.agenda.idle()
    const advanced = world.agenda.advance(60_000)
    expect((await esme.nextDelivery()).esmClass).toBe(0x04)
    await advanced
  })

  it('go to the session that submitted, else to another one of the account', async () => {
    const other = await Esme.bound(world.port)
    const submitter = await Esme.bound(world.port)
    const wish = { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('x') }
    await submitter.ask('submit_sm', wish)
    expect((await submitter.nextDelivery()).esmClass).toBe(4)
    const transmitter = await Esme.bound(world.port, 'transmitter')
    await submitter.close()
    await transmitter.ask('submit_sm', wish)
    expect((await other.nextDelivery()).esmClass).toBe(4)
  })

  it('wait for the next session that receives', async () => {
    const transmitter = await Esme.bound(world.port, 'transmitter')
    await transmitter.ask('submit_sm', { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('x') })
    await world.agenda.idle()
    const receiver = await Esme.bound(world.port, 'receiver')
    expect((await receiver.nextDelivery()).esmClass).toBe(4)
  })

  it('are written as the account wants them', async () => {
    await world.changeAccount({ receipt: { ...DEFAULT_RECEIPT_STYLE, id: 'hex', dates: 12 } })
    const esme = await Esme.bound(world.port)
    const response = await esme.ask('submit_sm', { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('x') })
    const messageId = 'messageId' in response ? response.messageId : ''
    const text = textOf(await esme.nextDelivery())
    expect(world.read.message(Number.parseInt(messageId ?? '', 16))).toBeDefined()
    expect(text).toContain(`id:${messageId} `)
    expect(text).toContain('done date:260105120000 ')
  })

  it.each([
    ['gsm7', 'é{€}@Ж\n😀!', [0x05, 0x1b, 0x28, 0x1b, 0x65, 0x1b, 0x29, 0x00, 0x3f, 0x20, 0x3f, 0x21]],
    ['latin1', 'é{€}@Ж', [0xe9, 0x7b, 0x3f, 0x7d, 0x40, 0x3f]],
    ['ia5', 'é{€}@Ж', [0x3f, 0x7b, 0x3f, 0x7d, 0x40, 0x3f]],
  ] as const)('show the beginning of the message in the alphabet %s', async (alphabet, text, octets) => {
    await world.changeAccount({ alphabet })
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', { ...TO_ANA, registeredDelivery: 1, dataCoding: 8, shortMessage: encodeUcs2(text) })
    const { shortMessage } = await esme.nextDelivery()
    expect([...shortMessage.subarray(Buffer.from(shortMessage).indexOf('text:') + 5)]).toEqual(octets)
  })

  it('an ESME of 3.3 sees short hex ids and no TLVs [SMPP34 appendix A]', async () => {
    const esme = await Esme.connect(world.port)
    expect(await esme.bind('transceiver', { interfaceVersion: 0x33 })).toMatchObject({ commandStatus: 0, tlvs: [] })
    const response = await esme.ask('submit_sm', { ...TO_ANA, registeredDelivery: 1, shortMessage: encodeGsm('x') })
    const messageId = ('messageId' in response && response.messageId) || ''
    expect(messageId).toMatch(/^[0-9a-f]{8}$/)
    const receipt = await esme.nextDelivery()
    expect(receipt.tlvs).toEqual([])
    expect(textOf(receipt)).toContain(`id:${messageId} `)
    const queried = await esme.ask('query_sm', { messageId, sourceAddr: '12025550150' })
    expect(queried).toMatchObject({ commandStatus: 0, messageState: 2 })
  })
})
