// Numbers as people write them, and as the network does. Pure.
import type { PhoneNumber } from './wire.ts'

/** Country codes of one and two digits; every other country has three. [E.164 annex D] */
const SHORT_COUNTRY_CODES = new Set(
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** `+1 202 555 0101`, `+49 151 234 567 89`, `55225`. */
export function writtenNumber(number: PhoneNumber): string {
  const digits = /^\+(\d+)$/.exec(number)?.[1]
  if (digits === undefined) return number
  const country = countryCode(digits)
  const rest = digits.slice(country.length)
  if (country === '1' && rest.length === 10) return `+1 ${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`
  return [`+${country}`, ...inThrees(rest)].join(' ')
}

/** What somebody typed or pasted as a number: E.164, a short code, or null if it is neither. */
export function typedNumber(typed: string): PhoneNumber | null {
  const bare = typed.trim().replace(/^(tel|sms):/i, '')
  if (!/^\+?[\d\s().\-/]+$/.test(bare)) return null
  const digits = bare.replace(/\D/g, '')
  if (bare.startsWith('+')) return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : null
  if (digits.length >= 3 && digits.length <= 6) return digits
  if (digits.length === 10) return `+1${digits}`
  return digits.length === 11 && digits.startsWith('1') ? `+${digits}` : null
}

/** One of twelve colours that a number always has. */
export function hueOf(number: PhoneNumber): number {
  let hash = 7
  for (const digit of number) hash = (hash * 31 + digit.charCodeAt(0)) % 9973
  return hash % 12
}

/** Groups of three, and a last one of up to four: no digit stands alone. */
function inThrees(digits: string): string[] {
  if (digits.length <= 4) return digits === '' ? [] : [digits]
  return [digits.slice(0, 3), ...inThrees(digits.slice(3))]
}

function countryCode(digits: string): string {
  return [digits.slice(0, 1), digits.slice(0, 2)].find((code) => SHORT_COUNTRY_CODES.has(code)) ?? digits.slice(0, 3)
}
