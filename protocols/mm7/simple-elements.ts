import { EncodeError } from '../octets/index.ts'
import { formatDateTime, formatMm7Time, type Mm7Time, parseDateTime, parseMm7Time } from './date-time.ts'
import { type Shape, simple } from './element-fields.ts'

/** Text for people, exactly as it came: Subject, StatusText. */
export const text: Shape<string> = simple(
  (given) => given,
  (value) => value,
)

/** Text for machines: blanks around it come from pretty printers. */
export const token: Shape<string> = simple(
  (given) => given.trim(),
  (value) => value,
)

// [XSD2 3.2.2]
export const boolean: Shape<boolean> = simple(parseBoolean, String)

export function parseBoolean(given: string): boolean | undefined {
  const word = given.trim().toLowerCase()
  if (word === 'true' || word === '1') return true
  return word === 'false' || word === '0' ? false : undefined
}

export const positiveInteger: Shape<number> = simple(parsePositiveInteger, formatPositiveInteger)

export function parsePositiveInteger(given: string): number | undefined {
  const digits = given.trim()
  return /^\+?0{0,9}[1-9]\d{0,8}$/.test(digits) ? Number(digits) : undefined
}

export function formatPositiveInteger(value: number): string {
  if (!Number.isInteger(value) || value < 1) throw new EncodeError('positiveInteger', String(value))
  return String(value)
}

/** An xs:dateTime as milliseconds since 1970. */
export const dateTime: Shape<number> = simple(parseDateTime, formatDateTime)

/** An xs:dateTime or an xs:duration. */
export const time: Shape<Mm7Time> = simple(parseMm7Time, formatMm7Time)

/** One word of a list, recognised in any case. */
export function oneOf<const W extends string>(words: readonly W[]): Shape<W> {
  return simple(
    (given) => words.find((word) => word.toLowerCase() === given.trim().toLowerCase()),
    (value) => value,
  )
}
