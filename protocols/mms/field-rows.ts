import { FIELDS, type FieldName } from './fields.ts'
import { mustBeThere, type Presence } from './pdu-row.ts'
import { PDUS, type PduType, repeatsIn } from './pdus.ts'
import type { ValueKind } from './value-kinds.ts'

/** One field of one PDU type, with all that reading and writing ask of it. */
export type FieldRow = {
  readonly name: FieldName
  readonly number: number
  /** The row of FIELDS pairs the kind with its own type. */
  readonly kind: ValueKind<unknown>
  readonly presence: Presence
  readonly isMandatory: boolean
  readonly repeats: boolean
}

/** The fields of each PDU type, in the order we write them: PDUS and FIELDS joined once, as every PDU goes by them. */
export const FIELD_ROWS: Readonly<Record<PduType, readonly FieldRow[]>> = Object.fromEntries(
  Object.keys(PDUS).map((type) => [type, rowsOf(type as PduType)]),
) as Record<PduType, readonly FieldRow[]>

function rowsOf(type: PduType): readonly FieldRow[] {
  return Object.entries<Presence>(PDUS[type].fields).map(([key, presence]) => {
    const name = key as FieldName
    return {
      name,
      number: FIELDS[name].number,
      kind: FIELDS[name].kind as ValueKind<unknown>,
      presence,
      isMandatory: mustBeThere(presence),
      repeats: repeatsIn(type, name),
    }
  })
}

const BY_NUMBER: ReadonlyMap<string, ReadonlyMap<number | string, FieldRow>> = new Map(
  Object.entries(FIELD_ROWS).map(([type, rows]) => [type, new Map(rows.map((row) => [row.number, row]))]),
)

/** A field of a PDU type by its number; a field that is written out by its name is none of ours. */
export function fieldRow(type: PduType, field: number | string): FieldRow | undefined {
  return BY_NUMBER.get(type)?.get(field)
}
