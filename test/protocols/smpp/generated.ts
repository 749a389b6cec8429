import fc from 'fast-check'
import { type Field, KIND, type Table } from '../../../protocols/smpp/fields.ts'
import type { Pdu } from '../../../protocols/smpp/index.ts'
import { PDUS } from '../../../protocols/smpp/pdus/index.ts'

const uint32 = fc.nat(0xffffffff)

/** Any PDU whatever, drawn from the same tables that decoder and encoder read. */
export const anyPdu: fc.Arbitrary<Pdu> = fc.oneof(
  ...PDUS.map((definition) =>
    fc.record({
      command: fc.constant(definition.command),
      commandStatus: uint32,
      sequenceNumber: uint32,
      ...arbitraryValues(definition.table),
      tlvs: fc.array(fc.record({ tag: fc.nat(0xffff), value: fc.uint8Array({ maxLength: 300 }) }), { maxLength: 4 }),
    }),
  ),
) as fc.Arbitrary<Pdu> // the tables are those the type is derived from

function arbitraryValues(table: Table): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(table).map(([name, field]) => [name, arbitraryValue(field)]))
}

function arbitraryValue(field: Field<unknown>): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case KIND.uint8:
      return fc.nat(0xff)
    case KIND.uint32:
      return uint32
    case KIND.cString:
      return fc
        .array(fc.integer({ min: 1, max: 0xff }), { maxLength: field.max - 1 })
        .map((units) => String.fromCharCode(...units))
    case KIND.octets:
      return fc.uint8Array({ maxLength: field.max })
    case KIND.list:
      return fc.array(itemOf(field), { maxLength: 5 })
  }
}

function itemOf({ shape }: Field<unknown>): fc.Arbitrary<unknown> {
  const items = Object.entries(shape?.tables ?? {}).map(([flag, table]) =>
    fc.record({ ...(shape?.flag && { [shape.flag]: fc.constant(Number(flag)) }), ...arbitraryValues(table) }),
  )
  return fc.oneof(...items)
}
