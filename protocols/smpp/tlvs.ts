import { EncodeError } from '../octets/index.ts'
import { decodeLatin1, encodeLatin1 } from '../text/index.ts'
import { TLV, type TlvRow } from './tlv-table.ts'

/** One optional parameter as it stands on the wire; known or not, repeated or not, all are kept in order. */
export type Tlv = { readonly tag: number; readonly value: Uint8Array }
export type TlvName = keyof typeof TLV

const ROWS: ReadonlyMap<number, readonly [TlvName, TlvRow]> = new Map(
  // The keys of a constant object are its names.
  (Object.entries(TLV) as [TlvName, TlvRow][]).map(([name, row]) => [row.tag, [name, row]]),
)

/** The standard's name of a tag, or undefined. */
export function tlvName(tag: number): TlvName | undefined {
  return ROWS.get(tag)?.[0]
}

/** The value of the last parameter of this name or tag: where one stands twice, the last counts. */
export function tlv(tlvs: readonly Tlv[], name: TlvName | number): Uint8Array | undefined {
  const tag = typeof name === 'number' ? name : TLV[name].tag
  for (let i = tlvs.length - 1; i >= 0; i--) if (tlvs[i]!.tag === tag) return tlvs[i]!.value
  return undefined
}

/** The value as an unsigned integer of whatever length came, up to four octets. */
export function tlvNumber(tlvs: readonly Tlv[], name: TlvName | number): number | undefined {
  const value = tlv(tlvs, name)
  if (!value || value.length === 0 || value.length > 4) return undefined
  return value.reduce((number, octet) => number * 0x100 + octet, 0)
}

/** The value as Latin-1 text up to its first NUL, if it has one. */
export function tlvText(tlvs: readonly Tlv[], name: TlvName | number): string | undefined {
  const value = tlv(tlvs, name)
  if (!value) return undefined
  const nul = value.indexOf(0)
  return decodeLatin1(nul < 0 ? value : value.subarray(0, nul))
}

/** Makes a parameter from a number, a text (its NUL is added) or octets, as the table says. */
export function makeTlv(name: TlvName, value: number | string | Uint8Array): Tlv {
  const row = TLV[name]
  const octets = octetsOf(name, row, value)
  if (octets.length < row.min || octets.length > row.max) throw new EncodeError(name, `${octets.length} octets`)
  return { tag: row.tag, value: octets }
}

/** Whether the value of a known parameter has a length the standard allows. Unknown ones are always right. */
export function hasRightLength({ tag, value }: Tlv): boolean {
  const row = ROWS.get(tag)?.[1]
  return !row || (value.length >= row.min && value.length <= row.max)
}

function octetsOf(name: TlvName, row: TlvRow, value: number | string | Uint8Array): Uint8Array {
  if (typeof value === 'string') return encodeLatin1(row.kind === 'cString' ? `${value}\0` : value)
  if (typeof value !== 'number') return value
  const size = Math.max(row.min, 1)
  if (value < 0 || value >= 2 ** (8 * size)) throw new EncodeError(name, `${value} is out of range`)
  const octets = new Uint8Array(size)
  for (let place = size - 1, rest = value; place >= 0; place--, rest = Math.floor(rest / 0x100)) octets[place] = rest
  return octets
}
