import { type Reader, Writer } from '../octets/index.ts'
import { type FieldSpan, type KeptField, keep, keptText, readFieldName, writeKeptField } from './kept-field.ts'
import type { Disposition, Part } from './multipart.ts'
import { readParameters, writeParameters } from './parameters.ts'
import {
  FIRST_TEXT_OCTET,
  readInteger,
  readQuotedText,
  readWithin,
  SHORT_INTEGER,
  skipValue,
  writeQuotableText,
  writeQuotedText,
  writeSized,
} from './primitives.ts'
import { decodeTransferEncoding } from './transfer-encoding.ts'

/** [WSP Table 39] Header field numbers that occur in parts. */
const CONTENT_LOCATION = 0x0e
const CONTENT_DISPOSITION = 0x2e
const CONTENT_ID = 0x40
const CONTENT_DISPOSITION_LATER = 0x45
const TRANSFER_ENCODING = /^content-transfer-encoding$/i
/** [WSP 8.4.2] Disposition: form-data, attachment, inline, or token text. */
const DISPOSITIONS = ['form-data', 'attachment', 'inline']
/** Our bound. */
export const PART_HEADERS_LIMIT = 64

type Collected = { -readonly [K in keyof Omit<Part, 'contentType'>]: Part[K] } & { kept: KeptField[] }

/** Headers behind a part's content type, with the part's data freed from a transfer encoding. */
export function readPartHeaders(reader: Reader, data: Uint8Array): Omit<Part, 'contentType'> {
  const collected: Collected = { data, kept: [] }
  let count = 0
  while (reader.remaining > 0 && !reader.malformed) {
    if (++count > PART_HEADERS_LIMIT) reader.fail('too-many-headers', 'headers')
    readPartHeader(reader, collected)
  }
  const { kept, ...part } = collected
  return kept.length > 0 ? { ...part, headers: kept } : part
}

export function writePartHeaders(writer: Writer, part: Part): void {
  if (part.contentId !== undefined) {
    writeQuotedText(writer.uint8(CONTENT_ID | SHORT_INTEGER), `<${part.contentId}>`, 'contentId')
  }
  if (part.contentLocation !== undefined) {
    writeQuotableText(writer.uint8(CONTENT_LOCATION | SHORT_INTEGER), part.contentLocation, 'contentLocation')
  }
  if (part.contentDisposition) writeDisposition(writer, part.contentDisposition)
  for (const field of part.headers ?? []) writeKeptField(writer, field)
}

function readPartHeader(reader: Reader, collected: Collected): void {
  const start = reader.offset
  const field = readFieldName(reader)
  const valueStart = reader.offset
  if (field === CONTENT_ID && collected.contentId === undefined) {
    collected.contentId = withoutBrackets(readQuotedText(reader, 'contentId'))
    return
  }
  if (field === CONTENT_LOCATION && collected.contentLocation === undefined) {
    collected.contentLocation = readQuotedText(reader, 'contentLocation')
    return
  }
  if (isDisposition(field) && !collected.contentDisposition) {
    collected.contentDisposition = readDisposition(reader)
    return
  }
  skipValue(reader, 'headers')
  keepUnlessUndone(collected, keep(reader.octets, { field, start, valueStart, end: reader.offset } satisfies FieldSpan))
}

function keepUnlessUndone(collected: Collected, field: KeptField): void {
  const encoding = typeof field.field === 'string' && TRANSFER_ENCODING.test(field.field) ? keptText(field) : undefined
  const plain = encoding === undefined ? undefined : decodeTransferEncoding(encoding, collected.data)
  if (plain) collected.data = plain
  else collected.kept.push(field)
}

function isDisposition(field: number | string): boolean {
  return field === CONTENT_DISPOSITION || field === CONTENT_DISPOSITION_LATER
}

function readDisposition(reader: Reader): Disposition {
  return readWithin(reader, 'contentDisposition', (sized) => {
    const first = sized.peek() ?? 0
    // A first octet of 0 is an empty text.
    const isText = first === 0 || (first >= FIRST_TEXT_OCTET && first < SHORT_INTEGER)
    const code = isText ? 0 : readInteger(sized, 'contentDisposition')
    const disposition = isText
      ? readQuotedText(sized, 'contentDisposition')
      : (DISPOSITIONS[code] ?? `0x${code.toString(16)}`)
    return { disposition, parameters: readParameters(sized, 'contentDisposition') }
  })
}

function writeDisposition(writer: Writer, { disposition, parameters }: Disposition): void {
  const content = new Writer(64)
  const code = DISPOSITIONS.indexOf(disposition)
  if (code >= 0) content.uint8(code | SHORT_INTEGER)
  else writeQuotableText(content, disposition, 'contentDisposition')
  writeParameters(content, parameters, 'contentDisposition')
  writeSized(writer.uint8(CONTENT_DISPOSITION | SHORT_INTEGER), content.finish())
}

function withoutBrackets(id: string): string {
  return id.startsWith('<') && id.endsWith('>') ? id.slice(1, -1) : id
}
