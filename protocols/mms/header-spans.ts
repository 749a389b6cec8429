import { Reader } from '../octets/index.ts'
import { type ContentType, readContentType } from './content-type.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { type FieldSpan, readFieldName } from './kept-field.ts'
import { SHORT_INTEGER, skipValue } from './primitives.ts'

/** Our bound; live PDUs stay below a hundred even with many recipients. */
export const HEADER_FIELDS_LIMIT = 4096

const CONTENT_TYPE = 0x04
const FIELD_BY_NUMBER = new Map(
  Object.entries(FIELDS).map(([name, field]) => [field.number as number, name as FieldName] as const),
)

/** Where the headers of a PDU lie. `reader` stands at the body, or at the mistake. */
export type HeaderSpans = {
  readonly reader: Reader
  readonly spans: readonly FieldSpan[]
  readonly contentType?: ContentType
}

export function fieldNamed(field: number | string): FieldName | undefined {
  return typeof field === 'number' ? FIELD_BY_NUMBER.get(field) : undefined
}

/**
 * Cuts the headers into fields without looking at their meaning. [MMSENC 7.2] Only one thing is relied on: Content-Type
 * ends the headers.
 */
export function scanHeaders(octets: Uint8Array): HeaderSpans {
  const reader = new Reader(octets)
  const spans: FieldSpan[] = []
  while (reader.remaining > 0 && !reader.malformed) {
    if (spans.length >= HEADER_FIELDS_LIMIT) reader.fail('too-many-fields', 'header')
    // Deviates: NULs between fields are passed over; old servers pad with them.
    if (reader.peek() === 0) {
      reader.uint8('header')
      continue
    }
    const start = reader.offset
    const field = readFieldName(reader)
    const valueStart = reader.offset
    if (field === CONTENT_TYPE) {
      const contentType = readContentType(reader, 'Content-Type')
      if (!reader.malformed) spans.push({ field, start, valueStart, end: reader.offset })
      return { reader, spans, contentType }
    }
    skipFieldValue(reader, field)
    if (!reader.malformed) spans.push({ field, start, valueStart, end: reader.offset })
  }
  return { reader, spans }
}

function skipFieldValue(reader: Reader, field: number | string): void {
  const name = fieldNamed(field)
  const path = name ? FIELDS[name].name : String(field)
  const first = reader.peek() ?? 0
  if (first >= SHORT_INTEGER && name && FIELDS[name].kind.isText) reader.untilNul(path)
  else skipValue(reader, path)
}
