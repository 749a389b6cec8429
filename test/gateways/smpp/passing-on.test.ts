import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { INTERFACE_VERSION, type PduFields, tlv, tlvNumber, tlvText } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { DEFAULT_RECEIPT_STYLE, newSmppAccount } from '../../../src/core/index.ts'
import { Esme, textOf } from '../../support/esme.ts'
import { ANA, ESME_NUMBER, number, START } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const TO_ANA = { sourceAddr: '12025550150', destinationAddr: '12025550101' }
const PEER_NUMBER = number('+12025550170')
const TO_PEER = { sourceAddr: '12025550150', destinationAddr: '12025550170' }
const VENDOR = { tag: 0x1401, value: Uint8Array.of(1, 2, 3) }
const REFERENCE = { tag: 0x0204, value: Uint8Array.of(0x12, 0x34) }

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld()
})
afterEach(() => world.close())

/** A second account with a number of its own, bound. */
async function bindPeer(): Promise<Esme> {
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'account', value: newSmppAccount('peer', 'secret') })
    const owner = { kind: 'smpp', account: 'peer' } as const
    const capabilities = { sms: true, mms: false }
    unit.put({ layer: 'core', put: 'number', value: { number: PEER_NUMBER, kind: 'long-code', owner, capabilities } })
  })
  return Esme.bound(world.port, 'transceiver', { systemId: 'peer' })
}

async function submitted(esme: Esme, fields: PduFields<'submit_sm'>): Promise<string> {
  const response = await esme.ask('submit_sm', { ...TO_ANA, shortMessage: encodeGsm('hello'), ...fields })
  expect(response.commandStatus).toBe(0)
  return ('messageId' in response && response.messageId) || ''
}

describe('receipts of an account', () => {
  it('are written in its style [SMPP34 appendix B]', async () => {
    const receipt = { ...DEFAULT_RECEIPT_STYLE, id: 'hex', dates: 12, errorDigits: 5, textLabel: 'Text' } as const
    await world.changeAccount({ receipt })
    const esme = await Esme.bound(world.port)
    const messageId = await submitted(esme, { registeredDelivery: 1 })
    expect(textOf(await esme.nextDelivery())).toBe(
      `id:${messageId} sub:001 dlvrd:001 submit date:260105120000 done date:260105120000 stat:DELIVRD err:00000 Text:hello`,
    )
    expect(Number.parseInt(messageId, 16)).toBeGreaterThan(START)
  })

  it('come in data_sm where the account wants that, with the text as payload [SMPP34 4.7]', async () => {
    await world.changeAccount({ receipt: { ...DEFAULT_RECEIPT_STYLE, carrier: 'data_sm' } })
    const esme = await Esme.bound(world.port)
    const messageId = await submitted(esme, { registeredDelivery: 1 })
    const pdu = await esme.nextPdu()
    expect(pdu).toMatchObject({ command: 'data_sm', esmClass: 4, sourceAddr: '12025550101' })
    expect(tlvText(pdu.tlvs, 'receipted_message_id')).toBe(messageId)
    expect(Buffer.from(tlv(pdu.tlvs, 'message_payload') ?? []).toString()).toContain('stat:DELIVRD')
    esme.answer(pdu)
    await world.agenda.idle()
    expect(world.read.deliveriesOf(Number(messageId)).map(({ progress }) => progress.state)).toEqual([
      'delivered',
      'delivered',
    ])
  })

  it('come in deliver_sm to an ESME of 3.3 all the same', async () => {
    await world.changeAccount({ receipt: { ...DEFAULT_RECEIPT_STYLE, carrier: 'data_sm' } })
    const esme = await Esme.bound(world.port, 'transceiver', { interfaceVersion: INTERFACE_VERSION.v33 })
    await submitted(esme, { registeredDelivery: 1 })
    expect(textOf(await esme.nextDelivery())).toContain('stat:DELIVRD')
  })

  it('give back user_message_reference and vendor parameters, and nothing else [SMPP34 5.3.2.17]', async () => {
    const esme = await Esme.bound(world.port)
    const privacy = { tag: 0x0201, value: Uint8Array.of(2) }
    await submitted(esme, { registeredDelivery: 1, serviceType: 'a;b', tlvs: [REFERENCE, VENDOR, privacy] })
    const { tlvs } = await esme.nextDelivery()
    expect(tlvs.map(({ tag }) => tag)).toEqual([0x001e, 0x0427, 0x0204, 0x1401])
    expect(tlvs.at(-1)).toEqual(VENDOR)
  })
})

