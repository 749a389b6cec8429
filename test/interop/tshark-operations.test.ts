import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromHex } from '../../protocols/octets/index.ts'
import { type InspectedField, inspectPdu, makeTlv, type Pdu } from '../../protocols/smpp/index.ts'
import { encodeGsm } from '../../protocols/text/index.ts'
import { DEFAULT_RECEIPT_STYLE, newPhone } from '../../src/core/index.ts'
import { Esme } from '../support/esme.ts'
import { ANA, ESME_NUMBER, sms } from '../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'
import { type Dissection, dissect, tsharkInstalled } from '../support/tshark.ts'

const FROM = { sourceAddrTon: 1, sourceAddrNpi: 1, sourceAddr: '12025550150' }
const TO_ANA = { ...FROM, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '12025550101' }
const HELLO = { ...TO_ANA, shortMessage: encodeGsm('hello') }
const REFERENCE = makeTlv('user_message_reference', 4_660)

/** Every operation that a message centre sends. */
const OPERATIONS = [
  'generic_nack',
  'bind_receiver_resp',
  'bind_transmitter_resp',
  'bind_transceiver_resp',
  'outbind',
  'unbind',
  'unbind_resp',
  'enquire_link',
  'enquire_link_resp',
  'submit_sm_resp',
  'submit_multi_resp',
  'deliver_sm',
  'deliver_sm_resp',
  'data_sm',
  'data_sm_resp',
  'query_sm_resp',
  'cancel_sm_resp',
  'replace_sm_resp',
  'alert_notification',
  'broadcast_sm_resp',
  'query_broadcast_sm_resp',
  'cancel_broadcast_sm_resp',
]

/** Fields that tshark has under another name, and how it shows their values. */
const NAMES: Readonly<Record<string, string>> = {
  sc_interface_version: 'smpp.SC_interface_version',
  short_message: 'smpp.message',
  message_payload: 'smpp.message_payload',
}
/** Shown in parts, by their bits. */
const IN_PARTS: Readonly<Record<string, readonly (readonly [field: string, mask: number])[]>> = {
  esm_class: [
    ['smpp.esm.submit.msg_mode', 0x03],
    ['smpp.esm.submit.msg_type', 0x3c],
    ['smpp.esm.submit.features', 0xc0],
  ],
  registered_delivery: [
    ['smpp.regdel.receipt', 0x03],
    ['smpp.regdel.acks', 0x0c],
    ['smpp.regdel.notif', 0x10],
  ],
}
/**
 * Left out: counts, which tshark counts itself; times, which it writes in words; octets that it shows in parts of its
 * own; and the password, for which outbind is the only place here.
 */
const NOT_COMPARED = new Set([
  'unsuccess_sme.count',
  'schedule_delivery_time',
  'validity_period',
  'final_date',
  'broadcast_end_time',
  'network_error_code',
  'broadcast_area_identifier',
])

/** Responses in which tshark 4.0 stops after the mandatory fields. */
const TLVS_UNREAD = new Set(['data_sm_resp', 'cancel_broadcast_sm_resp'])

