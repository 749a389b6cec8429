import { describeMalformed, Reader, toHex } from '../octets/index.ts'
import { type ContentType, isMultipart, readContentType } from './content-type.ts'
import { readValue } from './field-value.ts'
import { FIELDS, type FieldItem, type FieldName, OTHER_FIELD_NAMES } from './fields.ts'
import { fieldNamed, scanHeaders } from './header-spans.ts'
import { type FieldSpan, keep, keptText, readFieldName } from './kept-field.ts'
import { PARTS_LIMIT } from './multipart.ts'
import { PDUS } from './pdus.ts'
import { readUintvar, skipValue } from './primitives.ts'
import { responseStatusName, retrieveStatusName, storeStatusName } from './statuses.ts'
import { isTextMultipart } from './text-multipart.ts'

/** One line of a PDU laid open: what it is, what it says, and which octets say so. */
export type DescribedField = {
  readonly name: string
  readonly value: string
  readonly offset: number
  readonly length: number
}

const CONTENT_TYPE = 0x04
const MESSAGE_TYPE = 0x0c
const PART_HEADER_NAMES: Readonly<Record<number, string>> = {
  14: 'Content-Location',
  46: 'Content-Disposition',
  64: 'Content-ID',
  69: 'Content-Disposition',
}

/** Every field of a PDU in the order of its octets, as far as they can be read; a mistake is the last line. */
export function describePdu(octets: Uint8Array): DescribedField[] {
  const { reader, spans, contentType } = scanHeaders(octets)
  const lines = spans.map((span) => line(nameOf(span), shownValue(octets, span, contentType), span))
  if (contentType && !reader.malformed) lines.push(...describeBody(reader, contentType))
  if (!reader.malformed) return lines
  const { offset } = reader.malformed
  return [
    ...lines,
    { name: 'malformed', value: describeMalformed(reader.malformed), offset, length: octets.length - offset },
  ]
}

function describeBody(reader: Reader, contentType: ContentType): DescribedField[] {
  const start = reader.offset
  if (!isMultipart(contentType) || isTextMultipart(reader, contentType)) {
    return [dataLine('body', start, reader.bytes(reader.remaining, 'body').length)]
  }
  if (reader.remaining === 0) return []
  const count = readUintvar(reader, 'body.count')
  const lines = [line('parts', String(count), { start, end: reader.offset })]
  for (let index = 0; index < Math.min(count, PARTS_LIMIT) && !reader.malformed; index++) {
    lines.push(...describePart(reader, `part ${index + 1}`))
  }
  return lines
}

function describePart(reader: Reader, title: string): DescribedField[] {
  const start = reader.offset
  const headLength = readUintvar(reader, `${title} headersLen`)
  const dataLength = readUintvar(reader, `${title} dataLen`)
  const lines = [line(`${title} lengths`, `${headLength} + ${dataLength}`, { start, end: reader.offset })]
  const headStart = reader.offset
  reader.bytes(headLength, `${title} headers`)
  if (reader.malformed) return lines
  lines.push(...describePartHead(new Reader(reader.octets, headStart, reader.offset), title))
  const dataStart = reader.offset
  reader.bytes(dataLength, `${title} data`)
  return reader.malformed ? lines : [...lines, dataLine(`${title} data`, dataStart, dataLength)]
}

function describePartHead(head: Reader, title: string): DescribedField[] {
  const start = head.offset
  const contentType = readContentType(head, title)
  const lines = [line(`${title} Content-Type`, showContentType(contentType), { start, end: head.offset })]
  while (head.remaining > 0 && !head.malformed) {
    const fieldStart = head.offset
    const field = readFieldName(head)
    const valueStart = head.offset
    skipValue(head, title)
    if (head.malformed) break
    const span = { field, start: fieldStart, valueStart, end: head.offset }
    const name = typeof field === 'string' ? field : (PART_HEADER_NAMES[field] ?? `header 0x${field.toString(16)}`)
    lines.push(line(`${title} ${name}`, showKept(head.octets, span).replace(/^"/, ''), span))
  }
  return lines
}

function nameOf({ field }: Pick<FieldSpan, 'field'>): string {
  if (typeof field === 'string') return field
  const name = fieldNamed(field)
  return name ? FIELDS[name].name : (OTHER_FIELD_NAMES[field] ?? `field 0x${field.toString(16)}`)
}

function shownValue(octets: Uint8Array, span: FieldSpan, contentType: ContentType | undefined): string {
  if (span.field === MESSAGE_TYPE) return showType(octets[span.valueStart]!)
  if (span.field === CONTENT_TYPE && contentType) return showContentType(contentType)
  const name = fieldNamed(span.field)
  const value = name && readValue(octets, span, name)
  return name && value?.ok ? show(name, value.value) : showKept(octets, span)
}

function show(name: FieldName, value: unknown): string {
  if (name === 'responseStatus') return responseStatusName(Number(value))
  if (name === 'retrieveStatus') return retrieveStatusName(Number(value))
  if (name === 'storeStatus') return storeStatusName(Number(value))
  if (name === 'attributes' && typeof value === 'number') return nameOf({ field: value })
  if (name === 'elementDescriptor') return showElement(value as FieldItem<'elementDescriptor'>)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([key, item]) => `${key} ${String(item)}`)
    .join(', ')
}

function showElement({ reference, parameters }: FieldItem<'elementDescriptor'>): string {
  return showContentType({ media: reference, parameters })
}

function showType(code: number): string {
  const row = Object.entries(PDUS).find(([, { code: own }]) => own === code)
  return row ? row[0] : `0x${code.toString(16)}`
}

function showContentType({ media, parameters }: ContentType): string {
  return [media, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join('; ')
}

function showKept(octets: Uint8Array, span: FieldSpan): string {
  const kept = keep(octets, span)
  return keptText(kept) ?? toHex(kept.octets)
}

function dataLine(name: string, offset: number, length: number): DescribedField {
  return { name, value: `${length} octets`, offset, length }
}

function line(name: string, value: string, { start, end }: { start: number; end: number }): DescribedField {
  return { name, value, offset: start, length: end - start }
}
