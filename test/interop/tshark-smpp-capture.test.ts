import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, makeTlv, type Pdu } from '../../protocols/smpp/index.ts'
import { encodeGsm } from '../../protocols/text/index.ts'
import { Esme } from '../support/esme.ts'
import { ANA, BEN, type Carrier, ESME_NUMBER, NOON, startCarrier, type World } from '../support/journey.ts'
import { tsharkInstalled } from '../support/tshark.ts'

const V50 = { interfaceVersion: 0x50 }
const HELLO = { sourceAddr: ESME_NUMBER.slice(1), destinationAddr: ANA.slice(1), shortMessage: encodeGsm('hello') }

/** Every operation of the standard, both ways. */
const PAIRS = [
  ...['bind_transmitter', 'bind_receiver', 'bind_transceiver', 'unbind', 'enquire_link', 'submit_sm', 'submit_multi'],
  ...['data_sm', 'deliver_sm', 'query_sm', 'replace_sm', 'cancel_sm', 'broadcast_sm'],
  ...['query_broadcast_sm', 'cancel_broadcast_sm'],
]
const ALONE = ['outbind', 'alert_notification', 'generic_nack']
// Every name is one of the standard's; commandId fails on another.
const EVERYTHING = [...PAIRS, ...PAIRS.map((command) => `${command}_resp`), ...ALONE] as Pdu['command'][]

const FIELDS = [
  ...(['tcp.stream', 'http.request.line', 'smpp.command_id', 'smpp.command_status', 'smpp.system_id'] as const),
  ...(['smpp.password', 'smpp.interface_version', 'smpp.destination_addr'] as const),
  ...(['_ws.malformed', '_ws.expert.severity', '_ws.expert.message', 'tcp.analysis.flags'] as const),
]
type Field = (typeof FIELDS)[number]
type Packet = { readonly [F in Field]?: readonly string[] }

/** Wireshark's severities: chat, note, warning, error. */
const WARNING = 0x600000
const isWarned = (packet: Packet) => packet['_ws.expert.severity']?.some((severity) => Number(severity) >= WARNING)

describe.runIf(tsharkInstalled)('the exported capture of SMPP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-smpp-capture-'))
  const file = join(folder, 'world.pcapng')
  let carrier: Carrier
  let shown: readonly Packet[] = []

  beforeAll(async () => {
    carrier = await startCarrier({ clock: { mode: 'frozen', now: Date.parse(NOON) } })
    await everything(carrier.main)
    shown = await packets('')
  }, 60_000)
  afterAll(async () => {
    await carrier.stop()
    rmSync(folder, { recursive: true })
  })

  /** Every packet that carries octets, with what tshark reads in it; a list of values for each field. */
  async function packets(query: string): Promise<readonly Packet[]> {
    const response = await fetch(`${carrier.main.info.url}/carrier/export.pcap${query}`)
    writeFileSync(file, Buffer.from(await response.arrayBuffer()))
    const fields = FIELDS.flatMap((field) => ['-e', field])
    const args = [
      '-r',
      file,
      '-Y',
      'tcp.len > 0 || _ws.malformed || _ws.expert.severity >= warning',
      '-T',
      'json',
      ...fields,
    ]
    const shown = execFileSync('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 })
    return (JSON.parse(shown.toString()) as { _source: { layers: Packet } }[]).map(({ _source }) => _source.layers)
  }

  const having = (field: Field, value: number) =>
    shown.filter((packet) => packet[field]?.some((one) => Number(one) === value))
  const withCommand = (command: Pdu['command']) => having('smpp.command_id', commandId(command))
  const streamsOf = (command: Pdu['command']) => withCommand(command).map((packet) => packet['tcp.stream']?.[0])

  it('has every operation both ways, and nothing in it is malformed', () => {
    expect(EVERYTHING.filter((name) => withCommand(name).length === 0)).toEqual([])
    // tshark 4.0 takes broadcast_rep_num for one octet, and stumbles over the second.
    const rest = shown.filter((packet) => !withCommand('broadcast_sm').includes(packet))
    const bad = rest.filter((packet) => packet['_ws.malformed'] || isWarned(packet) || packet['tcp.analysis.flags'])
    expect(bad).toEqual([])
    // The command that nobody knows, which was nacked, is nothing to tshark.
    expect(shown.filter((packet) => !packet['smpp.command_id'] && !packet['http.request.line'])).toHaveLength(1)
  })

  it('shows each session as a connection of its own, which begins with its bind or with outbind', () => {
    const first = new Map<string | undefined, number>()
    for (const packet of shown) {
      const [stream] = packet['tcp.stream'] ?? []
      if (!first.has(stream)) first.set(stream, Number(packet['smpp.command_id']?.[0]))
    }
    const openings = ['bind_transmitter', 'bind_transceiver', 'bind_transmitter', 'outbind'] as const
    expect([...first.values()].toSorted()).toEqual(openings.map(commandId).toSorted())
  })

  it('a message goes on the session that handed it in, a broadcast once and on one of 5.0', () => {
    expect(streamsOf('broadcast_sm')).toHaveLength(1)
    const of50 = having('smpp.interface_version', 0x50).map((packet) => packet['tcp.stream']?.[0])
    expect(of50).toEqual(streamsOf('broadcast_sm'))
    expect(streamsOf('bind_transmitter')).toContain(streamsOf('submit_multi')[0])
    expect(new Set(streamsOf('deliver_sm'))).toEqual(new Set(streamsOf('bind_transceiver')))
  })

  it('a refused request is there with its refusal', () => {
    const refusals = withCommand('submit_sm_resp').filter((packet) =>
      packet['smpp.command_status']?.includes('0x0000000b'),
    )
    expect(refusals).toHaveLength(1)
    expect(shown.filter((packet) => packet['smpp.destination_addr']?.[0] === '1')).toHaveLength(1)
  })

  it('outbind comes from the carrier, and passwords only when somebody asks for them', async () => {
    expect(withCommand('outbind').map((packet) => packet['smpp.system_id'])).toEqual([['partyline']])
    const passwords = (all: readonly Packet[]) => all.flatMap((packet) => packet['smpp.password'] ?? [])
    expect(passwords(shown).filter(Boolean)).toEqual([])
    const known = passwords(await packets('?credentials=true'))
    expect(new Set(known)).toEqual(new Set(['secret', 'knock']))
  })
})