describe.runIf(tsharkInstalled)('tshark reads every operation that the gateway sends', () => {
  let sent: { readonly name: string; readonly fields: readonly InspectedField[]; readonly octets: Uint8Array }[] = []
  let shown: readonly Dissection[] = []
  const asked = new Set(['_ws.malformed', '_ws.expert.message', 'smpp.opt_param_tag'])

  beforeAll(async () => {
    const octets = await everythingSent()
    sent = octets.map((one) => ({ name: commandOf(one), fields: inspectPdu(one), octets: one }))
    for (const { fields } of sent) for (const field of fields) for (const [name] of expectedOf(field)) asked.add(name)
    shown = dissect(octets, [...asked])
  }, 60_000)

  it('all of them are there, one packet each', () => {
    expect(new Set(sent.map(({ name }) => name))).toEqual(new Set(OPERATIONS))
    expect(shown).toHaveLength(sent.length)
  })

  it('none is malformed', () => {
    for (const [i, packet] of shown.entries()) {
      expect([sent[i]?.name, packet['_ws.malformed']]).toEqual([sent[i]?.name, []])
    }
  })

  it.each(OPERATIONS)('%s: agrees field by field', (name) => {
    for (const [i, { fields }] of sent.entries()) {
      if (sent[i]?.name !== name) continue
      const isResponse = name.endsWith('_resp') || name === 'generic_nack'
      const expected = new Map<string, (string | number)[]>()
      for (const field of fields) {
        // A request has no status; tshark shows none.
        if (field.name === 'command_status' && !isResponse) continue
        if (TLVS_UNREAD.has(name) && isTlv(field)) continue
        for (const [theirs, value] of expectedOf(field)) expected.set(theirs, [...(expected.get(theirs) ?? []), value])
      }
      const packet = Object.fromEntries(
        [...expected].map(([theirs, values]) => [
          theirs,
          (shown[i]?.[theirs] ?? []).map((one, k) => alike(one, values[k])),
        ]),
      )
      expect(packet).toEqual(Object.fromEntries(expected))
      if (TLVS_UNREAD.has(name)) continue
      const tags = fields.filter(isTlv).map(({ octets }) => Number.parseInt(octets.slice(0, 4), 16))
      expect((shown[i]?.['smpp.opt_param_tag'] ?? []).map(Number)).toEqual(tags)
    }
  })
})

function isTlv({ name, meaning }: InspectedField): boolean {
  return name.startsWith('0x') || (name !== 'command_status' && meaning?.startsWith('0x') === true)
}

/** tshark's fields for one of ours, and what they have to show. */
function expectedOf({ name, value, octets }: InspectedField): readonly (readonly [string, string | number])[] {
  const own = name.replace(/^.*\]\./, '')
  if (NOT_COMPARED.has(own) || own.startsWith('0x')) return []
  if (typeof value === 'number' && IN_PARTS[own]) {
    return IN_PARTS[own].map(([field, mask]) => [field, (value & mask) / (mask & -mask)] as const)
  }
  if (own === 'short_message') {
    const text = octets.slice(2)
    return [['smpp.sm_length', text.length / 2], ...(text === '' ? [] : [['smpp.message', text] as const])]
  }
  if (own === 'message_payload') return [['smpp.message_payload', octets.slice(8)]]
  return value === undefined || value === '' ? [] : [[NAMES[own] ?? `smpp.${own}`, value]]
}

/** Numbers come in decimal or in hex. */
function alike(theirs: string, ours: string | number | undefined): string | number {
  return typeof ours === 'number' ? Number(theirs) : theirs
}

function commandOf(octets: Uint8Array): string {
  return inspectPdu(octets)[1]?.meaning ?? ''
}

/** A story in which the gateway sends everything it can send. */
async function everythingSent(): Promise<Uint8Array[]> {
  const lines: string[] = []
  const world = await openSmppWorld({}, (line) => lines.push(line))
  await world.carrier.run((unit) =>
    unit.put({ layer: 'core', put: 'phone', value: { ...newPhone(ANA), area: 'Harbour' } }),
  )
  await submissions(world)
  await deliveries(world)
  await broadcasts(world)
  await links(world)
  await world.close()
  const passed = lines.map((line) => JSON.parse(line) as { direction: string; octets: string })
  return passed.flatMap(({ direction, octets }) => (direction === 'sent' ? [fromHex(octets)] : []))
}

function idOf(response: Pdu): string {
  return ('messageId' in response && response.messageId) || ''
}

async function submissions(world: SmppTestWorld): Promise<void> {
  const esme = await Esme.bound(world.port, 'transmitter')
  const messageId = idOf(await esme.ask('submit_sm', HELLO))
  await world.agenda.idle()
  await esme.ask('query_sm', { messageId })
  const later = idOf(await esme.ask('submit_sm', { ...HELLO, scheduleDeliveryTime: '000001000000000R' }))
  await esme.ask('query_sm', { messageId: later })
  await esme.ask('replace_sm', { messageId: later, shortMessage: encodeGsm('other') })
  await esme.ask('cancel_sm', { messageId: later })
  await esme.ask('cancel_sm', { messageId: later })
  const one = { destFlag: 1, destAddrTon: 1, destAddrNpi: 1 } as const
  const destAddress = ['12025550101', '15005552011', '15005552020'].map((destinationAddr) => ({
    ...one,
    destinationAddr,
  }))
  await esme.ask('submit_multi', { ...FROM, destAddress, shortMessage: encodeGsm('to all') })
  const tlvs = [makeTlv('message_payload', encodeGsm('data'))]
  await esme.ask('data_sm', { ...TO_ANA, tlvs })
  await esme.ask('data_sm', { ...TO_ANA, destinationAddr: '15005551003', esmClass: 2, tlvs })
  await esme.ask('deliver_sm', {})
  await esme.ask('unbind')
}

