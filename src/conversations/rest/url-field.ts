/** A URL as somebody gave it, '' where it is taken away; undefined if it is none. */
export function readUrl(text: string): string | undefined {
  if (text === '') return ''
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) ? text : undefined
}
