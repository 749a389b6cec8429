const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** `2020-07-01T22:18:37Z`, as v1 answers carry it. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** `2020-07-01T22:18:37.123Z`, as webhooks carry it. */
export function isoMilliseconds(at: number): string {
  return new Date(at).toISOString()
}

/** `Fri, 13 Aug 2010 01:16:24 +0000`, as 2010-04-01 answers carry it. [RFC2822 3.3] */
export function rfc2822(at: number): string {
  const date = new Date(at)
  const day = String(date.getUTCDate()).padStart(2, '0')
  const time = date.toISOString().slice(11, 19)
  return `${DAYS[date.getUTCDay()]}, ${day} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time} +0000`
}

/** An ISO-8601 date or time as milliseconds since 1970; undefined if it is none. */
export function parseIsoDate(text: string): number | undefined {
  if (!ISO.test(text)) return undefined
  const at = Date.parse(/T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text)
  return Number.isNaN(at) ? undefined : at
}