async function deliveries(world: SmppTestWorld): Promise<void> {
  const esme = await Esme.bound(world.port)
  await esme.ask('submit_sm', { ...HELLO, registeredDelivery: 0x05, tlvs: [REFERENCE] })
  await esme.nextDelivery()
  await esme.nextDelivery()
  world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
  await esme.ask('submit_sm', { ...HELLO, registeredDelivery: 0x11 })
  await esme.nextDelivery()
  world.answerOffers(() => ({ kind: 'failed', reason: 'unknown-number' }))
  await esme.ask('submit_sm', { ...HELLO, registeredDelivery: 1 })
  await esme.nextDelivery()
  await world.changeAccount({ receipt: { ...DEFAULT_RECEIPT_STYLE, carrier: 'data_sm' } })
  await esme.ask('submit_sm', { ...HELLO, registeredDelivery: 1 })
  esme.answer(await esme.nextPdu())
  const origin = { kind: 'handset', key: ANA } as const
  const long = {
    kind: 'sms',
    text: 'x',
    dataCoding: 8,
    hasHeader: true,
    segments: [Uint8Array.of(5, 0, 3, 1, 2, 1, 4, 22)],
  } as const
  for (const content of [sms('from a phone'), long]) {
    await world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content })
    await esme.nextDelivery()
  }
  world.gateway.alert('main', ANA, { systemId: 'esme', esmeAddress: ESME_NUMBER })
  await esme.nextPdu()
  await esme.close()
}

async function broadcasts(world: SmppTestWorld): Promise<void> {
  world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
  const esme = await Esme.bound(world.port, 'transceiver', { interfaceVersion: 0x50 })
  const areas = ['Harbour', 'Atlantis'].map((name) => makeTlv('broadcast_area_identifier', Buffer.from(`\0${name}`)))
  const tlvs = [
    ...areas,
    makeTlv('broadcast_content_type', Uint8Array.of(0, 0, 1)),
    makeTlv('broadcast_rep_num', 1),
    makeTlv('broadcast_frequency_interval', Uint8Array.of(9, 0, 1)),
    makeTlv('message_payload', encodeGsm('storm')),
  ]
  const messageId = idOf(await esme.ask('broadcast_sm', { ...FROM, tlvs }))
  await esme.ask('query_broadcast_sm', { messageId })
  await esme.ask('cancel_broadcast_sm', { messageId })
  await esme.close()
}

async function links(world: SmppTestWorld): Promise<void> {
  const receiver = await Esme.bound(world.port, 'receiver')
  await receiver.ask('enquire_link')
  const [id = ''] = world.gateway.sessions('main').map((session) => session.id)
  const alive = world.gateway.controlOf('main').enquireLink(id)
  receiver.answer(await receiver.nextPdu())
  await alive
  world.gateway.controlOf('main').unbind(id)
  receiver.answer(await receiver.nextPdu())
  await receiver.closed
  const waiting = createServer().listen(0, '127.0.0.1')
  await once(waiting, 'listening')
  const called = once(waiting, 'connection')
  await world.gateway
    .controlOf('main')
    .outbind({ host: '127.0.0.1', port: (waiting.address() as AddressInfo).port, password: 'knock' })
  const [socket] = (await called) as [Socket]
  const esme = Esme.over(socket)
  await esme.nextPdu()
  esme.sendOctets(Uint8Array.of(0, 0, 0, 16, 0, 0, 0, 0x99, 0, 0, 0, 0, 0, 0, 0, 1))
  await esme.nextPdu()
  await esme.close()
  waiting.close()
}
