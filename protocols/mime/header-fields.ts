import { type Decoded, decoded, malformed } from '../octets/index.ts'

/** Not from a standard: more than any part of a message carries. */
export const HEADER_OCTETS_MAX = 16_384
export const HEADER_FIELDS_MAX = 128

const LF = 10
const CR = 13

export type HeaderBlock = { readonly fields: Map<string, string>; readonly bodyAt: number }

/** Reads header fields up to the empty line: names in lower case, folded lines joined. [RFC822 3.1] */
export function decodeHeaderFields(octets: Uint8Array, start: number, end: number): Decoded<HeaderBlock> {
  const block = findHeaderBlock(octets, start, end)
  if (block.end - start > HEADER_OCTETS_MAX) return malformed('too-long', 'headers', start + HEADER_OCTETS_MAX)
  const fields = new Map<string, string>()
  const text = new TextDecoder().decode(octets.subarray(start, block.end)).replace(/\r?\n[ \t]+/g, ' ')
  const lines = text.split('\n').filter((line) => line.trimEnd() !== '')
  if (lines.length > HEADER_FIELDS_MAX) return malformed('too-many', 'headers', start)
  for (const line of lines) if (!addField(fields, line.trimEnd())) return malformed('header', 'headers', start)
  return decoded({ fields, bodyAt: block.bodyAt })
}

function addField(fields: Map<string, string>, line: string): boolean {
  const colon = line.indexOf(':')
  const name = line.slice(0, colon).trim().toLowerCase()
  if (colon <= 0 || name === '' || /\s/.test(name)) return false
  if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  return true
}

/** Where the header text ends and the body begins; without an empty line all of it is headers. */
function findHeaderBlock(octets: Uint8Array, start: number, end: number): { end: number; bodyAt: number } {
  for (let lineAt = start; lineAt < end; ) {
    const newline = octets.indexOf(LF, lineAt)
    const lineEnd = newline < 0 || newline >= end ? end : newline
    const isEmpty = lineEnd === lineAt || (lineEnd === lineAt + 1 && octets[lineAt] === CR)
    if (isEmpty) return { end: lineAt, bodyAt: Math.min(lineEnd + 1, end) }
    if (lineEnd - start > HEADER_OCTETS_MAX) return { end: lineEnd, bodyAt: end }
    lineAt = lineEnd + 1
  }
  return { end, bodyAt: end }
}
