import { type Decoded, decoded, malformed } from '../octets/index.ts'
import { type ContentType, contentType, parseContentType } from './content-type.ts'
import { decodeHeaderFields } from './header-fields.ts'
import { indexOfOctets, type OctetPattern, octetPattern } from './octet-search.ts'
import { decodeTransferEncoding } from './transfer-encoding.ts'

/** [RFC2046 5.1.1] */
export const BOUNDARY_LENGTH_MAX = 70
/** Not from a standard: far beyond any message, small enough to be harmless. */
export const PARTS_MAX = 500

/** One body part; `body` is what its transfer encoding meant, and a view of the input where nothing had to change. */
export type MimePart = {
  readonly headers: ReadonlyMap<string, string>
  readonly contentType: ContentType
  readonly contentId?: string
  readonly contentLocation?: string
  readonly body: Uint8Array
}

const LF = 10
const CR = 13
const DASH = 45

// [RFC2045 5.2] what a part is when it does not say, or says nonsense
const DEFAULT_CONTENT_TYPE = contentType('text/plain', { charset: 'us-ascii' })

type Delimiter = { readonly at: number; readonly next: number; readonly isLast: boolean }

/** Splits a multipart body. Line ends may be LF or CRLF; preamble and epilogue are ignored. [RFC2046 5.1] */
export function decodeMultipart(octets: Uint8Array, boundary: string): Decoded<MimePart[]> {
  const dashed = new TextEncoder().encode(`\n--${boundary}`)
  if (boundary === '' || dashed.length > BOUNDARY_LENGTH_MAX + 3) return malformed('boundary', 'multipart', 0)
  const pattern = octetPattern(dashed)
  const parts: MimePart[] = []
  let delimiter = firstDelimiter(octets, pattern)
  while (delimiter && !delimiter.isLast) {
    if (parts.length === PARTS_MAX) return malformed('too-many', 'multipart', delimiter.at)
    const following = nextDelimiter(octets, pattern, delimiter.next - 1)
    if (!following) break
    const part = decodePart(octets, delimiter.next, endBefore(octets, delimiter.next, following.at))
    if (!part.ok) return part
    parts.push(part.value)
    delimiter = following
  }
  return delimiter?.isLast ? decoded(parts) : malformed('truncated', 'multipart', octets.length)
}

function firstDelimiter(octets: Uint8Array, pattern: OctetPattern): Delimiter | undefined {
  const dashed = pattern.octets
  const startsWithIt = dashed.every((octet, i) => i === 0 || octets[i - 1] === octet)
  const atStart = startsWithIt ? delimiterEnd(octets, 0, dashed.length - 1) : undefined
  return atStart ?? nextDelimiter(octets, pattern, 0)
}

/** `from` is the LF that may begin the delimiter: an empty part shares it with the delimiter before. */
function nextDelimiter(octets: Uint8Array, pattern: OctetPattern, from: number): Delimiter | undefined {
  for (let at = indexOfOctets(octets, pattern, from); at >= 0; at = indexOfOctets(octets, pattern, at + 1)) {
    const delimiter = delimiterEnd(octets, at, at + pattern.octets.length)
    if (delimiter) return delimiter
  }
  return undefined
}

/** A longer boundary that begins with ours is no delimiter; blanks after it are padding. [RFC2046 5.1.1] */
function delimiterEnd(octets: Uint8Array, at: number, afterBoundary: number): Delimiter | undefined {
  if (octets[afterBoundary] === DASH && octets[afterBoundary + 1] === DASH) {
    return { at, next: afterBoundary + 2, isLast: true }
  }
  let end = afterBoundary
  while (octets[end] === 32 || octets[end] === 9) end++
  if (octets[end] === CR) end++
  return octets[end] === LF ? { at, next: end + 1, isLast: false } : undefined
}

/** The line end before a delimiter belongs to the delimiter. [RFC2046 5.1.1] */
function endBefore(octets: Uint8Array, start: number, newline: number): number {
  const end = octets[newline - 1] === CR ? newline - 1 : newline
  return Math.max(start, end)
}

function decodePart(octets: Uint8Array, start: number, end: number): Decoded<MimePart> {
  const block = decodeHeaderFields(octets, start, end)
  if (!block.ok) return block
  const { fields, bodyAt } = block.value
  const encoding = fields.get('content-transfer-encoding') ?? ''
  const body = decodeTransferEncoding(encoding, octets.subarray(bodyAt, end))
  if (!body.ok) return malformed(body.malformed.kind, body.malformed.path, bodyAt)
  return decoded({ headers: fields, ...describe(fields), body: body.value })
}

function describe(fields: ReadonlyMap<string, string>): Omit<MimePart, 'headers' | 'body'> {
  const type = parseContentType(fields.get('content-type') ?? '')
  const id = fields.get('content-id')
  const location = fields.get('content-location')
  return {
    contentType: type.ok ? type.value : DEFAULT_CONTENT_TYPE,
    ...(id !== undefined && { contentId: bareContentId(id) }),
    ...(location !== undefined && { contentLocation: location }),
  }
}

/** A Content-ID without its angle brackets, which some senders forget. [RFC2045 7] */
export function bareContentId(text: string): string {
  return text
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .trim()
}
