import { EncodeError, fromHex, Reader, toHex, type Writer } from '../octets/index.ts'
import { charsetMib, charsetName, fromLatin1 } from './charset.ts'
import { MEDIA_TYPES } from './media-codes.ts'
import {
  FIRST_TEXT_OCTET,
  readInteger,
  readName,
  readQuotedText,
  SHORT_INTEGER,
  skipValue,
  writeInteger,
  writeQuotableText,
} from './primitives.ts'

/** Our bound; no message in the wild has more than a handful. */
export const PARAMETERS_LIMIT = 64

/** By lower-case name. A coded parameter we do not know is kept as `0x16` with its value's octets in hex. */
export type Parameters = Readonly<Record<string, string>>

/** [WSP Table 38] The 1.1 codes are the ones we send; the later ones are read too. */
const CHARSET = 0x01
const TYPE = 0x09
const SENT_CODES: ReadonlyMap<string, number> = new Map([
  ['charset', CHARSET],
  ['name', 0x05],
  ['filename', 0x06],
  ['type', TYPE],
  ['start', 0x0a],
  ['start-info', 0x0b],
  ['comment', 0x0c],
  ['domain', 0x0d],
  ['path', 0x0f],
])
const LATER_CODES: ReadonlyMap<string, number> = new Map([
  ['name', 0x17],
  ['filename', 0x18],
  ['start', 0x19],
  ['start-info', 0x1a],
  ['comment', 0x1b],
  ['domain', 0x1c],
  ['path', 0x1d],
])
const NAME_BY_CODE = new Map([...SENT_CODES, ...LATER_CODES].map(([name, code]) => [code, name] as const))
const KEPT_CODE = /^0x([0-7][0-9a-f])$/

/** [WSP 8.4.2.4] Parameters up to the end of the reader. */
export function readParameters(reader: Reader, path: string): Parameters {
  const parameters = new Map<string, string>()
  for (let count = 0; reader.remaining > 0 && !reader.malformed; count++) {
    if (count >= PARAMETERS_LIMIT) reader.fail('too-many-parameters', path)
    const [name, value] = readParameter(reader, path)
    if (!parameters.has(name)) parameters.set(name, value)
  }
  return Object.fromEntries(parameters)
}

export function writeParameters(writer: Writer, parameters: Parameters, path: string): void {
  for (const [name, value] of Object.entries(parameters)) writeParameter(writer, [name, value], `${path}.${name}`)
}

function readParameter(reader: Reader, path: string): [string, string] {
  if (isText(reader.peek())) return readUntyped(reader, path)
  const code = readInteger(reader, path)
  const name = NAME_BY_CODE.get(code)
  if (name === undefined) return [`0x${code.toString(16).padStart(2, '0')}`, readUnknown(reader, path)]
  if (code === CHARSET) return [name, charsetName(readInteger(reader, `${path}.charset`))]
  if (code === TYPE) return [name, readMedia(reader, `${path}.type`)]
  return [name, readQuotedText(reader, `${path}.${name}`)]
}

/** A token cannot be told from a number otherwise. */
const TOKEN_START = /^[ -~]/

/** [WSP 8.4.2.4] Untyped-parameter: token text and an integer or text value. */
function readUntyped(reader: Reader, path: string): [string, string] {
  const start = reader.offset
  const name = readName(reader, path).toLowerCase()
  if (!TOKEN_START.test(name)) reader.fail('bad-parameter-name', path, start)
  const first = reader.peek()
  const isNumber = first !== undefined && first !== 0 && !isText(first)
  const value = isNumber ? String(readInteger(reader, path)) : readQuotedText(reader, path)
  return [name, value]
}

function isText(first: number | undefined): boolean {
  return first !== undefined && first >= FIRST_TEXT_OCTET && first < SHORT_INTEGER
}

function readUnknown(reader: Reader, path: string): string {
  const start = reader.offset
  skipValue(reader, path)
  return toHex(reader.octets.subarray(start, reader.offset))
}

/** A media type as code or text, without parameters. [WSP 8.4.2.24 Constrained-media] */
export function readMedia(reader: Reader, path: string): string {
  const first = reader.peek()
  const isEmpty = first === 0
  if (isEmpty || isText(first)) return readQuotedText(reader, path)
  const code = readInteger(reader, path)
  return MEDIA_TYPES[code] ?? `0x${code.toString(16).padStart(2, '0')}`
}

function writeParameter(writer: Writer, [name, value]: readonly [string, string], path: string): void {
  const kept = KEPT_CODE.exec(name)
  if (kept && isOneValue(value)) {
    writer.uint8(Number.parseInt(kept[1]!, 16) | SHORT_INTEGER).bytes(fromHex(value))
    return
  }
  const code = SENT_CODES.get(name)
  const mib = code === CHARSET ? charsetMib(value) : undefined
  if (mib !== undefined) writeInteger(writer.uint8(CHARSET | SHORT_INTEGER), mib, path)
  else if (code === undefined || code === CHARSET) writeUntyped(writer, [name, value], path)
  else writeQuotableText(writer.uint8(code | SHORT_INTEGER), value, path)
}

function isOneValue(hex: string): boolean {
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return false
  const reader = new Reader(fromHex(hex))
  skipValue(reader, 'parameter')
  return !reader.malformed && reader.remaining === 0
}

function writeUntyped(writer: Writer, [name, value]: readonly [string, string], path: string): void {
  if (!TOKEN_START.test(name)) throw new EncodeError(path, 'a parameter name is a token')
  writer.bytes(fromLatin1(name)).uint8(0)
  writeQuotableText(writer, value, path)
}
