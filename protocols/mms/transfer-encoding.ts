const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES = new Map([...BASE64].map((character, value) => [character.charCodeAt(0), value]))
const PADDING = 0x3d
const EQUALS = 0x3d
const CR = 0x0d
const LF = 0x0a

/**
 * The octets that a Content-Transfer-Encoding stands for; undefined when they cannot be had.
 * MM1 is eight bits wide and needs no such encoding, yet some senders label or encode their parts. [RFC2045 6]
 */
export function decodeTransferEncoding(encoding: string, data: Uint8Array): Uint8Array | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '7bit':
    case '8bit':
    case 'binary':
      return data
    case 'base64':
      return decodeBase64(data)
    case 'quoted-printable':
      return decodeQuotedPrintable(data)
  }
  return undefined
}

function decodeBase64(data: Uint8Array): Uint8Array | undefined {
  const octets = new Uint8Array(Math.ceil((data.length * 3) / 4))
  let length = 0
  let bits = 0
  let width = 0
  for (const character of data) {
    if (character === PADDING) break
    if (character <= 0x20) continue
    const value = BASE64_VALUES.get(character)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffff
    width += 6
    if (width < 8) continue
    width -= 8
    octets[length++] = bits >>> width
  }
  return octets.subarray(0, length)
}

function decodeQuotedPrintable(data: Uint8Array): Uint8Array | undefined {
  const octets = new Uint8Array(data.length)
  let length = 0
  for (let at = 0; at < data.length; at++) {
    if (data[at] !== EQUALS) {
      octets[length++] = data[at]!
      continue
    }
    const skipped = softBreak(data, at + 1)
    const value = skipped > 0 ? undefined : hexOctet(data, at + 1)
    if (skipped === 0 && value === undefined) return undefined
    if (value !== undefined) octets[length++] = value
    at += skipped || 2
  }
  return octets.subarray(0, length)
}

function softBreak(data: Uint8Array, at: number): number {
  if (data[at] === LF) return 1
  return data[at] === CR && data[at + 1] === LF ? 2 : 0
}

function hexOctet(data: Uint8Array, at: number): number | undefined {
  const digits = String.fromCharCode(data[at] ?? 0, data[at + 1] ?? 0)
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined
}
