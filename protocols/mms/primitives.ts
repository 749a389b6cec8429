import { EncodeError, Reader, Writer } from '../octets/index.ts'
import { decodeText, encodeText, isWide, latin1 } from './charset.ts'

/** [WSP 8.4.2.1] The octet before text whose first octet would otherwise be read as something else. */
const QUOTE = 0x7f
const DOUBLE_QUOTE = 0x22
/** [WSP 8.4.2.2] A value length of 31 means that the length follows as a uintvar. */
const LENGTH_QUOTE = 31
/** [WSP 8.1.2] A uintvar carries at most 32 bits. */
const UINTVAR_MAX_OCTETS = 5
const UINTVAR_MAX = 0xffff_ffff
/** [WSP 8.4.2.1] A long-integer has at most 30 octets. */
const LONG_INTEGER_MAX_OCTETS = 30
/** [WSP 8.4.1.2] Values: up to 31 a length, from 32 text, from 128 one octet. */
export const FIRST_TEXT_OCTET = 32
export const SHORT_INTEGER = 0x80

export function readUintvar(reader: Reader, path: string): number {
  const start = reader.offset
  let value = 0
  for (let count = 0; count < UINTVAR_MAX_OCTETS; count++) {
    const octet = reader.uint8(path)
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) break
    if (count === UINTVAR_MAX_OCTETS - 1) reader.fail('uintvar-too-long', path, start)
  }
  if (value > UINTVAR_MAX) reader.fail('uintvar-too-long', path, start)
  return reader.malformed ? 0 : value
}

export function writeUintvar(writer: Writer, value: number): void {
  const groups = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest % 128) | 0x80)
  for (const group of groups) writer.uint8(group)
}

export function readValueLength(reader: Reader, path: string): number {
  const start = reader.offset
  const first = reader.uint8(path)
  if (first < LENGTH_QUOTE) return first
  if (first === LENGTH_QUOTE) return readUintvar(reader, path)
  reader.fail('bad-value-length', path, start)
  return 0
}

/** A reader of exactly the octets that a value-length announces; the outer reader goes on behind them. */
export function readSized(reader: Reader, path: string): Reader {
  const length = readValueLength(reader, path)
  const start = reader.offset
  reader.bytes(length, path)
  return new Reader(reader.octets, start, reader.offset)
}

/** Reads what a value-length announces; a mistake inside is a mistake of the outer reader. */
export function readWithin<T>(reader: Reader, path: string, read: (sized: Reader) => T): T {
  const sized = readSized(reader, path)
  const value = read(sized)
  if (sized.malformed) reader.fail(sized.malformed.kind, sized.malformed.path, sized.malformed.offset)
  return value
}

export function writeSized(writer: Writer, content: Uint8Array): void {
  if (content.length < LENGTH_QUOTE) writer.uint8(content.length)
  else writeUintvar(writer.uint8(LENGTH_QUOTE), content.length)
  writer.bytes(content)
}

/** [WSP 8.4.2.3] Integer-value: short-integer or long-integer. */
export function readInteger(reader: Reader, path: string): number {
  const start = reader.offset
  const first = reader.uint8(path)
  if (first >= SHORT_INTEGER) return first & 0x7f
  if (first === 0 || first > LONG_INTEGER_MAX_OCTETS) reader.fail('bad-integer', path, start)
  let value = 0
  for (const octet of reader.bytes(first, path)) value = value * 256 + octet
  if (!Number.isSafeInteger(value)) reader.fail('integer-too-large', path, start)
  return reader.malformed ? 0 : value
}

export function writeInteger(writer: Writer, value: number, path: string): void {
  if (value >= 0 && value < SHORT_INTEGER) writer.uint8(value | SHORT_INTEGER)
  else writeLongInteger(writer, value, path)
}

export function writeLongInteger(writer: Writer, value: number, path: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new EncodeError(path, `${value} is not a whole number`)
  const octets = [value % 256]
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  writer.uint8(octets.length)
  for (const octet of octets) writer.uint8(octet)
}

