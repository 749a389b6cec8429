import { concat, EncodeError, Writer } from '../octets/index.ts'
import { writeContentType } from './content-type.ts'
import { FIELD_ROWS, type FieldRow } from './field-rows.ts'
import { FIELDS } from './fields.ts'
import { writeKeptField } from './kept-field.ts'
import { type Body, writeBody } from './multipart.ts'
import { type MmsPdu, PDUS } from './pdus.ts'
import { SHORT_INTEGER } from './primitives.ts'

const MESSAGE_TYPE = 0x8c
const CONTENT_TYPE = 0x84
const TRANSACTION_ID = 0x98
/** Behind the PDU's type. [MMSENC 7.1] */
const TRANSACTION_AT = 2
/** Room for the headers of an ordinary PDU, so that the writer seldom grows. */
const HEADERS_CAPACITY = 512
/** PDUs that only answer have few fields, and room that small costs next to nothing. */
const FEW_FIELDS = 8
const FEW_FIELDS_CAPACITY = 64
const HEAD_CAPACITY = 32

/** The octets of a PDU: type, transaction and version first, Content-Type last. [MMSENC 7.2] */
export function encodePdu(pdu: MmsPdu): Uint8Array {
  const row = PDUS[pdu.type]
  const values: Readonly<Record<string, unknown>> = pdu
  const body = 'body' in pdu ? pdu.body : undefined
  const rows = FIELD_ROWS[pdu.type]
  const writer = new Writer((rows.length > FEW_FIELDS ? HEADERS_CAPACITY : FEW_FIELDS_CAPACITY) + dataLength(body))
  writer.uint8(MESSAGE_TYPE).uint8(row.code)
  for (const field of rows) {
    const value = values[field.name]
    const items = field.repeats ? (value as readonly unknown[] | undefined) : undefined
    if (items) for (const item of items) writeField(writer, field, item)
    else if (value !== undefined) writeField(writer, field, value)
    if (field.isMandatory && (value === undefined || items?.length === 0))
      throw new EncodeError(`${pdu.type}.${field.name}`, 'is mandatory')
  }
  for (const field of pdu.kept ?? []) writeKeptField(writer, field)
  if (row.body === 'mandatory' && !body) throw new EncodeError(`${pdu.type}.body`, 'is mandatory')
  if (body && row.body !== 'none') writeTypedBody(writer, body)
  return writer.finish()
}

/** A PDU in two: up to its transaction, and what is the same for every transaction. */
export type PduInTwo = { readonly head: Uint8Array; readonly tail: Uint8Array }

/**
 * A PDU of ours, cut behind its transaction. The members of a group get the same message, and its media need be neither
 * written nor read once for each of them.
 */
export function inTwo(encoded: Uint8Array): PduInTwo {
  if (encoded[TRANSACTION_AT] !== TRANSACTION_ID) throw new EncodeError('transactionId', 'is not where we write it')
  const end = encoded.indexOf(0, TRANSACTION_AT) + 1
  return { head: encoded.subarray(0, end), tail: encoded.subarray(end) }
}

/** The whole PDU: the very octets that were cut, where nothing has changed. */
export function joined({ head, tail }: PduInTwo): Uint8Array {
  const isWhole = head.buffer === tail.buffer && head.byteOffset + head.length === tail.byteOffset
  return isWhole ? new Uint8Array(head.buffer, head.byteOffset, head.length + tail.length) : concat([head, tail])
}

/** The same PDU for another transaction. */
export function withTransaction({ head, tail }: PduInTwo, transactionId: string): PduInTwo {
  const writer = new Writer(HEAD_CAPACITY).bytes(head.subarray(0, TRANSACTION_AT)).uint8(TRANSACTION_ID)
  FIELDS.transactionId.kind.write(writer, transactionId, 'transactionId')
  return { head: writer.finish(), tail }
}

function writeField(writer: Writer, { name, number, kind }: FieldRow, value: unknown): void {
  kind.write(writer.uint8(number | SHORT_INTEGER), value, name)
}

function writeTypedBody(writer: Writer, body: Body): void {
  writeContentType(writer.uint8(CONTENT_TYPE), body.contentType, 'body.contentType')
  writeBody(writer, body)
}

function dataLength(body: Body | undefined): number {
  return (body?.parts ?? []).reduce((length, part) => length + part.data.length + HEADERS_CAPACITY, 0)
}
