import { Writer } from '../../protocols/octets/index.ts'

export type TcpEnd = { readonly host: number; readonly port: number }

type Ends = { readonly source: TcpEnd; readonly destination: TcpEnd; readonly identification: number }

export type Datagram = Ends & { readonly octets: Uint8Array }

export type Segment = Datagram & {
  readonly sequence: number
  readonly acknowledgement: number
  readonly flags: number
}

// [RFC9293 3.1]
export const FIN = 0x01
export const SYN = 0x02
export const PUSH = 0x08
export const ACK = 0x10

const IP_HEADER = 20
const TCP_HEADER = 20
const TCP = 6
const UDP_HEADER = 8
const UDP = 17
const TIME_TO_LIVE = 64
const WINDOW = 65_535
const IPV4 = 0x0800
/** 10.0.0.0/8 is nobody's outside. [RFC1918 3] */
const PRIVATE_NETWORK = 10 << 24

/** An Ethernet frame with IPv4 and TCP around the octets, checksums and all. [RFC791 3.1] [RFC9293 3.1] */
export function encodePacket(segment: Segment): Uint8Array {
  return frameOf(segment, TCP, tcpSegment(segment))
}

/** The same with UDP around the octets. [RFC768] */
export function encodeDatagram(datagram: Datagram): Uint8Array {
  const { source, destination, octets } = datagram
  const length = UDP_HEADER + octets.length
  const udp = new Writer(length).uint16(source.port).uint16(destination.port).uint16(length).uint16(0).bytes(octets)
  const octetsOfIt = udp.finish()
  return frameOf(
    datagram,
    UDP,
    withChecksum(octetsOfIt, 6, sumOf(pseudoHeader(datagram, UDP, length)) + sumOf(octetsOfIt)),
  )
}

function frameOf(ends: Ends, protocol: number, payload: Uint8Array): Uint8Array {
  const ip = ipHeader(ends, protocol, payload.length)
  return new Writer(14 + ip.length + payload.length)
    .bytes(hardwareAddress(ends.destination.host))
    .bytes(hardwareAddress(ends.source.host))
    .uint16(IPV4)
    .bytes(ip)
    .bytes(payload)
    .finish()
}

export function ipAddress(host: number): number {
  return PRIVATE_NETWORK + host
}

/** Locally administered, made from the host's number. */
function hardwareAddress(host: number): Uint8Array {
  return new Writer(6).uint16(0x0200).uint32(ipAddress(host)).finish()
}

function ipHeader({ source, destination, identification }: Ends, protocol: number, payload: number): Uint8Array {
  const header = new Writer(IP_HEADER)
    .uint16(0x4500)
    .uint16(IP_HEADER + payload)
    .uint16(identification & 0xffff)
    .uint16(0x4000)
    .uint16((TIME_TO_LIVE << 8) | protocol)
    .uint16(0)
    .uint32(ipAddress(source.host))
    .uint32(ipAddress(destination.host))
    .finish()
  return withChecksum(header, 10, sumOf(header))
}

function tcpSegment({ source, destination, sequence, acknowledgement, flags, octets }: Segment): Uint8Array {
  const segment = new Writer(TCP_HEADER + octets.length)
    .uint16(source.port)
    .uint16(destination.port)
    .uint32(sequence)
    .uint32(acknowledgement)
    .uint16(((TCP_HEADER / 4) << 12) | flags)
    .uint16(WINDOW)
    .uint32(0)
    .bytes(octets)
    .finish()
  const header = pseudoHeader({ source, destination }, TCP, segment.length)
  return withChecksum(segment, 16, sumOf(header) + sumOf(segment))
}

function pseudoHeader(
  { source, destination }: Pick<Ends, 'source' | 'destination'>,
  protocol: number,
  length: number,
): Uint8Array {
  return new Writer(12)
    .uint32(ipAddress(source.host))
    .uint32(ipAddress(destination.host))
    .uint16(protocol)
    .uint16(length)
    .finish()
}

/** The ones' complement sum, not yet folded. [RFC1071] */
function sumOf(octets: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < octets.length; at += 2) sum += ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)
  return sum
}

function withChecksum(octets: Uint8Array, at: number, sum: number): Uint8Array {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000)
  octets[at] = (~folded >> 8) & 0xff
  octets[at + 1] = ~folded & 0xff
  return octets
}
