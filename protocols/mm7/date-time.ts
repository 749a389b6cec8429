import { EncodeError } from '../octets/index.ts'

/** A moment on the wire: an absolute dateTime in milliseconds since 1970, or a duration in milliseconds. [23.140 8.7.10.1] */
export type Mm7Time = { readonly absolute: number } | { readonly relative: number }

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// xs:duration counts calendar months; without a calendar a month is 30 days and a year 365
const MONTH = 30 * DAY
const YEAR = 365 * DAY

// 0000-01-01 and 10000-01-01: four digits of year
const FIRST_MOMENT = -62_167_219_200_000
const AFTER_LAST_MOMENT = 253_402_300_800_000

// [XSD2 3.2.7] years of four digits only
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/
// [XSD2 3.2.6] not negative; nine digits keep the sum finite
const DURATION =
  /^P(?=[\dT])(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/

/** Milliseconds since 1970, or undefined. Without a zone it is UTC. */
export function parseDateTime(text: string): number | undefined {
  const found = DATE_TIME.exec(text.trim())
  if (!found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  const isMidnight = hour === 24 && minute === 0 && second === 0
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 59) return undefined
  const zone = zoneOffset(found[8] ?? 'Z')
  if (zone === undefined) return undefined
  const fraction = Math.floor(Number(found[7] ?? 0) * SECOND)
  return daysBefore(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction - zone
}

function zoneOffset(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4))
  if (hours > 14 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE)
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

/** Days from 1970-01-01 to a date of the Gregorian calendar; years begin in March so that the leap day is last. */
function daysBefore(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** `2026-11-22T06:01:44Z`, with milliseconds only where there are any. */
export function formatDateTime(at: number): string {
  if (!(at >= FIRST_MOMENT && at < AFTER_LAST_MOMENT)) throw new EncodeError('dateTime', String(at))
  const days = Math.floor(at / DAY)
  const rest = Math.floor(at - days * DAY)
  const [year, month, day] = dateOf(days)
  const milliseconds = rest % SECOND === 0 ? '' : `.${digits(rest % SECOND, 3)}`
  const time = [rest / HOUR, (rest / MINUTE) % 60, (rest / SECOND) % 60]
    .map((part) => digits(Math.floor(part), 2))
    .join(':')
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${time}${milliseconds}Z`
}

function dateOf(days: number): readonly [year: number, month: number, day: number] {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1]
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** Milliseconds of a duration, or undefined. */
export function parseDuration(text: string): number | undefined {
  const found = DURATION.exec(text.trim())
  if (!found) return undefined
  const units = [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND]
  return Math.round(units.reduce((sum, unit, i) => sum + unit * Number(found[i + 1] ?? 0), 0))
}

/** `P1DT2H30M`, `PT90.5S`, `PT0S`. */
export function formatDuration(duration: number): string {
  if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY)) throw new EncodeError('duration', String(duration))
  const days = Math.floor(duration / DAY)
  const hours = Math.floor((duration % DAY) / HOUR)
  const minutes = Math.floor((duration % HOUR) / MINUTE)
  const seconds = Math.floor(duration % MINUTE) / SECOND
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`
  if (days === 0 && time === '') return 'PT0S'
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`
}

export function parseMm7Time(text: string): Mm7Time | undefined {
  const absolute = parseDateTime(text)
  if (absolute !== undefined) return { absolute }
  const relative = parseDuration(text)
  return relative === undefined ? undefined : { relative }
}

export function formatMm7Time(time: Mm7Time): string {
  return 'absolute' in time ? formatDateTime(time.absolute) : formatDuration(time.relative)
}
