import { Writer } from '../../protocols/octets/index.ts'
import { ipAddress } from './packet.ts'

// Block types of the pcapng format; all numbers are written big-endian, as the section header's byte order magic says.
const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const NAME_RESOLUTION = 4
const ENHANCED_PACKET = 6
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
const ETHERNET = 1
const IPV4_NAME = 1
const COMMENT = 1
const APPLICATION = 4
const MICROSECONDS = 1_000

export type Capture = {
  readonly application: string
  readonly comment: string
  /** Names of hosts, which are told apart by the last three octets of their address. */
  readonly hosts: ReadonlyMap<string, number>
  readonly packets: readonly { readonly at: number; readonly frame: Uint8Array }[]
}

/** A file that Wireshark opens: one section, one Ethernet interface, names for the hosts, packets in the order of time. */
export function encodePcapng({ application, comment, hosts, packets }: Capture): Uint8Array {
  const file = new Writer(64 * 1024)
  file.bytes(sectionHeader(application, comment))
  file.bytes(block(INTERFACE_DESCRIPTION, new Writer().uint16(ETHERNET).uint16(0).uint32(0).finish()))
  file.bytes(block(NAME_RESOLUTION, names(hosts)))
  const inOrder = packets.toSorted((a, b) => a.at - b.at)
  for (const packet of inOrder) file.bytes(block(ENHANCED_PACKET, enhancedPacket(packet)))
  return file.finish()
}

function sectionHeader(application: string, comment: string): Uint8Array {
  const body = new Writer().uint32(BYTE_ORDER_MAGIC).uint16(1).uint16(0).uint32(0xffffffff).uint32(0xffffffff)
  body.bytes(option(COMMENT, comment)).bytes(option(APPLICATION, application)).uint32(0)
  return block(SECTION_HEADER, body.finish())
}

function names(hosts: ReadonlyMap<string, number>): Uint8Array {
  const records = new Writer()
  for (const [name, host] of hosts) {
    const text = new TextEncoder().encode(`${name}\0`)
    records
      .uint16(IPV4_NAME)
      .uint16(4 + text.length)
      .uint32(ipAddress(host))
      .bytes(padded(text))
  }
  return records.uint32(0).finish()
}

function enhancedPacket({ at, frame }: { at: number; frame: Uint8Array }): Uint8Array {
  const time = Math.round(at * MICROSECONDS)
  return new Writer(frame.length + 24)
    .uint32(0)
    .uint32(Math.floor(time / 2 ** 32))
    .uint32(time % 2 ** 32)
    .uint32(frame.length)
    .uint32(frame.length)
    .bytes(padded(frame))
    .finish()
}

function option(code: number, text: string): Uint8Array {
  const octets = new TextEncoder().encode(text)
  return new Writer().uint16(code).uint16(octets.length).bytes(padded(octets)).finish()
}

function block(type: number, body: Uint8Array): Uint8Array {
  const length = body.length + 12
  return new Writer(length).uint32(type).uint32(length).bytes(body).uint32(length).finish()
}

/** Everything in the format is aligned to four octets. */
function padded(octets: Uint8Array): Uint8Array {
  const rest = octets.length % 4
  if (rest === 0) return octets
  return new Writer(octets.length + 4)
    .bytes(octets)
    .bytes(new Uint8Array(4 - rest))
    .finish()
}
