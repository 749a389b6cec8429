/** What is wrong with octets or text that a peer sent: what, in which field, and at which octet. */
export type Malformed = {
  /** A short stable word for the kind of mistake, for example `truncated` or `unterminated`. */
  readonly kind: string
  /** The field that was being read, dotted from the outside in, for example `submit_sm.source_addr`. */
  readonly path: string
  /** Offset in octets (characters for text formats) from the start of what was decoded. */
  readonly offset: number
}

/** The answer of every decoder: a value, or what is wrong with the input. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly malformed: Malformed }

export function decoded<T>(value: T): Decoded<T> {
  return { ok: true, value }
}

export function malformed<T = never>(kind: string, path: string, offset: number): Decoded<T> {
  return { ok: false, malformed: { kind, path, offset } }
}

/** One sentence for a log or an answer: `truncated at octet 12 (submit_sm.source_addr)`. */
export function describeMalformed({ kind, path, offset }: Malformed): string {
  return `${kind} at octet ${offset}${path ? ` (${path})` : ''}`
}

/** Thrown when our own code asks for octets that the format cannot carry: a bug here, never a peer's mistake. */
export class EncodeError extends Error {
  readonly path: string
  constructor(path: string, message: string) {
    super(`${path}: ${message}`)
    this.name = 'EncodeError'
    this.path = path
  }
}
