export const URL_LENGTH = 2048

/** A URL as somebody gave it, '' where it is taken away; undefined if it is none, or longer than any is. */
export function readUrl(text: string): string | undefined {
  if (text === '') return ''
  if (text.length > URL_LENGTH) return undefined
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) ? text : undefined
}
