/** Finds one sequence of octets in many, skipping ahead by its last octet (Horspool). */
export type OctetPattern = {
  readonly octets: Uint8Array
  /** How far to go on from an octet that the pattern does not end with; 0 for the one it ends with. */
  readonly skips: Uint8Array
  /** How far to go on where only the last octet was right. */
  readonly skipPastEnd: number
}

/** The longest pattern: skips are octets. A boundary is at most 70. */
const PATTERN_LENGTH_MAX = 255

/** Builds the skip table once for many searches. */
export function octetPattern(octets: Uint8Array): OctetPattern {
  const { length } = octets
  if (length === 0 || length > PATTERN_LENGTH_MAX) throw new RangeError('pattern length')
  const skips = new Uint8Array(256).fill(length)
  for (let i = 0; i < length - 1; i++) skips[octets[i]!] = length - 1 - i
  const lastOctet = octets[length - 1]!
  const skipPastEnd = skips[lastOctet]!
  skips[lastOctet] = 0
  return { octets, skips, skipPastEnd }
}

/** Offset of the first occurrence at or after `from`, or -1. */
export function indexOfOctets(haystack: Uint8Array, { octets, skips, skipPastEnd }: OctetPattern, from = 0): number {
  const last = octets.length - 1
  const end = haystack.length
  for (let at = from + last; at < end; ) {
    const skip = skips[haystack[at]!]!
    if (skip === 0 && matches(haystack, octets, at - last)) return at - last
    at += skip === 0 ? skipPastEnd : skip
  }
  return -1
}

function matches(haystack: Uint8Array, octets: Uint8Array, at: number): boolean {
  for (let i = 0; i < octets.length; i++) if (haystack[at + i] !== octets[i]) return false
  return true
}
