import { concat, EncodeError } from '../octets/index.ts'
import { type ContentType, formatContentType, oneLine } from './content-type.ts'
import { BOUNDARY_LENGTH_MAX } from './multipart-decode.ts'
import { indexOfOctets, octetPattern } from './octet-search.ts'
import { encodeBase64 } from './transfer-encoding.ts'

/** A part to be written. Without `transferEncoding` the body goes as it is and no header says so. */
export type OutgoingPart = {
  readonly contentType: ContentType
  readonly contentId?: string
  readonly contentLocation?: string
  readonly transferEncoding?: '7bit' | '8bit' | 'binary' | 'base64'
  readonly body: Uint8Array
}

// [RFC2046 5.1.1] bchars, not ending in a space
const BOUNDARY = /^[\w'()+,\-./:=? ]*[\w'()+,\-./:=?]$/

/** Writes a multipart body with CRLF line ends, no preamble and no epilogue. [RFC2046 5.1] */
export function encodeMultipart(parts: readonly OutgoingPart[], boundary: string): Uint8Array<ArrayBuffer> {
  if (!BOUNDARY.test(boundary) || boundary.length > BOUNDARY_LENGTH_MAX) {
    throw new EncodeError('multipart.boundary', 'not a boundary')
  }
  if (parts.length === 0) throw new EncodeError('multipart', 'has no parts')
  const text = new TextEncoder()
  const bodies = parts.map(transferEncoded)
  if (bodies.some((body) => occursIn(body, boundary))) throw new EncodeError('multipart', 'boundary occurs in a part')
  const pieces = parts.flatMap((part, i) => [text.encode(partHead(part, boundary, i === 0)), bodies[i]!])
  return concat([...pieces, text.encode(`\r\n--${boundary}--\r\n`)])
}

/** The wish, or the wish with the first number that makes it a boundary no body contains. */
export function pickBoundary(wish: string, bodies: readonly Uint8Array[]): string {
  let boundary = wish
  for (let n = 1; bodies.some((body) => occursIn(body, boundary)); n++) boundary = `${wish}.${n}`
  return boundary
}

function occursIn(body: Uint8Array, boundary: string): boolean {
  return indexOfOctets(body, octetPattern(new TextEncoder().encode(`--${boundary}`))) >= 0
}

function transferEncoded(part: OutgoingPart): Uint8Array {
  return part.transferEncoding === 'base64' ? new TextEncoder().encode(encodeBase64(part.body)) : part.body
}

function partHead(part: OutgoingPart, boundary: string, isFirst: boolean): string {
  const lines = [`--${boundary}`, `Content-Type: ${formatContentType(part.contentType)}`]
  if (part.contentId !== undefined) lines.push(`Content-ID: <${oneLine(part.contentId)}>`)
  if (part.contentLocation !== undefined) lines.push(`Content-Location: ${oneLine(part.contentLocation)}`)
  if (part.transferEncoding !== undefined) lines.push(`Content-Transfer-Encoding: ${part.transferEncoding}`)
  return `${isFirst ? '' : '\r\n'}${lines.join('\r\n')}\r\n\r\n`
}
