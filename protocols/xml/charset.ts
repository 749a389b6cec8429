import { type Decoded, decoded, malformed } from '../octets/index.ts'

/** The XML declaration is ASCII in every charset we read; it is looked for in this many octets. */
const DECLARATION_OCTETS = 256

/** Text of an XML document: charset of the transport, else byte order mark, else its declaration, else UTF-8. [RFC7303 3] */
export function decodeXmlText(octets: Uint8Array, charset?: string): Decoded<string> {
  const label = byteOrderMark(octets) ?? charset ?? declaredCharset(octets) ?? 'utf-8'
  const decoder = decoderFor(label)
  if (!decoder) return malformed('charset', 'xml', 0)
  try {
    return decoded(decoder.decode(octets))
  } catch {
    return malformed('charset', 'xml', firstBadOctet(octets, label))
  }
}

function byteOrderMark(octets: Uint8Array): string | undefined {
  if (octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf) return 'utf-8'
  if (octets[0] === 0xfe && octets[1] === 0xff) return 'utf-16be'
  return octets[0] === 0xff && octets[1] === 0xfe ? 'utf-16le' : undefined
}

function declaredCharset(octets: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(octets.subarray(0, DECLARATION_OCTETS))
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]
}

function decoderFor(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch {
    return undefined
  }
}

/** The decoder only says that something is wrong; halving finds where. */
function firstBadOctet(octets: Uint8Array, label: string): number {
  let good = 0
  let bad = octets.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (isPrefix(octets.subarray(0, middle), label)) good = middle
    else bad = middle
  }
  return good
}

function isPrefix(octets: Uint8Array, label: string): boolean {
  try {
    decoderFor(label)?.decode(octets, { stream: true })
    return true
  } catch {
    return false
  }
}
