/** An `application/x-www-form-urlencoded` body or a query: names with their values in order. */
export type Form = ReadonlyMap<string, readonly string[]>

/** Reads a form; octets that are no UTF-8 stay as they were written. */
export function parseForm(text: string): Form {
  const form = new Map<string, string[]>()
  if (text === '') return form
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decode(at < 0 ? pair : pair.slice(0, at))
    const value = at < 0 ? '' : decode(pair.slice(at + 1))
    const values = form.get(name)
    if (values) values.push(value)
    else form.set(name, [value])
  }
  return form
}

/** The first value of a field; undefined where the field is missing, '' where it is there and empty. */
export function field(form: Form, name: string): string | undefined {
  return form.get(name)?.[0]
}

/** All values of a field that may be repeated. */
export function fields(form: Form, name: string): readonly string[] {
  return form.get(name) ?? []
}

export function encodeForm(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encodeField(name)}=${encodeField(value)}`).join('&')
}

function encodeField(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
