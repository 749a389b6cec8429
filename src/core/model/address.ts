declare const addressBrand: unique symbol

/** `+12025550101` (E.164), `55225` (short code) or `ACME` (alphanumeric sender). Parsed once, at the edge. */
export type Address = string & { readonly [addressBrand]: true }

export type AddressKind = 'e164' | 'short-code' | 'alphanumeric'

const E164_DIGITS = { min: 8, max: 15 } as const
const SHORT_CODE_DIGITS = { min: 3, max: 6 } as const
const ALPHANUMERIC_LENGTH = 11
// Documentation uses area code 555, so unlike the real plan any NXX-NXX pair counts as dialable.
const NORTH_AMERICA = /^\+1[2-9]\d{2}[2-9]\d{6}$/
const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)\d{7}$/

/** An address as people and peers write it (`+1 202 555 0101`, `12025550101`, `55225`, `ACME`); undefined if it is none. */
export function parseAddress(text: string): Address | undefined {
  const compact = text.replace(/[\s().-]/g, '')
  const digits = /^\+?(\d+)$/.exec(compact)?.[1]
  if (digits === undefined) return parseAlphanumeric(text.trim())
  if (compact.startsWith('+') || digits.length >= E164_DIGITS.min) return parseE164(digits)
  return parseShortCode(digits)
}

export function addressKind(address: Address): AddressKind {
  if (address.startsWith('+')) return 'e164'
  return /^\d+$/.test(address) ? 'short-code' : 'alphanumeric'
}

/** Whether the carrier can route to it at all: product.md section 2. Short codes are routed only where somebody owns them. */
export function isDialable(address: Address): boolean {
  if (addressKind(address) !== 'e164') return false
  return address.startsWith('+1') ? NORTH_AMERICA.test(address) : true
}

export function isTollFree(address: Address): boolean {
  return TOLL_FREE.test(address)
}

/** A set of addresses as one string, order-free: the identity of a group. */
export function addressSetKey(addresses: Iterable<Address>): string {
  return [...new Set(addresses)].sort().join(',')
}

function parseE164(digits: string): Address | undefined {
  if (digits.startsWith('0') || digits.length > E164_DIGITS.max || digits.length < E164_DIGITS.min) return undefined
  return `+${digits}` as Address
}

function parseShortCode(digits: string): Address | undefined {
  if (digits.length < SHORT_CODE_DIGITS.min || digits.length > SHORT_CODE_DIGITS.max) return undefined
  return digits as Address
}

function parseAlphanumeric(text: string): Address | undefined {
  const fits = text.length > 0 && text.length <= ALPHANUMERIC_LENGTH
  return fits && /^[\p{L}\p{N} ._&-]+$/u.test(text) && /\p{L}/u.test(text) ? (text as Address) : undefined
}
