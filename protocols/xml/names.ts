import type { Decoded, Malformed } from '../octets/index.ts'
import type { XmlElement } from './element.ts'
import { resolveReferences } from './references.ts'

/** What the parser gives for one node: its name with its children, or text, and attributes under `:@`. */
export type ParsedNode = Readonly<Record<string, unknown>>

type Scope = ReadonlyMap<string, string>
type Attributes = Readonly<Record<string, string>>
type Reading = { readonly source: string; malformed?: Malformed }

export const ATTRIBUTES = ':@'
export const TEXT = '#text'
export const CDATA = '#cdata'

// [XMLNS10 3]
const ROOT_SCOPE: Scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']])

/** Turns the parser's node into an element with namespaces. A prefix nobody declared means no namespace. [XMLNS10 5] */
export function resolveNames(root: ParsedNode, source: string): Decoded<XmlElement> {
  const reading: Reading = { source }
  const element = elementOf(root, ROOT_SCOPE, reading)
  return reading.malformed ? { ok: false, malformed: reading.malformed } : { ok: true, value: element }
}

function elementOf(node: ParsedNode, outer: Scope, reading: Reading): XmlElement {
  const qualified = nameOf(node)
  const given = (node[ATTRIBUTES] ?? {}) as Attributes // the parser puts only strings there
  const scope = scopeOf(given, outer, reading)
  const [prefix, name] = splitName(qualified)
  const nodes = node[qualified] as readonly ParsedNode[] // an element's value is the list of its children
  return {
    name,
    namespace: scope.get(prefix) || null,
    prefix,
    attributes: attributesOf(given, reading),
    children: nodes.filter(isElement).map((child) => elementOf(child, scope, reading)),
    text: nodes.map((child) => textOf(child, name, reading)).join(''),
  }
}

/** The name of a node: its first key that is not the attributes. */
function nameOf(node: ParsedNode): string {
  for (const key in node) if (key !== ATTRIBUTES) return key
  return TEXT
}

export function isElement(node: ParsedNode): boolean {
  return !(TEXT in node) && !(CDATA in node)
}

function textOf(node: ParsedNode, path: string, reading: Reading): string {
  if (TEXT in node) return resolved(String(node[TEXT]), path, reading)
  if (!(CDATA in node)) return ''
  const pieces = node[CDATA] as readonly ParsedNode[] // a list with one text
  return pieces.map((piece) => String(piece[TEXT])).join('')
}

function scopeOf(attributes: Attributes, outer: Scope, reading: Reading): Scope {
  let scope: Map<string, string> | undefined
  for (const key in attributes) {
    if (!isDeclaration(key)) continue
    scope ??= new Map(outer)
    scope.set(key.slice(6), resolved(attributes[key]!, key, reading))
  }
  return scope ?? outer
}

/** Attributes by local name; of two with one local name the unprefixed counts. */
function attributesOf(given: Attributes, reading: Reading): Attributes {
  const attributes: Record<string, string> = Object.create(null)
  for (const key in given) {
    const [prefix, name] = splitName(key)
    if (isDeclaration(key) || (prefix !== '' && name in attributes)) continue
    // [XML10 3.3.3] white space in a value is blanks
    attributes[name] = resolved(given[key]!.replace(/[\t\n\r]/g, ' '), key, reading)
  }
  return attributes
}

function isDeclaration(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:')
}

function splitName(qualified: string): readonly [prefix: string, name: string] {
  const colon = qualified.indexOf(':')
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)]
}

function resolved(text: string, path: string, reading: Reading): string {
  return resolveReferences(text, (reference) => {
    // White space in an attribute's value has become blanks: what stands before it is as it was.
    const [beginning = '&'] = reference.split(' ')
    reading.malformed ??= { kind: 'entity', path: `xml.${path}`, offset: reading.source.indexOf(beginning) }
  })
}
