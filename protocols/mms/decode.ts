import { type Decoded, decoded, malformed } from '../octets/index.ts'
import { FIELD_ROWS, type FieldRow, fieldRow } from './field-rows.ts'
import { readValue } from './field-value.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { type HeaderSpans, scanHeaders } from './header-spans.ts'
import { type FieldSpan, type KeptField, keep } from './kept-field.ts'
import { readBody } from './multipart.ts'
import { type MmsPdu, PDUS, type PduType } from './pdus.ts'

const CONTENT_TYPE = 0x04
const MESSAGE_TYPE = 0x0c
const TYPE_BY_CODE = new Map(Object.entries(PDUS).map(([type, row]) => [row.code as number, type as PduType] as const))

/** What can be told of octets even when they are no good PDU: enough to answer their sender. */
export type PduEnvelope = {
  readonly type?: PduType
  readonly transactionId?: string
  readonly mmsVersion?: string
}

/** A PDU from its octets. [MMSENC 7.2] An optional field whose value makes no sense is kept, not understood. */
export function decodePdu(octets: Uint8Array): Decoded<MmsPdu> {
  const headers = scanHeaders(octets)
  if (headers.reader.malformed) return { ok: false, malformed: headers.reader.malformed }
  const typeSpan = headers.spans.find((span) => span.field === MESSAGE_TYPE)
  if (!typeSpan) return malformed('missing', 'X-Mms-Message-Type', 0)
  const type = typeOf(octets, typeSpan)
  if (!type) return malformed('unknown-pdu-type', 'X-Mms-Message-Type', typeSpan.valueStart)
  return assemble(headers, type)
}

/** The type, transaction and version of octets that may be cut or broken further on. Never fails. */
export function readEnvelope(octets: Uint8Array): PduEnvelope {
  const { spans } = scanHeaders(octets)
  const typeSpan = spans.find((span) => span.field === MESSAGE_TYPE)
  const type = typeSpan && typeOf(octets, typeSpan)
  const transactionId = firstText(octets, spans, 'transactionId')
  const mmsVersion = firstText(octets, spans, 'mmsVersion')
  return {
    ...(type && { type }),
    ...(transactionId !== undefined && { transactionId }),
    ...(mmsVersion !== undefined && { mmsVersion }),
  }
}

function typeOf(octets: Uint8Array, { valueStart }: FieldSpan): PduType | undefined {
  return TYPE_BY_CODE.get(octets[valueStart]!)
}

function firstText(octets: Uint8Array, spans: readonly FieldSpan[], name: 'transactionId' | 'mmsVersion') {
  const span = spans.find(({ field }) => field === FIELDS[name].number)
  const value = span && readValue(octets, span, name)
  return value?.ok ? String(value.value) : undefined
}

function assemble({ reader, spans, contentType }: HeaderSpans, type: PduType): Decoded<MmsPdu> {
  const row = PDUS[type]
  const fields = collect(reader.octets, spans, type)
  if (!fields.ok) return fields
  for (const { name, isMandatory } of FIELD_ROWS[type]) {
    if (isMandatory && !(name in fields.value)) return malformed('missing', pathOf(type, name), reader.offset)
  }
  if (row.body === 'mandatory' && !contentType) return malformed('missing', `${type}.Content-Type`, reader.offset)
  const body = row.body === 'none' || !contentType ? {} : { body: readBody(reader, contentType) }
  // The rows of PDUS and FIELDS are what MmsPdu is derived from, and both were just applied.
  return reader.finish({ type, ...fields.value, ...body } as MmsPdu)
}

function collect(octets: Uint8Array, spans: readonly FieldSpan[], type: PduType): Decoded<Record<string, unknown>> {
  const collected: Record<string, unknown> = {}
  const kept: KeptField[] = []
  for (const span of spans) {
    if (span.field === MESSAGE_TYPE || span.field === CONTENT_TYPE) continue
    const row = fieldRow(type, span.field)
    const isOurs = row !== undefined && (row.repeats || !(row.name in collected))
    const value = isOurs ? readValue(octets, span, row.name) : undefined
    if (isOurs && value?.ok) add(collected, row, value.value)
    else if (isOurs && value && row.isMandatory) return value as Decoded<never>
    else kept.push(keep(octets, span))
  }
  return decoded(kept.length > 0 ? { ...collected, kept } : collected)
}

function add(collected: Record<string, unknown>, { name, repeats }: FieldRow, value: unknown): void {
  const list = collected[name]
  if (!repeats) collected[name] = value
  else if (Array.isArray(list)) list.push(value)
  else collected[name] = [value]
}

function pathOf(type: PduType, name: FieldName): string {
  return `${type}.${FIELDS[name].name}`
}
