import { escapeAttribute, escapeText, type XmlElement } from '../xml/index.ts'
import { type ElementMarkup, elementMarkup, faultIn, type Place, type Reading, type Shape } from './element-fields.ts'
import { parseBoolean } from './simple-elements.ts'

const ELEMENT_OF = { number: 'Number', shortCode: 'ShortCode', rfc2822: 'RFC2822Address' } as const

/** One address. `displayOnly` ones are shown to the receiver and not delivered to. [23.140 8.7.10] */
export type Mm7Address = {
  readonly kind: keyof typeof ELEMENT_OF
  readonly value: string
  readonly displayOnly: boolean
  readonly addressCoding?: 'encrypted' | 'obfuscated'
  readonly id?: string
}

export type Mm7Recipients = {
  readonly to: readonly Mm7Address[]
  readonly cc: readonly Mm7Address[]
  readonly bcc: readonly Mm7Address[]
}

const KINDS = new Map(
  Object.entries(ELEMENT_OF).map(([kind, element]) => [element as string, kind as Mm7Address['kind']]),
)

/** An element that holds one address: Sender, Recipient, SenderAddress, ThirdPartyPayer. */
export const address: Shape<Mm7Address> = {
  decode: (element, reading, path) => {
    const [first] = decodeAddresses(element, reading, path)
    if (!first) faultIn(reading, 'missing', `${path}.Number`)
    return first as Mm7Address // undefined only after the fault is latched
  },
  encode: (value) => ({ content: encodeAddress(value) }),
}

/** Any mix of To, Cc and Bcc, each with any number of addresses; an empty mix is for the reader to judge. */
export const recipients: Shape<Mm7Recipients> = {
  decode: (element, reading, path) => ({
    to: decodeGroup(element, 'To', { reading, path }),
    cc: decodeGroup(element, 'Cc', { reading, path }),
    bcc: decodeGroup(element, 'Bcc', { reading, path }),
  }),
  encode: ({ to, cc, bcc }) => ({ content: encodeGroup('To', to) + encodeGroup('Cc', cc) + encodeGroup('Bcc', bcc) }),
}

function decodeGroup(parent: XmlElement, name: string, { reading, path }: Place): Mm7Address[] {
  const groups = parent.children.filter((child) => child.name === name)
  return groups.flatMap((group) => decodeAddresses(group, reading, `${path}.${name}`))
}

export function decodeAddresses(parent: XmlElement, reading: Reading, path: string): Mm7Address[] {
  const addresses: Mm7Address[] = []
  for (const child of parent.children) {
    const kind = KINDS.get(child.name)
    if (kind) addresses.push(decodeAddress(child, kind, { reading, path: `${path}.${child.name}` }))
  }
  return addresses
}

function decodeAddress(element: XmlElement, kind: Mm7Address['kind'], { reading, path }: Place): Mm7Address {
  const { displayOnly, addressCoding, id } = element.attributes
  const isDisplayOnly = displayOnly === undefined ? false : parseBoolean(displayOnly)
  if (isDisplayOnly === undefined) faultIn(reading, 'value', `${path}.displayOnly`)
  return {
    kind,
    value: element.text.trim(),
    displayOnly: isDisplayOnly ?? false,
    ...((addressCoding === 'encrypted' || addressCoding === 'obfuscated') && { addressCoding }),
    ...(id !== undefined && { id }),
  }
}

function encodeGroup(name: string, addresses: readonly Mm7Address[]): string {
  return addresses.length === 0 ? '' : elementMarkup(name, { content: addresses.map(encodeAddress).join('') })
}

export function encodeAddress(value: Mm7Address): string {
  const markup: ElementMarkup = {
    attributes:
      (value.displayOnly ? ' displayOnly="true"' : '') +
      (value.addressCoding ? ` addressCoding="${value.addressCoding}"` : '') +
      (value.id === undefined ? '' : ` id="${escapeAttribute(value.id)}"`),
    content: escapeText(value.value),
  }
  return elementMarkup(ELEMENT_OF[value.kind], markup)
}
