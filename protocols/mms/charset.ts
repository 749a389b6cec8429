import { CHARSETS } from './charset-table.ts'

const UTF8 = 106
const UTF16_BE = 'utf-16be'
const UTF16_LE = 'utf-16le'
/** Making one takes longer than using it on the texts of a PDU. */
const ENCODER = new TextEncoder()
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const BY_MIB = new Map(CHARSETS.map((row) => [row.mib, row]))
const MIB_BY_NAME = new Map(
  CHARSETS.flatMap((row) => [row.name, ...row.aliases].map((name) => [name, row.mib] as const)),
)

/** The name of a charset number, `mib-36` when it is none we know. */
export function charsetName(mib: number): string {
  return BY_MIB.get(mib)?.name ?? `mib-${mib}`
}

/** The IANA MIB number of a charset name, any case. */
export function charsetMib(name: string): number | undefined {
  const lower = name.toLowerCase()
  const numeric = /^mib-(\d{1,6})$/.exec(lower)
  return numeric ? Number(numeric[1]) : MIB_BY_NAME.get(lower)
}

/** Text in a charset; without one (or in US-ASCII or an unknown one) UTF-8 when it is that, else Latin-1. Never fails. */
export function decodeText(octets: Uint8Array, mib?: number): string {
  const decoder = mib === undefined ? undefined : BY_MIB.get(mib)?.decoder
  if (decoder === 'guess' || decoder === undefined) return guess(octets)
  if (decoder === 'latin-1') return latin1(octets)
  if (decoder === 'utf-16') return utf16(octets)
  return new TextDecoder(decoder, { ignoreBOM: true }).decode(octets)
}

/** Octets of text as UTF-8, with the number that says so. */
export function encodeText(text: string): { mib: number; octets: Uint8Array } {
  return { mib: UTF8, octets: ENCODER.encode(text) }
}

/** Whether characters of this charset are two octets wide, so that a single NUL does not end its text. */
export function isWide(mib: number): boolean {
  const decoder = BY_MIB.get(mib)?.decoder
  return decoder === 'utf-16' || decoder === UTF16_BE || decoder === UTF16_LE
}

export function latin1(octets: Uint8Array): string {
  let text = ''
  for (const octet of octets) text += String.fromCharCode(octet)
  return text
}

export function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function guess(octets: Uint8Array): string {
  try {
    return STRICT_UTF8.decode(octets)
  } catch {
    return latin1(octets)
  }
}

/** [WSP Table 42] UCS-2 and UTF-16 without a byte order mark are big-endian. */
function utf16(octets: Uint8Array): string {
  const littleEndian = octets[0] === 0xff && octets[1] === 0xfe
  return new TextDecoder(littleEndian ? UTF16_LE : UTF16_BE).decode(octets)
}