/** The octets of a NUL-terminated text; inside a counted value the NUL may be missing. */
export function readTextOctets(reader: Reader, path: string): Uint8Array {
  if (reader.malformed) return new Uint8Array(0)
  return reader.nextNul() === undefined ? reader.bytes(reader.remaining, path) : reader.untilNul(path)
}

/** [WSP 8.4.2.1] Text-string. */
export function readText(reader: Reader, path: string): string {
  return decodeText(unquoted(readTextOctets(reader, path), QUOTE))
}

/** A text that may be a quoted-string, which has a leading quotation mark only. */
export function readQuotedText(reader: Reader, path: string): string {
  const octets = readTextOctets(reader, path)
  return decodeText(octets[0] === DOUBLE_QUOTE ? octets.subarray(1) : unquoted(octets, QUOTE))
}

/** Text that must be there to its NUL: a field name. Names are taken octet by octet, so that they survive. */
export function readName(reader: Reader, path: string): string {
  return latin1(reader.untilNul(path))
}

export function writeText(writer: Writer, text: string, path: string): void {
  if (isPrintable(text)) writer.ascii(text).uint8(0)
  else writeTextOctets(writer, encodeText(text).octets, path)
}

/** Text for a place that allows a quoted-string; quotes only what would otherwise lose its quotation mark. */
export function writeQuotableText(writer: Writer, text: string, path: string): void {
  if (text.startsWith('"')) writeQuotedText(writer, text, path)
  else writeText(writer, text, path)
}

export function writeQuotedText(writer: Writer, text: string, path: string): void {
  writer.uint8(DOUBLE_QUOTE)
  const { octets } = encodeText(text)
  refuseNul(octets, path)
  writer.bytes(octets).uint8(0)
}

/** [MMSENC 7.3.19] Encoded-string-value: Text-string, or value-length charset Text-string. */
export function readEncodedText(reader: Reader, path: string): string {
  const first = reader.peek()
  if (first === undefined || first === 0 || first > LENGTH_QUOTE) return readText(reader, path)
  return readWithin(reader, path, (sized) => {
    const mib = readInteger(sized, path)
    const octets = sized.bytes(sized.remaining, path)
    const characters = isWide(mib) ? octets.subarray(0, octets.length & ~1) : unquoted(octets, QUOTE)
    const [text = ''] = decodeText(characters, mib).split('\0', 1)
    return text
  })
}

/** Printable ASCII travels as it is, everything else as UTF-8 with its charset. */
export function writeEncodedText(writer: Writer, text: string, path: string): void {
  if (isPrintable(text)) {
    writer.ascii(text).uint8(0)
    return
  }
  const { mib, octets } = encodeText(text)
  const content = new Writer(octets.length + 3)
  writeInteger(content, mib, path)
  writeTextOctets(content, octets, path)
  writeSized(writer, content.finish())
}

/** ASCII that needs no quote and no charset. */
function isPrintable(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character < FIRST_TEXT_OCTET || character >= QUOTE) return false
  }
  return true
}

function writeTextOctets(writer: Writer, octets: Uint8Array, path: string): void {
  refuseNul(octets, path)
  const first = octets[0] ?? FIRST_TEXT_OCTET
  if (first >= QUOTE || first < FIRST_TEXT_OCTET) writer.uint8(QUOTE)
  writer.bytes(octets).uint8(0)
}

function refuseNul(octets: Uint8Array, path: string): void {
  if (octets.includes(0)) throw new EncodeError(path, 'text cannot contain NUL')
}

function unquoted(octets: Uint8Array, quote: number): Uint8Array {
  return octets[0] === quote ? octets.subarray(1) : octets
}

/** Passes over one value of a kind we need not know: length, integer or text. [WSP 8.4.1.2] */
export function skipValue(reader: Reader, path: string): void {
  const first = reader.peek()
  if (first === undefined || first <= LENGTH_QUOTE) {
    readSized(reader, path)
    return
  }
  if (first >= SHORT_INTEGER) reader.uint8(path)
  else reader.untilNul(path)
}
