import { EncodeError } from '../octets/index.ts'
import { type CompiledField, type CompiledList, KIND, NO_OCTETS } from './fields.ts'
import { HEADER_OCTETS } from './frame.ts'
import { type AnyDefinition, definitionByName } from './operations.ts'
import type { Pdu } from './pdus/index.ts'
import type { Tlv } from './tlvs.ts'

type FieldValues = Readonly<Record<string, unknown>>

/** The octets of a PDU. Throws `EncodeError` on a value its field cannot carry. */
export function encodePdu(pdu: Pdu): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(pduLength(pdu))
  writePdu(pdu, octets, 0)
  return octets
}

/** The octets that a PDU will take, for a buffer that collects several. */
export function pduLength(pdu: Pdu): number {
  const values: FieldValues = pdu
  const { fields } = definitionByName(pdu.command)
  let length = HEADER_OCTETS
  if (hasBody(definitionByName(pdu.command), values)) length += fieldsLength(fields, values)
  for (const { value } of pdu.tlvs) length += 4 + value.length
  return length
}

/** Writes a PDU at an offset of a buffer with room for `pduLength` octets; answers where it ends. */
export function writePdu(pdu: Pdu, target: Uint8Array, start: number): number {
  const values: FieldValues = pdu
  const definition = definitionByName(pdu.command)
  let offset = start + HEADER_OCTETS
  if (hasBody(definition, values)) offset = writeFields(target, offset, { fields: definition.fields, values })
  if (pdu.tlvs.length > 0) offset = writeTlvs(target, offset, pdu.tlvs)
  writeUint32(target, start, offset - start)
  writeUint32(target, start + 4, definition.id)
  writeUint32(target, start + 8, pdu.commandStatus)
  writeUint32(target, start + 12, pdu.sequenceNumber)
  return offset
}

/** A response without its fields has no body, unless TLVs need one in front of them. [SMPP34 4.4.2] */
function hasBody({ form, fields }: AnyDefinition, values: FieldValues): boolean {
  if (form === 'request' || (values.tlvs as readonly Tlv[]).length > 0) return true
  for (let i = 0; i < fields.length; i++) if (values[fields[i]!.name] !== undefined) return true
  return false
}

function fieldsLength(fields: readonly CompiledField[], values: FieldValues): number {
  let length = 0
  for (let i = 0; i < fields.length; i++) length += fieldLength(fields[i]!, values[fields[i]!.name])
  return length
}

// The casts in the two switches below are what the kind of a field says about its value.
function fieldLength(field: CompiledField, value: unknown): number {
  switch (field.kind) {
    case KIND.uint8:
      return 1
    case KIND.uint32:
      return 4
    case KIND.cString:
      return ((value as string | undefined) ?? '').length + 1
    case KIND.octets:
      return ((value as Uint8Array | undefined) ?? NO_OCTETS).length + 1
    case KIND.list:
      return listLength(field.list!, (value as readonly FieldValues[] | undefined) ?? [])
  }
}

function listLength(list: CompiledList, items: readonly FieldValues[]): number {
  const flagLength = list.flag ? 1 : 0
  return items.reduce((length, item) => length + flagLength + fieldsLength(tableOf(list, item), item), 1)
}

function writeFields(
  target: Uint8Array,
  start: number,
  { fields, values }: { fields: readonly CompiledField[]; values: FieldValues },
): number {
  let offset = start
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!
    offset = writeField(target, offset, { field, value: values[field.name] })
  }
  return offset
}

function writeField(
  target: Uint8Array,
  offset: number,
  { field, value }: { field: CompiledField; value: unknown },
): number {
  switch (field.kind) {
    case KIND.uint8:
      target[offset] = checkedUint(field, (value as number | undefined) ?? 0, 0xff)
      return offset + 1
    case KIND.uint32:
      return writeUint32(target, offset, checkedUint(field, (value as number | undefined) ?? 0, 0xffffffff))
    case KIND.cString:
      return writeCString(target, offset, { field, text: (value as string | undefined) ?? '' })
    case KIND.octets:
      return writeOctets8(target, offset, { field, octets: (value as Uint8Array | undefined) ?? NO_OCTETS })
    case KIND.list:
      return writeList(target, offset, { field, items: (value as readonly FieldValues[] | undefined) ?? [] })
  }
}

function writeCString(
  target: Uint8Array,
  offset: number,
  { field, text }: { field: CompiledField; text: string },
): number {
  if (text.length >= field.max) throw new EncodeError(field.wireName, `${text.length} characters and a NUL`)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0 || unit > 0xff) throw new EncodeError(field.wireName, `character ${i} is not in a C-octet string`)
    target[offset + i] = unit
  }
  target[offset + text.length] = 0
  return offset + text.length + 1
}

function writeOctets8(
  target: Uint8Array,
  offset: number,
  { field, octets }: { field: CompiledField; octets: Uint8Array },
): number {
  if (octets.length > field.max) throw new EncodeError(field.wireName, `${octets.length} octets`)
  target[offset] = octets.length
  target.set(octets, offset + 1)
  return offset + 1 + octets.length
}

function writeList(
  target: Uint8Array,
  start: number,
  { field, items }: { field: CompiledField; items: readonly FieldValues[] },
): number {
  const list = field.list!
  if (items.length > field.max) throw new EncodeError(field.wireName, `${items.length} items`)
  target[start] = items.length
  let offset = start + 1
  for (const values of items) {
    if (list.flag) target[offset++] = values[list.flag.name] as number
    offset = writeFields(target, offset, { fields: tableOf(list, values), values })
  }
  return offset
}

function tableOf(list: CompiledList, item: FieldValues): readonly CompiledField[] {
  const fields = list.tables.get(list.flag ? (item[list.flag.name] as number) : 0)
  if (!fields) throw new EncodeError(list.flag?.wireName ?? '', 'unknown flag')
  return fields
}

function writeTlvs(target: Uint8Array, start: number, tlvs: readonly Tlv[]): number {
  let offset = start
  for (const { tag, value } of tlvs) {
    if (value.length > 0xffff) throw new EncodeError('tlvs', `${value.length} octets`)
    target[offset] = tag >>> 8
    target[offset + 1] = tag
    target[offset + 2] = value.length >>> 8
    target[offset + 3] = value.length
    target.set(value, offset + 4)
    offset += 4 + value.length
  }
  return offset
}

function writeUint32(target: Uint8Array, offset: number, value: number): number {
  target[offset] = value >>> 24
  target[offset + 1] = value >>> 16
  target[offset + 2] = value >>> 8
  target[offset + 3] = value
  return offset + 4
}

function checkedUint(field: CompiledField, value: number, max: number): number {
  if (!(value >= 0 && value <= max)) throw new EncodeError(field.wireName, `${value} is out of range`)
  return value
}
