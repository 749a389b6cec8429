import type { Malformed } from '../octets/index.ts'

/** Not from a standard: an MM7 envelope is 8 deep, and Details may hold anything. */
export const XML_DEPTH_MAX = 32
export const XML_ELEMENTS_MAX = 50_000

type Scan = { readonly text: string; at: number; depth: number; elements: number; roots: number }

/**
 * Walks the markup before it is parsed and says what the parser would let pass or must never see: document types and
 * entity declarations, unfinished markup, a second root, text outside it, more depth or elements than we take.
 */
export function findStructureFault(text: string): Malformed | undefined {
  const scan: Scan = { text, at: 0, depth: 0, elements: 0, roots: 0 }
  while (scan.at < text.length) {
    const open = text.indexOf('<', scan.at)
    const textEnd = open < 0 ? text.length : open
    if (scan.depth === 0 && /\S/.test(text.slice(scan.at, textEnd).replace('\ufeff', '')))
      return fault('stray-text', scan.at)
    if (open < 0) break
    scan.at = open
    const kind = passMarkup(scan)
    if (kind) return fault(kind, open)
  }
  if (scan.depth > 0) return fault('truncated', text.length)
  return scan.roots === 1 ? undefined : fault('no-root', 0)
}

function fault(kind: string, offset: number): Malformed {
  return { kind, path: 'xml', offset }
}

/** Moves past one piece of markup; answers the kind of mistake, if there is one. */
function passMarkup(scan: Scan): string | undefined {
  const { text, at } = scan
  if (text.startsWith('<!--', at)) return passUntil(scan, '-->', at + 4)
  if (text.startsWith('<![CDATA[', at)) return scan.depth === 0 ? 'stray-text' : passUntil(scan, ']]>', at + 9)
  if (text.startsWith('<!', at)) return 'doctype'
  if (text.startsWith('<?', at)) return passUntil(scan, '?>', at + 2)
  return passTag(scan)
}

function passUntil(scan: Scan, mark: string, from: number): string | undefined {
  const found = scan.text.indexOf(mark, from)
  if (found < 0) return 'truncated'
  scan.at = found + mark.length
  return undefined
}

function passTag(scan: Scan): string | undefined {
  const end = tagEnd(scan.text, scan.at + 1)
  if (end < 0) return scan.text.indexOf('<', scan.at + 1) < 0 ? 'truncated' : 'not-well-formed'
  const isClosing = scan.text[scan.at + 1] === '/'
  const isEmpty = scan.text[end - 1] === '/'
  scan.at = end + 1
  if (isClosing) return --scan.depth < 0 ? 'not-well-formed' : undefined
  return countElement(scan, isEmpty)
}

function countElement(scan: Scan, isEmpty: boolean): string | undefined {
  if (scan.depth === 0 && ++scan.roots > 1) return 'not-well-formed'
  if (++scan.elements > XML_ELEMENTS_MAX) return 'too-many'
  if (scan.depth === XML_DEPTH_MAX) return 'too-deep'
  if (!isEmpty) scan.depth++
  return undefined
}

/** Offset of the `>` that ends a tag, with attribute values in quotes passed over. A `<` inside a tag is never right. */
function tagEnd(text: string, from: number): number {
  let quote = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 60) return -1
    if (quote !== 0) quote = code === quote ? 0 : quote
    else if (code === 34 || code === 39) quote = code
    else if (code === 62) return at
  }
  return -1
}
