/** [SMPP34 7.1.1] Times of SMPP are sixteen characters, `YYMMDDhhmmsstnnp`, or none at all. */
export type SmppTime =
  | { readonly kind: 'none' }
  /** Milliseconds since 1970 in UTC. */
  | { readonly kind: 'absolute'; readonly at: number }
  /** Milliseconds from when the message arrived; a month counts 30 days and a year 365. */
  | { readonly kind: 'relative'; readonly offsetMs: number }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const QUARTER_MS = 15 * MINUTE_MS

/** Quarter hours between UTC and local time, at most. [SMPP34 7.1.1.1] */
const QUARTERS_MAX = 48

/** Two-digit years from here on are of the last century. [SMPP50 4.7.23.4] */
const LAST_CENTURY_FROM = 38

const PATTERN = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([+\-R])$/

/** The time that a text means, or undefined for a text that means none. */
export function parseTime(text: string): SmppTime | undefined {
  if (text === '') return { kind: 'none' }
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [years, months, days, hours, minutes, seconds, tenths, quarters] = match.slice(1, 9).map(Number)
  const clock = { hours: hours!, minutes: minutes!, seconds: seconds! }
  const date = { years: years!, months: months!, days: days! }
  const sign = match[9]
  if (sign === 'R') return relative(date, clock)
  if (quarters! > QUARTERS_MAX) return undefined
  const local = absolute(date, clock)
  const ahead = quarters! * QUARTER_MS * (sign === '-' ? -1 : 1)
  return local === undefined ? undefined : { kind: 'absolute', at: local + tenths! * 100 - ahead }
}

/** An instant as an absolute time in UTC, cut to tenths of a second. */
export function formatAbsoluteTime(at: number): string {
  const within = ((at % DAY_MS) + DAY_MS) % DAY_MS
  const tenth = Math.floor((within % SECOND_MS) / 100)
  return `${datePairs(at)}${clockPairs(within)}${tenth}00+`
}

/** A duration as a relative time, in days and below, cut to seconds; more than 99 days go into months and years. */
export function formatRelativeTime(offsetMs: number): string {
  const days = Math.floor(offsetMs / DAY_MS)
  const years = Math.floor(days / 365)
  const months = Math.floor((days % 365) / 30)
  return `${pair(Math.min(years, 99))}${pair(months)}${pair((days % 365) % 30)}${clockPairs(offsetMs % DAY_MS)}000R`
}

/** `YYMMDDhhmm`, with `ss` when twelve digits are wanted: the dates of receipts, in UTC. [SMPP34 appendix B] */
export function formatReceiptDate(at: number, digits: 10 | 12 = 10): string {
  const time = clockPairs(((at % DAY_MS) + DAY_MS) % DAY_MS)
  return datePairs(at) + (digits === 10 ? time.slice(0, 4) : time)
}

/** The instant of a receipt's date, or undefined. */
export function parseReceiptDate(text: string): number | undefined {
  if (!/^(\d{10}|\d{12})$/.test(text)) return undefined
  const time = parseTime(`${text.padEnd(12, '0')}000+`)
  return time?.kind === 'absolute' ? time.at : undefined
}

type CalendarDate = { years: number; months: number; days: number }
type WallClock = { hours: number; minutes: number; seconds: number }

function relative({ years, months, days }: CalendarDate, clock: WallClock): SmppTime {
  return { kind: 'relative', offsetMs: (years * 365 + months * 30 + days) * DAY_MS + clockMs(clock) }
}

function absolute({ years, months, days }: CalendarDate, clock: WallClock): number | undefined {
  const year = years < LAST_CENTURY_FROM ? 2000 + years : 1900 + years
  if (clock.hours > 23 || clock.minutes > 59 || clock.seconds > 59) return undefined
  const day = Date.UTC(year, months - 1, days) / DAY_MS
  const date = dateOf(day)
  const exists = date.month === months && date.day === days
  return exists ? day * DAY_MS + clockMs(clock) : undefined
}

function clockMs({ hours, minutes, seconds }: WallClock): number {
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS
}

function datePairs(at: number): string {
  const { year, month, day } = dateOf(Math.floor(at / DAY_MS))
  return pair(year % 100) + pair(month) + pair(day)
}

function clockPairs(withinDay: number): string {
  const seconds = Math.floor(withinDay / SECOND_MS)
  return pair(Math.floor(seconds / 3600)) + pair(Math.floor(seconds / 60) % 60) + pair(seconds % 60)
}

const PAIRS: readonly string[] = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))

/** Two digits of a number below 100. */
function pair(number: number): string {
  return PAIRS[number] ?? ''
}

/** The Gregorian date of a day counted from 1970-01-01; the year is counted from March, so that leap days end it. */
function dateOf(dayNumber: number): { year: number; month: number; day: number } {
  const shifted = dayNumber + 719468 // days from 0000-03-01
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
