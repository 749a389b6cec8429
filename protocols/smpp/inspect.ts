import { toHex } from '../octets/index.ts'
import { decodeLatin1 } from '../text/index.ts'
import { statusName } from './command-status.ts'
import { Cursor } from './cursor.ts'
import { type CompiledField, type CompiledList, KIND } from './fields.ts'
import { HEADER_OCTETS, uint32At } from './frame.ts'
import { definitionById } from './operations.ts'
import { TLV } from './tlv-table.ts'
import { tlvName } from './tlvs.ts'

/** One field of a PDU by the standard's name, with the octets it stands in. */
export type InspectedField = {
  readonly name: string
  readonly offset: number
  readonly octets: string
  /** A number, a text, or undefined where the octets say all. */
  readonly value?: number | string
  /** What the value means, where the standard has a word for it. */
  readonly meaning?: string
}

/** Every field of a frame in order, TLVs too; where the frame breaks off, what is left is one field `rest`. */
export function inspectPdu(octets: Uint8Array): readonly InspectedField[] {
  if (octets.length < HEADER_OCTETS) return [rest(octets, 0)]
  const header = headerFields(octets)
  const definition = definitionById(uint32At(octets, 4))
  if (octets.length === HEADER_OCTETS) return header
  if (!definition) return [...header, rest(octets, HEADER_OCTETS)]
  const cursor = new Cursor(octets, HEADER_OCTETS, octets.length)
  const fields = inspectFields(cursor, definition.fields, '')
  if (!cursor.mistake) fields.push(...inspectTlvs(cursor))
  if (cursor.offset < octets.length) fields.push(rest(octets, cursor.offset))
  return [...header, ...fields]
}

function headerFields(octets: Uint8Array): InspectedField[] {
  const commandId = uint32At(octets, 4)
  const name = definitionById(commandId)?.command
  const numbers = ['command_length', 'command_id', 'command_status', 'sequence_number'] as const
  return numbers.map((field, i) => {
    const value = uint32At(octets, 4 * i)
    const meaning = field === 'command_id' ? name : field === 'command_status' ? statusName(value) : undefined
    return { name: field, offset: 4 * i, octets: toHex(octets.subarray(4 * i, 4 * i + 4)), value, ...said(meaning) }
  })
}

function inspectFields(cursor: Cursor, fields: readonly CompiledField[], within: string): InspectedField[] {
  const found: InspectedField[] = []
  for (const field of fields) {
    const start = cursor.offset
    if (field.kind === KIND.list) found.push(...inspectList(cursor, field, field.list!))
    else {
      const value = readValue(cursor, field)
      if (cursor.mistake) {
        cursor.offset = start
        return found
      }
      found.push({ name: `${within}${field.wireName}`, ...placeOf(cursor, start), ...shown(value) })
    }
    if (cursor.mistake) return found
  }
  return found
}

function inspectList(cursor: Cursor, field: CompiledField, list: CompiledList): InspectedField[] {
  const start = cursor.offset
  const count = cursor.uint8(field)
  if (cursor.mistake) return []
  const found: InspectedField[] = [{ name: `${field.wireName}.count`, ...placeOf(cursor, start), value: count }]
  for (let i = 0; i < count && !cursor.mistake; i++) {
    const within = `${field.wireName}[${i}].`
    const at = cursor.offset
    const flag = list.flag ? cursor.uint8(list.flag) : 0
    const table = list.tables.get(flag)
    if (cursor.mistake || !table) {
      cursor.offset = at
      cursor.fail('unknown_flag', within, { status: 0, offset: at })
      return found
    }
    if (list.flag) found.push({ name: `${within}${list.flag.wireName}`, ...placeOf(cursor, at), value: flag })
    found.push(...inspectFields(cursor, table, within))
  }
  return found
}

function readValue(cursor: Cursor, field: CompiledField): number | string | Uint8Array {
  switch (field.kind) {
    case KIND.uint8:
      return cursor.uint8(field)
    case KIND.uint32:
      return cursor.uint32(field)
    case KIND.cString:
      return cursor.cString(field)
    case KIND.octets:
    case KIND.list:
      return cursor.octets8(field)
  }
}

function inspectTlvs(cursor: Cursor): InspectedField[] {
  const { source, end } = cursor
  const found: InspectedField[] = []
  while (cursor.offset + 4 <= end) {
    const start = cursor.offset
    const tag = (source[start]! << 8) | source[start + 1]!
    const length = (source[start + 2]! << 8) | source[start + 3]!
    if (start + 4 + length > end) return found
    cursor.offset = start + 4 + length
    const name = tlvName(tag)
    const value = source.subarray(start + 4, cursor.offset)
    const tagHex = `0x${tag.toString(16).padStart(4, '0')}`
    found.push({ name: name ?? tagHex, ...placeOf(cursor, start), ...tlvValue(name, value), ...said(name && tagHex) })
  }
  return found
}

function tlvValue(name: keyof typeof TLV | undefined, value: Uint8Array): { value?: number | string } {
  const kind = name && TLV[name].kind
  if (kind === 'cString') return { value: decodeLatin1(value).replace(/\0.*$/s, '') }
  if (kind === 'uint' && value.length > 0 && value.length <= 4) {
    return { value: value.reduce((number, octet) => number * 0x100 + octet, 0) }
  }
  return {}
}

function placeOf(cursor: Cursor, start: number): { offset: number; octets: string } {
  return { offset: start, octets: toHex(cursor.source.subarray(start, cursor.offset)) }
}

function shown(value: number | string | Uint8Array): { value?: number | string } {
  return typeof value === 'object' ? {} : { value }
}

function said(meaning: string | undefined): { meaning?: string } {
  return meaning === undefined ? {} : { meaning }
}

function rest(octets: Uint8Array, offset: number): InspectedField {
  return { name: 'rest', offset, octets: toHex(octets.subarray(offset)) }
}
