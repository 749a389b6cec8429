import { EncodeError } from '../octets/index.ts'
import { escapeText, type XmlElement } from '../xml/index.ts'

/** The first thing wrong with a body: a mandatory element that is not there, or a value that is none. */
export type ElementFault = { readonly kind: 'missing' | 'value'; readonly path: string }

/** Where in a document one reads, and what was wrong so far. */
export type Place = { readonly reading: Reading; readonly path: string }

/** Latches the first fault, so that tables read straight through and the end asks once. */
export type Reading = { fault?: ElementFault }

/** What stands between and inside an element's tags. Both are XML already. */
export type ElementMarkup = { readonly attributes?: string; readonly content: string }

/** How one kind of element becomes a value and back. `decode` may answer anything after it has latched a fault. */
export type Shape<T> = {
  decode(element: XmlElement, reading: Reading, path: string): T
  encode(value: T, path: string): ElementMarkup
}

type Need = 'required' | 'optional' | 'many'

/** One row of an operation's table. */
export type Field<T, N extends Need> = { readonly element: string; readonly need: N; readonly shape: Shape<T> }

/** An operation's elements in schema order, by the name that the value has here. */
export type Fields = Readonly<Record<string, Field<unknown, Need>>>

type KeysOf<F extends Fields, N extends Need> = { [K in keyof F]: F[K]['need'] extends N ? K : never }[keyof F]
type ValueOf<F> = F extends Field<infer T, Need> ? T : never

/** The value that a table describes. What may be absent may also be undefined; of `many` none is absent. */
export type ValuesOf<F extends Fields> = {
  readonly [K in KeysOf<F, 'required'>]: ValueOf<F[K]>
} & {
  readonly [K in KeysOf<F, 'optional'>]?: ValueOf<F[K]> | undefined
} & {
  readonly [K in KeysOf<F, 'many'>]?: readonly ValueOf<F[K]>[] | undefined
}

export function required<T>(element: string, shape: Shape<T>): Field<T, 'required'> {
  return { element, need: 'required', shape }
}

export function optional<T>(element: string, shape: Shape<T>): Field<T, 'optional'> {
  return { element, need: 'optional', shape }
}

export function many<T>(element: string, shape: Shape<T>): Field<T, 'many'> {
  return { element, need: 'many', shape }
}

export function faultIn(reading: Reading, kind: ElementFault['kind'], path: string): void {
  reading.fault ??= { kind, path }
}

/** Reads the children of an element by a table, in any order and of any namespace; unknown ones are passed over. */
export function decodeFields<F extends Fields>(fields: F, parent: XmlElement, place: Place): ValuesOf<F> {
  const byName = childrenByName(parent)
  const values: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(fields)) {
    const elements = byName.get(field.element)
    const value = elements ? decodeField(field, elements, place) : undefined
    if (elements) values[key] = value
    else if (field.need === 'required') faultIn(place.reading, 'missing', `${place.path}.${field.element}`)
  }
  // every row was filled according to its own shape, or the fault is latched and nobody looks
  return values as ValuesOf<F>
}

function decodeField(field: Field<unknown, Need>, elements: readonly XmlElement[], { reading, path }: Place): unknown {
  const here = `${path}.${field.element}`
  if (field.need !== 'many') return field.shape.decode(elements[0]!, reading, here)
  return elements.map((element) => field.shape.decode(element, reading, here))
}

function childrenByName(parent: XmlElement): Map<string, XmlElement[]> {
  const byName = new Map<string, XmlElement[]>()
  for (const child of parent.children) {
    const known = byName.get(child.name)
    if (known) known.push(child)
    else byName.set(child.name, [child])
  }
  return byName
}

/** Writes the elements of a table in schema order. */
export function encodeFields<F extends Fields>(fields: F, values: ValuesOf<F>, path: string): string {
  const given: Readonly<Record<string, unknown>> = values
  let text = ''
  for (const [key, field] of Object.entries(fields)) {
    const value = given[key]
    if (value === undefined && field.need === 'required') throw new EncodeError(`${path}.${key}`, 'is mandatory')
    if (value !== undefined) text += encodeField(field, value, `${path}.${key}`)
  }
  return text
}

function encodeField({ element, need, shape }: Field<unknown, Need>, value: unknown, path: string): string {
  const values = need === 'many' ? (value as readonly unknown[]) : [value] // ValuesOf says so
  return values.map((each) => elementMarkup(element, shape.encode(each, path))).join('')
}

export function elementMarkup(name: string, { attributes = '', content }: ElementMarkup): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

/** A table as a shape, for elements that hold elements. */
export function nested<F extends Fields>(fields: F): Shape<ValuesOf<F>> {
  return {
    decode: (element, reading, path) => decodeFields(fields, element, { reading, path }),
    encode: (values, path) => ({ content: encodeFields(fields, values, path) }),
  }
}

/** A shape for elements that hold one piece of text; `parse` answers undefined for what is no value. */
export function simple<T>(parse: (text: string) => T | undefined, format: (value: T) => string): Shape<T> {
  return {
    decode: (element, reading, path) => {
      const value = parse(element.text)
      if (value === undefined) faultIn(reading, 'value', path)
      return value as T // undefined only after the fault is latched
    },
    encode: (value) => ({ content: escapeText(format(value)) }),
  }
}
