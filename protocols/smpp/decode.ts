import type { Malformed } from '../octets/index.ts'
import { STATUS } from './command-status.ts'
import { Cursor } from './cursor.ts'
import { type CompiledField, type CompiledList, KIND } from './fields.ts'
import { HEADER_OCTETS, uint32At } from './frame.ts'
import { definitionById } from './operations.ts'
import { NO_TLVS } from './pdus/definition.ts'
import type { CommandName, Pdu } from './pdus/index.ts'
import type { Tlv } from './tlvs.ts'

/** [SMPP34 3.2] */
export type Header = {
  readonly commandLength: number
  readonly commandId: number
  readonly commandStatus: number
  readonly sequenceNumber: number
}

/** What a frame holds. Whoever is not understood can still be answered, for the header was read. */
export type PduDecoding =
  | { readonly kind: 'value'; readonly pdu: Pdu }
  | { readonly kind: 'unknown'; readonly header: Header }
  | {
      readonly kind: 'malformed'
      readonly header: Header
      /** Undefined only when the frame is shorter than a header. */
      readonly command: CommandName | undefined
      /** The status to answer a request with. Responses are never answered. */
      readonly commandStatus: number
      readonly malformed: Malformed
    }

/**
 * Decodes one frame in place. Octet values (`shortMessage`, TLVs) are views of the frame: copy what shall outlive it.
 * Only the form is judged here; what the values mean is checked by `findFault`.
 */
export function decodePdu(octets: Uint8Array, start = 0, end = octets.length): PduDecoding {
  if (end - start < HEADER_OCTETS || uint32At(octets, start) !== end - start) return wrongLength(octets, start, end)
  const definition = definitionById(uint32At(octets, start + 4))
  if (!definition) return { kind: 'unknown', header: headerAt(octets, start) }
  const pdu: Record<string, unknown> = { ...definition.blank }
  pdu.commandStatus = uint32At(octets, start + 8)
  pdu.sequenceNumber = uint32At(octets, start + 12)
  const cursor = new Cursor(octets, start + HEADER_OCTETS, end)
  const bare = definition.form === 'response' && cursor.offset === end
  if (bare) return { kind: 'value', pdu: bareResponse(definition.command, pdu) }
  readFields(cursor, definition.fields, pdu)
  if (cursor.offset < end && !cursor.mistake) pdu.tlvs = readTlvs(cursor)
  if (!cursor.mistake) return { kind: 'value', pdu: pdu as unknown as Pdu } // the table made the type and filled it
  const { kind, path, status, offset } = cursor.mistake
  const malformed = { kind, path: `${definition.command}.${path}`, offset: offset - start }
  return {
    kind: 'malformed',
    header: headerAt(octets, start),
    command: definition.command,
    commandStatus: status,
    malformed,
  }
}

function readFields(cursor: Cursor, fields: readonly CompiledField[], target: Record<string, unknown>): void {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!
    target[field.name] = readField(cursor, field)
    if (cursor.mistake) return
  }
}

function readField(cursor: Cursor, field: CompiledField): unknown {
  switch (field.kind) {
    case KIND.uint8:
      return cursor.uint8(field)
    case KIND.cString:
      return cursor.cString(field)
    case KIND.octets:
      return cursor.octets8(field)
    case KIND.uint32:
      return cursor.uint32(field)
    case KIND.list:
      return readList(cursor, field, field.list!)
  }
}

function readList(cursor: Cursor, field: CompiledField, list: CompiledList): readonly unknown[] {
  const count = cursor.uint8(field)
  const items: unknown[] = []
  while (items.length < count && !cursor.mistake) {
    items.push(readItem(cursor, list))
    if (cursor.mistake) cursor.within(`${field.wireName}[${items.length - 1}]`)
  }
  return items
}

function readItem(cursor: Cursor, list: CompiledList): Record<string, unknown> {
  const item: Record<string, unknown> = {}
  const flag = list.flag ? cursor.uint8(list.flag) : 0
  if (list.flag) item[list.flag.name] = flag
  const fields = list.tables.get(flag)
  if (fields) readFields(cursor, fields, item)
  else
    cursor.fail('unknown_flag', list.flag?.wireName ?? '', {
      status: list.flag?.status ?? 0,
      offset: cursor.offset - 1,
    })
  return item
}

/** Tag, length and value until the end of the PDU. [SMPP34 5.3] */
function readTlvs(cursor: Cursor): readonly Tlv[] {
  const { source: octets, end } = cursor
  const tlvs: Tlv[] = []
  while (cursor.offset < end) {
    const at = cursor.offset
    const length = at + 4 > end ? end : (octets[at + 2]! << 8) | octets[at + 3]!
    if (at + 4 + length > end) {
      cursor.fail('broken_tlv', `tlvs[${tlvs.length}]`, { status: STATUS.ESME_RINVOPTPARSTREAM, offset: at })
      return NO_TLVS
    }
    tlvs.push({ tag: (octets[at]! << 8) | octets[at + 1]!, value: cursor.view(at + 4, length) })
    cursor.offset = at + 4 + length
  }
  return tlvs
}

/** A response without a body has no fields at all. [SMPP34 4.4.2, note] */
function bareResponse(command: CommandName, pdu: Record<string, unknown>): Pdu {
  const { commandStatus, sequenceNumber } = pdu
  return { command, commandStatus, sequenceNumber, tlvs: NO_TLVS } as Pdu // every other field is optional in a response
}

function wrongLength(octets: Uint8Array, start: number, end: number): PduDecoding {
  const whole = end - start >= HEADER_OCTETS
  return {
    kind: 'malformed',
    header: headerAt(whole ? octets : NO_HEADER, whole ? start : 0),
    command: whole ? definitionById(uint32At(octets, start + 4))?.command : undefined,
    commandStatus: STATUS.ESME_RINVCMDLEN,
    malformed: { kind: 'wrong_length', path: 'command_length', offset: 0 },
  }
}

const NO_HEADER = new Uint8Array(HEADER_OCTETS)

function headerAt(octets: Uint8Array, start: number): Header {
  return {
    commandLength: uint32At(octets, start),
    commandId: uint32At(octets, start + 4),
    commandStatus: uint32At(octets, start + 8),
    sequenceNumber: uint32At(octets, start + 12),
  }
}