function idOf(response: Pdu): string {
  return ('messageId' in response && response.messageId) || ''
}

/** A story with every operation in it. */
async function everything(world: World): Promise<void> {
  const { port } = world.info.smpp
  const transmitter = await Esme.bound(port, 'transmitter')
  await transmitter.ask('submit_sm', HELLO)
  await transmitter.ask('submit_sm', { ...HELLO, destinationAddr: '1' })
  const sme = (number: string) =>
    ({ destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: number.slice(1) }) as const
  const { sourceAddr, shortMessage } = HELLO
  await transmitter.ask('submit_multi', { sourceAddr, shortMessage, destAddress: [sme(ANA), sme(BEN)] })
  const later = idOf(await transmitter.ask('submit_sm', { ...HELLO, scheduleDeliveryTime: '000001000000000R' }))
  await transmitter.ask('query_sm', { messageId: later })
  await transmitter.ask('replace_sm', { messageId: later, shortMessage })
  await transmitter.ask('cancel_sm', { messageId: later })
  transmitter.sendOctets(Uint8Array.of(0, 0, 0, 16, 0, 0, 0, 0x99, 0, 0, 0, 0, 0, 0, 0, 99))
  await transmitter.nextPdu()
  await transmitter.ask('unbind')
  await world.advance('PT1S')
  await alerted(world, port)
  await broadcast(world, port)
  await called(world)
}

/** A transceiver: data_sm, a receipt, a text from a phone, an alert, and our enquire_link and unbind. */
async function alerted(world: World, port: number): Promise<void> {
  const esme = await Esme.bound(port)
  await esme.ask('enquire_link')
  await esme.ask('submit_sm', { ...HELLO, registeredDelivery: 1 })
  await esme.nextDelivery()
  await world.phone(BEN).sends({ to: ESME_NUMBER, text: 'from a phone' })
  await esme.nextDelivery()
  await world.phone(ANA).becomes({ state: 'off' })
  const { sourceAddr, destinationAddr } = HELLO
  const tlvs = [makeTlv('set_dpf', 1), makeTlv('message_payload', encodeGsm('now'))]
  await esme.ask('data_sm', { sourceAddr, destinationAddr, tlvs })
  await esme.ask('data_sm', { sourceAddr, destinationAddr, esmClass: 2, tlvs })
  await world.phone(ANA).becomes({ state: 'online' })
  await esme.nextPdu()
  const { body } = await world.ask('/sessions')
  const [session] = (body as { sessions: readonly { readonly id: string }[] }).sessions
  const asked = world.ask(`/sessions/${session?.id}/enquire-link`, { method: 'POST' })
  esme.answer(await esme.nextPdu())
  await asked
  await world.ask(`/sessions/${session?.id}/unbind`, { method: 'POST' })
  esme.answer(await esme.nextPdu())
  await esme.closed
  await world.advance('PT1S')
}

async function broadcast(world: World, port: number): Promise<void> {
  await world.phone(ANA).becomes({ area: 'Harbour' })
  const esme = await Esme.bound(port, 'transmitter', V50)
  const tlvs = [
    makeTlv('broadcast_area_identifier', Buffer.from('\0Harbour')),
    makeTlv('broadcast_content_type', Uint8Array.of(0, 0, 1)),
    makeTlv('broadcast_rep_num', 3),
    makeTlv('broadcast_frequency_interval', Uint8Array.of(9, 0, 10)),
    makeTlv('message_payload', encodeGsm('storm')),
  ]
  const messageId = idOf(await esme.ask('broadcast_sm', { sourceAddr: HELLO.sourceAddr, tlvs }))
  await esme.ask('query_broadcast_sm', { messageId })
  await esme.ask('cancel_broadcast_sm', { messageId })
  await esme.ask('unbind')
}

/** An ESME that listens, is called, and binds as a receiver. */
async function called(world: World): Promise<void> {
  const waiting = createServer().listen(0, '127.0.0.1')
  await once(waiting, 'listening')
  const connected = once(waiting, 'connection')
  const { port } = waiting.address() as AddressInfo
  await world.ask('/outbind', { method: 'POST', body: { host: '127.0.0.1', port, password: 'knock' } })
  const [socket] = (await connected) as [Socket]
  const esme = Esme.over(socket)
  await esme.nextPdu()
  await esme.bind('receiver')
  await esme.ask('unbind')
  waiting.close()
  await world.idle()
}
