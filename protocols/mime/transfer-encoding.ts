import { type Decoded, decoded, malformed } from '../octets/index.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const LINE_LENGTH = 76 // [RFC2045 6.8]
const IGNORED = 64
const PADDING = 65
const SEXTETS = Uint8Array.from({ length: 256 }, (_, octet) => sextetOf(octet))

function sextetOf(octet: number): number {
  const at = BASE64.indexOf(String.fromCharCode(octet))
  if (at >= 0) return at
  return octet === 61 ? PADDING : IGNORED
}

/** The octets meant by a body in a Content-Transfer-Encoding. A view where nothing has to change. [RFC2045 6] */
export function decodeTransferEncoding(encoding: string, octets: Uint8Array): Decoded<Uint8Array> {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return decoded(octets)
    case 'base64':
      return decodeBase64(octets)
    case 'quoted-printable':
      return decoded(decodeQuotedPrintable(octets))
  }
  return malformed('transfer-encoding', 'content-transfer-encoding', 0)
}

/** Octets outside the alphabet are ignored, padding ends the data, and missing padding is forgiven. [RFC2045 6.8] */
export function decodeBase64(octets: Uint8Array): Decoded<Uint8Array> {
  const out = new Uint8Array(Math.ceil((octets.length * 3) / 4))
  let length = 0
  let bits = 0
  let count = 0
  for (let i = 0; i < octets.length; i++) {
    const sextet = SEXTETS[octets[i]!]!
    if (sextet === PADDING) break
    if (sextet === IGNORED) continue
    bits = (bits << 6) | sextet
    if (++count % 4 !== 0) continue
    out[length++] = bits >>> 16
    out[length++] = bits >>> 8
    out[length++] = bits
    bits = 0
  }
  if (count % 4 === 1) return malformed('base64', 'content-transfer-encoding', octets.length)
  if (count % 4 === 2) out[length++] = bits >>> 4
  if (count % 4 === 3) {
    out[length++] = bits >>> 10
    out[length++] = bits >>> 2
  }
  return decoded(out.subarray(0, length))
}

/** Base64 in lines of 76 characters with CRLF between them. [RFC2045 6.8] */
export function encodeBase64(octets: Uint8Array): string {
  let text = ''
  let column = 0
  for (let i = 0; i < octets.length; i += 3) {
    if (column === LINE_LENGTH) {
      text += '\r\n'
      column = 0
    }
    text += base64Group(octets, i)
    column += 4
  }
  return text
}

function base64Group(octets: Uint8Array, i: number): string {
  const bits = (octets[i]! << 16) | ((octets[i + 1] ?? 0) << 8) | (octets[i + 2] ?? 0)
  const third = i + 1 < octets.length ? BASE64[(bits >>> 6) & 63] : '='
  const fourth = i + 2 < octets.length ? BASE64[bits & 63] : '='
  return `${BASE64[bits >>> 18]}${BASE64[(bits >>> 12) & 63]}${third}${fourth}`
}

/** Soft line breaks and white space before a line end vanish; an `=` that introduces nothing stays. [RFC2045 6.7] */
export function decodeQuotedPrintable(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length)
  let length = 0
  for (let i = 0; i < octets.length; ) {
    const octet = octets[i]!
    const blanks = octet === 32 || octet === 9 ? blanksBeforeLineEnd(octets, i) : 0
    const soft = octet === 61 ? softBreakLength(octets, i) : 0
    const value = octet === 61 ? hexPair(octets, i + 1) : -1
    if (blanks === 0 && soft === 0) out[length++] = value < 0 ? octet : value
    i += blanks || soft || (value < 0 ? 1 : 3)
  }
  return out.subarray(0, length)
}

function blanksBeforeLineEnd(octets: Uint8Array, at: number): number {
  let end = at
  while (octets[end] === 32 || octets[end] === 9) end++
  return end === octets.length || octets[end] === 10 || octets[end] === 13 ? end - at : 0
}

function softBreakLength(octets: Uint8Array, at: number): number {
  const lineEnd = at + 1 + blanksBeforeLineEnd(octets, at + 1)
  if (octets[lineEnd] === 10) return lineEnd + 1 - at
  return octets[lineEnd] === 13 && octets[lineEnd + 1] === 10 ? lineEnd + 2 - at : 0
}

function hexPair(octets: Uint8Array, at: number): number {
  const pair = String.fromCharCode(octets[at] ?? 0, octets[at + 1] ?? 0)
  return /^[0-9a-f]{2}$/i.test(pair) ? Number.parseInt(pair, 16) : -1
}
