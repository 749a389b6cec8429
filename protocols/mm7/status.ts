import type { XmlElement } from '../xml/index.ts'
import { type Fields, nested, optional, required, type Shape, simple, type ValuesOf } from './element-fields.ts'
import { formatPositiveInteger, parsePositiveInteger, text } from './simple-elements.ts'
import { STATUS_TEXTS } from './status-codes.ts'

/** StatusText is written even when only the code is given; Details is kept as its text. [23.140 8.7.8.3] */
export type Mm7Status = {
  readonly statusCode: number
  readonly statusText?: string | undefined
  readonly details?: string | undefined
}

// codes are four digits; operators add their own
const statusCode: Shape<number> = simple(parsePositiveInteger, formatPositiveInteger)

/** Details may hold any elements; what they say is their text. */
const details: Shape<string> = { decode: (element) => allText(element).trim(), encode: text.encode }

const statusFields = {
  statusCode: required('StatusCode', statusCode),
  statusText: optional('StatusText', text),
  details: optional('Details', details),
} satisfies Fields

const statusShape: Shape<ValuesOf<typeof statusFields>> = nested(statusFields)

export const status: Shape<Mm7Status> = {
  decode: statusShape.decode,
  encode: (value, path) =>
    statusShape.encode({ ...value, statusText: value.statusText ?? statusText(value.statusCode) }, path),
}

/** The Status of extendedCancelRsp and extendedReplaceRsp has a code and nothing else. */
export const bareStatus: Shape<Mm7Status> = {
  decode: statusShape.decode,
  encode: (value, path) => statusShape.encode({ statusCode: value.statusCode }, path),
}

/** The text of a code; an unknown code counts as x000 of its class. */
export function statusText(code: number): string {
  const texts: Readonly<Record<number, string>> = STATUS_TEXTS
  return texts[code] ?? texts[Math.floor(code / 1000) * 1000] ?? STATUS_TEXTS[4000]
}

/** Whether a code says that the request was carried out, wholly or in part. */
export function isSuccess(code: number): boolean {
  return code >= 1000 && code < 2000
}

function allText(element: XmlElement): string {
  if (element.children.length === 0) return element.text
  return [element.text.trim(), ...element.children.map((child) => allText(child).trim())].filter(Boolean).join(' ')
}