describe('acknowledgements of the recipient', () => {
  it('a delivery acknowledgement comes beside the receipt [SMPP34 5.2.17]', async () => {
    const esme = await Esme.bound(world.port)
    const messageId = await submitted(esme, { registeredDelivery: 0x05, tlvs: [REFERENCE] })
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x04 })
    const acknowledgement = await esme.nextDelivery()
    expect(acknowledgement).toMatchObject({ esmClass: 0x08, sourceAddr: '12025550101', destinationAddr: '12025550150' })
    expect(tlvText(acknowledgement.tlvs, 'receipted_message_id')).toBe(messageId)
    expect(tlvNumber(acknowledgement.tlvs, 'user_message_reference')).toBe(0x1234)
  })

  it('comes alone when no receipt was asked for [SMPP34 5.2.17]', async () => {
    const esme = await Esme.bound(world.port)
    await submitted(esme, { registeredDelivery: 0x06 })
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x08 })
    await submitted(esme, { registeredDelivery: 0x01 })
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x04 })
  })

  it('a user acknowledgement comes when the person has read it [SMPP34 5.2.12]', async () => {
    const esme = await Esme.bound(world.port)
    const messageId = Number(await submitted(esme, { registeredDelivery: 0x08 }))
    await world.agenda.idle()
    await world.gateway.phoneRead(world.world, ANA, [messageId])
    await world.gateway.phoneRead(world.world, ANA, [messageId])
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x10, sourceAddr: '12025550101' })
    await submitted(esme, { registeredDelivery: 0x01 })
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x04 })
  })
})

describe('from one ESME to another', () => {
  it('protocol_id, acknowledgement wishes and optional parameters go on [SMPP34 4.6.1, 5.3.1, SMPP50 4.3.1.1]', async () => {
    const [esme, peer] = [await Esme.bound(world.port), await bindPeer()]
    const ussd = { tag: 0x0501, value: Uint8Array.of(2) }
    const privacy = { tag: 0x0201, value: Uint8Array.of(3) }
    const dpf = { tag: 0x0421, value: Uint8Array.of(1) }
    const wish = { protocolId: 0x41, registeredDelivery: 0x05, esmClass: 0x80, serviceType: 'USSD' }
    await submitted(esme, { ...TO_PEER, ...wish, tlvs: [ussd, privacy, dpf, REFERENCE, VENDOR] })
    const delivered = await peer.nextDelivery()
    expect(delivered).toMatchObject({
      sourceAddr: '12025550150',
      destinationAddr: '12025550170',
      protocolId: 0x41,
      registeredDelivery: 0x04,
      esmClass: 0x80,
      serviceType: 'USSD',
      tlvs: [ussd, privacy, REFERENCE, VENDOR],
    })
  })

  it('an acknowledgement goes on as one [SMPP34 5.2.12]', async () => {
    const [esme, peer] = [await Esme.bound(world.port), await bindPeer()]
    peer.send('submit_sm', {
      sourceAddr: '12025550170',
      destinationAddr: ESME_NUMBER,
      esmClass: 0x08,
      tlvs: [REFERENCE],
    })
    expect(await esme.nextDelivery()).toMatchObject({ esmClass: 0x08, tlvs: [REFERENCE] })
  })

  it('a message_payload of nearly 64 K arrives whole [SMPP34 5.3.2.32]', async () => {
    const [esme, peer] = [await Esme.bound(world.port), await bindPeer()]
    const value = Uint8Array.from({ length: 65_000 }, (_, i) => i & 0xff)
    await submitted(esme, {
      ...TO_PEER,
      shortMessage: new Uint8Array(0),
      dataCoding: 4,
      tlvs: [{ tag: 0x0424, value }],
    })
    const delivered = await peer.nextDelivery()
    expect(delivered.shortMessage).toHaveLength(0)
    expect(Buffer.compare(tlv(delivered.tlvs, 'message_payload') ?? new Uint8Array(0), value)).toBe(0)
  })

  it.each([
    [0x05, Uint8Array.of(0x93, 0xfa, 0x96, 0x7b), '日本'],
    [0x0e, Uint8Array.of(0xc7, 0xd1), '한'],
    [0xd1, encodeGsm('a fax waits'), 'a fax waits'],
    [0xe8, Uint8Array.of(0x04, 0x16), 'Ж'],
    [0xf5, Uint8Array.of(1, 2), null],
    [0x0c, Uint8Array.of(1, 2), null],
  ] as const)(
    'data_coding %i keeps its octets and is text where it is text [SMPP34 5.2.19]',
    async (dataCoding, octets, text) => {
      const [esme, peer] = [await Esme.bound(world.port), await bindPeer()]
      const messageId = await submitted(esme, { ...TO_PEER, dataCoding, shortMessage: octets })
      expect(await peer.nextDelivery()).toMatchObject({ dataCoding, shortMessage: octets })
      expect(world.read.message(Number(messageId))?.content).toMatchObject({ text })
    },
  )
})
