import { type Decoded, decoded, malformed } from '../octets/index.ts'

/** A media type with its parameters. Type and parameter names are lower case, values as they came. */
export type ContentType = { readonly type: string; readonly parameters: ReadonlyMap<string, string> }

/** No header we know of is longer; keeps hostile values cheap. */
export const CONTENT_TYPE_LENGTH_MAX = 4096

// [RFC2045 5.1] token; quoted-string from [RFC822 3.3]
const MEDIA_TYPE = /^\s*([!#$%&'*+.^_`{|}~\w-]+\/[!#$%&'*+.^_`{|}~\w-]+)/
const PARAMETER = /\s*;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/gy
const TOKEN = /^[!#$%&'*+.^_`{|}~\w-]+$/

export function contentType(type: string, parameters: Readonly<Record<string, string>> = {}): ContentType {
  return { type, parameters: new Map(Object.entries(parameters)) }
}

/** Reads a Content-Type value. A parameter that makes no sense ends the reading; the type must be there. [RFC2045 5.1] */
export function parseContentType(text: string): Decoded<ContentType> {
  if (text.length > CONTENT_TYPE_LENGTH_MAX) return malformed('too-long', 'content-type', CONTENT_TYPE_LENGTH_MAX)
  const type = MEDIA_TYPE.exec(text)
  if (!type) return malformed('content-type', 'content-type', 0)
  return decoded({ type: type[1]!.toLowerCase(), parameters: parseParameters(text, type[0].length) })
}

function parseParameters(text: string, start: number): Map<string, string> {
  const parameters = new Map<string, string>()
  const pattern = new RegExp(PARAMETER)
  pattern.lastIndex = start
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const name = found[1]!.toLowerCase()
    const value = found[2] === undefined ? found[3]!.trim() : found[2].replace(/\\(.)/g, '$1')
    if (!parameters.has(name)) parameters.set(name, value)
  }
  return parameters
}

/** Writes a Content-Type value; a parameter that is not a token is quoted. [RFC2045 5.1] */
export function formatContentType({ type, parameters }: ContentType): string {
  let text = oneLine(type)
  for (const [name, value] of parameters) text += `; ${name}=${TOKEN.test(value) ? value : quote(value)}`
  return text
}

function quote(value: string): string {
  return `"${oneLine(value).replace(/["\\]/g, '\\$&')}"`
}

/** A header value holds no line breaks and no controls: each becomes a space, so that no peer can add a header of its own. */
export function oneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  return value.replace(/[\x00-\x1f\x7f]+/g, ' ')
}
