import { type ApiError, apiError } from './error.ts'
import { encodeForm, type Form, field } from './form.ts'

export type PageLimits = { readonly largest: number; readonly usual: number }

/** The limits of most lists, of the smaller ones, and of the webhooks of one conversation. */
export const PAGE_LIMITS = {
  large: { largest: 100, usual: 50 },
  small: { largest: 50, usual: 50 },
  webhooks: { largest: 5, usual: 5 },
  classic: { largest: 1000, usual: 50 },
} as const satisfies Record<string, PageLimits>

/** Where a page begins: behind a key, before a key (a page back), or at the start. */
export type Position = { readonly after?: string; readonly before?: string }
export type PageRequest = Position & { readonly size: number; readonly page: number }

/** The rows of a page with the keys of its ends, as far as there is something beyond them. */
export type Page<T> = { readonly rows: readonly T[]; readonly next: string | null; readonly previous: string | null }

const TOKEN = /^P([AB])([A-Za-z0-9]{1,64})$/

/** PageSize, Page and PageToken of a list request; the token alone carries the position. */
export function parsePage(query: Form, { largest, usual }: PageLimits): PageRequest | ApiError {
  const size = wholeNumber(field(query, 'PageSize')) ?? usual
  const page = wholeNumber(field(query, 'Page')) ?? 0
  const base = { size: Math.min(Math.max(size, 1), largest), page }
  const token = field(query, 'PageToken')
  if (token === undefined || token === '') return base
  const [, side, key] = TOKEN.exec(token) ?? []
  if (key === undefined) return apiError(21481, `The page token ${token} is not one that was given out`)
  return side === 'A' ? { ...base, after: key } : { ...base, before: key }
}

export type PageUrls = {
  readonly first: string
  readonly current: string
  readonly next: string | null
  readonly previous: string | null
}

/** The addresses of a page and its neighbours; the filters of the request are repeated in each. */
export function pageUrls(url: string, query: Form, request: PageRequest, page: Page<unknown>): PageUrls {
  const filters = [...query].flatMap(([name, values]) =>
    name.startsWith('Page') ? [] : values.map((value) => [name, value] as const),
  )
  const at = (number: number, token: string | null) => {
    const place: [string, string][] = [
      ['PageSize', String(request.size)],
      ['Page', String(number)],
    ]
    if (token !== null) place.push(['PageToken', token])
    return `${url}?${encodeForm([...filters, ...place])}`
  }
  return {
    first: at(0, null),
    current: at(request.page, field(query, 'PageToken') || null),
    next: page.next === null ? null : at(request.page + 1, `PA${page.next}`),
    previous: page.previous === null ? null : at(Math.max(0, request.page - 1), `PB${page.previous}`),
  }
}

/** The envelope of a v1 list. */
export function pageEnvelope(
  key: string,
  rows: readonly unknown[],
  { request, urls }: { readonly request: PageRequest; readonly urls: PageUrls },
): Readonly<Record<string, unknown>> {
  return {
    [key]: rows,
    meta: {
      page: request.page,
      page_size: request.size,
      first_page_url: urls.first,
      previous_page_url: urls.previous,
      url: urls.current,
      next_page_url: urls.next,
      key,
    },
  }
}

/** Cuts one page out of rows that were read one beyond its size, in the direction of the request. */
export function cutPage<T>(read: readonly T[], request: PageRequest, keyOf: (row: T) => string): Page<T> {
  const more = read.length > request.size
  const back = request.before !== undefined
  const cut = read.slice(0, request.size)
  const rows = back ? cut.reverse() : cut
  const first = rows.at(0)
  const last = rows.at(-1)
  const hasNext = last !== undefined && (back || more)
  const hasPrevious = first !== undefined && (back ? more : request.after !== undefined)
  return { rows, next: hasNext ? keyOf(last) : null, previous: hasPrevious ? keyOf(first) : null }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
