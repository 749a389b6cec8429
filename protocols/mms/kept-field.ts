import { EncodeError, Reader, type Writer } from '../octets/index.ts'
import { fromLatin1 } from './charset.ts'
import { FIRST_TEXT_OCTET, readName, readText, SHORT_INTEGER, skipValue } from './primitives.ts'

/** A header field that is none of the PDU's own: by number or by name, with its value's octets as they came. */
export type KeptField = {
  readonly field: number | string
  readonly octets: Uint8Array
}

/** Where one header field lies; `field` is its number or its textual name. */
export type FieldSpan = {
  readonly field: number | string
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

/** The name of the next field; what follows in the reader is its value. [WSP 8.4.2.6] */
export function readFieldName(reader: Reader): number | string {
  const first = reader.peek() ?? 0
  if (first >= SHORT_INTEGER) return reader.uint8('header') & 0x7f
  if (first < FIRST_TEXT_OCTET || first === 0x7f) reader.fail('bad-field-name', 'header')
  return readName(reader, 'header')
}

export function keep(octets: Uint8Array, { field, valueStart, end }: FieldSpan): KeptField {
  return { field, octets: octets.slice(valueStart, end) }
}

/** The text of a kept field, if text is what it holds. */
export function keptText({ octets }: KeptField): string | undefined {
  const first = octets[0] ?? 0
  if (octets.at(-1) !== 0 || (first !== 0 && first < FIRST_TEXT_OCTET)) return undefined
  return readText(new Reader(octets), 'header')
}

export function writeKeptField(writer: Writer, { field, octets }: KeptField): void {
  if (!isOneValue(octets)) throw new EncodeError(String(field), 'a kept field holds exactly one value')
  if (typeof field === 'number') writer.uint8(field | SHORT_INTEGER)
  else writer.bytes(fromLatin1(field)).uint8(0)
  writer.bytes(octets)
}

function isOneValue(octets: Uint8Array): boolean {
  const reader = new Reader(octets)
  skipValue(reader, 'header')
  if (!reader.malformed && reader.remaining === 0) return true
  return octets.indexOf(0) === octets.length - 1
}
