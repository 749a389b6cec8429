import { type CompiledField, compile, type Flatten, type Table, type Values } from '../fields.ts'
import type { Tlv } from '../tlvs.ts'

/** One PDU as a table: everything else about it is derived. */
export type Definition<Name extends string, T extends Table, Form extends 'request' | 'response'> = {
  readonly command: Name
  readonly id: number
  readonly form: Form
  readonly table: T
  readonly fields: readonly CompiledField[]
  /** A PDU with nothing set. Decoding copies it, so that all PDUs of a command have one shape. */
  readonly blank: Readonly<Record<string, unknown>>
}

/** Fields that requests and responses have alike. */
export type PduHead<Name extends string = string> = {
  readonly command: Name
  readonly commandStatus: number
  readonly sequenceNumber: number
}

/** The type of a PDU, from its table. The body of a response may be absent. [SMPP34 4.1.2 to 4.12.2, notes on errors] */
export type PduOf<D> =
  D extends Definition<infer Name, infer T, infer Form>
    ? Flatten<
        PduHead<Name> & (Form extends 'response' ? Partial<Values<T>> : Values<T>) & { readonly tlvs: readonly Tlv[] }
      >
    : never

/** Most significant bit of command_id: set in responses. [SMPP34 5.1.2] */
export const RESPONSE_BIT = 0x80000000

export const NO_TLVS: readonly Tlv[] = Object.freeze([])

export function request<const Name extends string, T extends Table>(
  command: Name,
  id: number,
  table: T,
): Definition<Name, T, 'request'> {
  return { command, id, form: 'request', table, fields: compile(table), blank: blankOf(command, table) }
}

/** The response to a request: its name and its id follow from the request's. */
export function responseTo<const Name extends string, T extends Table>(
  answered: { readonly command: Name; readonly id: number },
  table: T,
): Definition<`${Name}_resp`, T, 'response'> {
  const command = `${answered.command}_resp` as const
  const id = answered.id + RESPONSE_BIT
  return { command, id, form: 'response', table, fields: compile(table), blank: blankOf(command, table) }
}

function blankOf(command: string, table: Table): Readonly<Record<string, unknown>> {
  const empties = Object.entries(table).map(([name, { empty }]) => [name, empty])
  return { command, commandStatus: 0, sequenceNumber: 0, ...Object.fromEntries(empties), tlvs: NO_TLVS }
}
