/** Finds one sequence of octets in many, skipping ahead by its last octet (Horspool). */
export type OctetPattern = { readonly octets: Uint8Array; readonly skips: Uint8Array }

/** The longest pattern: skips are octets. A boundary is at most 70. */
const PATTERN_LENGTH_MAX = 255

/** Builds the skip table once for many searches. */
export function octetPattern(octets: Uint8Array): OctetPattern {
  if (octets.length === 0 || octets.length > PATTERN_LENGTH_MAX) throw new RangeError('pattern length')
  const skips = new Uint8Array(256).fill(octets.length)
  for (let i = 0; i < octets.length - 1; i++) skips[octets[i]!] = octets.length - 1 - i
  return { octets, skips }
}

/** Offset of the first occurrence at or after `from`, or -1. */
export function indexOfOctets(haystack: Uint8Array, { octets, skips }: OctetPattern, from = 0): number {
  const last = octets.length - 1
  const lastOctet = octets[last]!
  const end = haystack.length
  for (let at = from + last; at < end; ) {
    const octet = haystack[at]!
    if (octet === lastOctet && matches(haystack, octets, at - last)) return at - last
    at += skips[octet]!
  }
  return -1
}

function matches(haystack: Uint8Array, octets: Uint8Array, at: number): boolean {
  for (let i = 0; i < octets.length; i++) if (haystack[at + i] !== octets[i]) return false
  return true
}
