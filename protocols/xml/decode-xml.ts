import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type Decoded, malformed } from '../octets/index.ts'
import { decodeXmlText } from './charset.ts'
import type { XmlElement } from './element.ts'
import { CDATA, isElement, type ParsedNode, resolveNames } from './names.ts'
import { findStructureFault } from './structure.ts'

/** Not from a standard: an envelope with thousands of recipients still fits. Media travels beside the XML, not in it. */
export const XML_OCTETS_MAX = 2_097_152

/** Keeps nothing from one document to the next. */
const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  strictReservedNames: false,
  jPath: false,
})

// [XML10 2.2] what no document may hold
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/

/** Reads an XML document into its root element. Offsets of mistakes count characters; for a wrong charset, octets. */
export function decodeXml(octets: Uint8Array, charset?: string): Decoded<XmlElement> {
  if (octets.length > XML_OCTETS_MAX) return malformed('too-long', 'xml', XML_OCTETS_MAX)
  const text = decodeXmlText(octets, charset)
  return text.ok ? decodeXmlString(text.value) : text
}

function decodeXmlString(text: string): Decoded<XmlElement> {
  const forbidden = text.search(FORBIDDEN)
  if (forbidden >= 0) return malformed('character', 'xml', forbidden)
  const structure = findStructureFault(text)
  if (structure) return { ok: false, malformed: structure }
  const markup = text.trim()
  const validity = XMLValidator.validate(markup)
  if (validity !== true) return notWellFormed(text, validity.err)
  return parse(markup, text)
}

function parse(markup: string, source: string): Decoded<XmlElement> {
  const root = parseNodes(markup)?.find(isElement)
  return root ? resolveNames(root, source) : malformed('not-well-formed', 'xml', 0)
}

/** The library throws at what its validator let pass, names such as `constructor` among them. */
function parseNodes(markup: string): readonly ParsedNode[] | undefined {
  try {
    return PARSER.parse(markup) // with preserveOrder a list of nodes
  } catch {
    return undefined
  }
}

function notWellFormed(text: string, { line, col }: { line: number; col?: number }): Decoded<XmlElement> {
  const skipped = text.length - text.trimStart().length
  return malformed('not-well-formed', 'xml', skipped + offsetOf(text.trimStart(), line, col ?? 1))
}

function offsetOf(text: string, line: number, column: number): number {
  let lineAt = 0
  for (let n = 1; n < line; n++) lineAt = text.indexOf('\n', lineAt) + 1
  return Math.min(lineAt + column - 1, text.length)
}
