import { type Decoded, Reader } from '../octets/index.ts'
import { FIELDS, type FieldName } from './fields.ts'
import type { FieldSpan } from './kept-field.ts'
import type { ValueKind } from './value-kinds.ts'

/** The value of one field; it must fill its octets exactly. */
export function readValue(octets: Uint8Array, { valueStart, end }: FieldSpan, name: FieldName): Decoded<unknown> {
  const field = FIELDS[name]
  const reader = new Reader(octets, valueStart, end)
  // Every row pairs its kind with its own type; here the row is not known, and the value is passed on unread.
  const value = (field.kind as ValueKind<unknown>).read(reader, field.name)
  if (reader.remaining > 0) reader.fail('bad-value', field.name)
  return reader.finish(value)
}
