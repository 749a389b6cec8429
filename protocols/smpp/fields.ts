import { STATUS } from './command-status.ts'

/** The kinds of mandatory fields, numbered so that decoder and encoder are one dense switch each. */
export const KIND = { uint8: 0, uint32: 1, cString: 2, octets: 3, list: 4 } as const
export type Kind = (typeof KIND)[keyof typeof KIND]

/** One field of a table. `empty` is the value of an absent field and carries the type. */
export type Field<T> = {
  readonly kind: Kind
  readonly empty: T
  /** Octets at most, the NUL of a C-octet string included. */
  readonly max: number
  /** The command_status that answers a bad value of this field. */
  readonly status: number
  readonly shape?: ListShape
}

/** Fields by name, in the order of the wire. */
export type Table = Readonly<Record<string, Field<unknown>>>

/** The tables of a list's items, by the flag that precedes each item, or under 0 when there is no flag. */
export type ListShape = {
  readonly flag?: string
  readonly flagStatus: number
  readonly tables: Readonly<Record<number, Table>>
}

export type Values<T extends Table> = { readonly [K in keyof T]: T[K] extends Field<infer V> ? V : never }

/** [SMPP34 3.1] Integer of one octet. */
export function uint8(): Field<number> {
  return { kind: KIND.uint8, empty: 0, max: 1, status: STATUS.ESME_RINVCMDLEN }
}

/** [SMPP34 3.1] Integer of four octets. */
export function uint32(): Field<number> {
  return { kind: KIND.uint32, empty: 0, max: 4, status: STATUS.ESME_RINVCMDLEN }
}

/** [SMPP34 3.1] C-octet string of at most `max` octets with its NUL. */
export function cString(max: number, status: number = STATUS.ESME_RINVCMDLEN): Field<string> {
  return { kind: KIND.cString, empty: '', max, status }
}

/** [SMPP34 7.1.1] Empty, or sixteen characters of time. Its grammar is times.ts. */
export function time(status: number): Field<string> {
  return cString(17, status)
}

/** Octets behind a length of one octet: sm_length and short_message. [SMPP34 5.2.21, 5.2.22] */
export function octets8(status: number): Field<Uint8Array> {
  return { kind: KIND.octets, empty: NO_OCTETS, max: 255, status }
}

/** Items of one table behind a count of one octet. */
export function list<T extends Table>(table: T, status: number): Field<readonly Values<T>[]> {
  return { kind: KIND.list, empty: [], max: 255, status, shape: { flagStatus: status, tables: { 0: table } } }
}

/** Items behind a count of one octet, each with a flag that says which table follows. */
export function listByFlag<const Flag extends string, C extends Readonly<Record<number, Table>>>(
  flag: Flag,
  tables: C,
  statuses: { count: number; flag: number },
): Field<readonly FlaggedItem<Flag, C>[]> {
  return {
    kind: KIND.list,
    empty: [],
    max: 255,
    status: statuses.count,
    shape: { flag, flagStatus: statuses.flag, tables },
  }
}

type FlaggedItem<Flag extends string, C extends Readonly<Record<number, Table>>> = {
  [N in keyof C]: Flatten<{ readonly [F in Flag]: N } & Values<C[N] extends Table ? C[N] : never>>
}[keyof C]

/** Shows an intersection as one object type. */
export type Flatten<T> = { [K in keyof T]: T[K] }

export const NO_OCTETS = new Uint8Array(0)

/** A field made ready for the loops of decoder and encoder. */
export type CompiledField = {
  readonly name: string
  /** The standard's own spelling, for the paths of mistakes. */
  readonly wireName: string
  readonly kind: Kind
  readonly max: number
  readonly status: number
  readonly list: CompiledList | undefined
}

export type CompiledList = {
  readonly flag: CompiledField | undefined
  readonly tables: ReadonlyMap<number, readonly CompiledField[]>
}

export function compile(table: Table): readonly CompiledField[] {
  return Object.entries(table).map(([name, { kind, max, status, shape }]) => ({
    name,
    wireName: wireName(name),
    kind,
    max,
    status,
    list: shape && compileList(shape),
  }))
}

function compileList({ flag, flagStatus, tables }: ListShape): CompiledList {
  const compiled = Object.entries(tables).map(([number, table]) => [Number(number), compile(table)] as const)
  const [flagField] = flag === undefined ? [] : compile({ [flag]: { ...uint8(), status: flagStatus } })
  return { flag: flagField, tables: new Map(compiled) }
}

function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
