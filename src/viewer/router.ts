// Deep links: a location and what it shows. Pure; the browser's history is screen.ts's.
import type { PhoneNumber } from './wire.ts'

/** The pages of the network, in the order of the rail. */
export const NETWORK_PAGES = [
  'messages',
  'conversations',
  'sessions',
  'accounts',
  'numbers',
  'webhooks',
  'faults',
  'clock',
] as const
export type NetworkPage = (typeof NETWORK_PAGES)[number]

export type Route =
  | { readonly page: 'stage'; readonly phones: readonly PhoneNumber[] }
  | { readonly page: 'phone'; readonly phone: PhoneNumber }
  | { readonly page: 'latest'; readonly phone: PhoneNumber }
  | { readonly page: 'compose'; readonly phone: PhoneNumber }
  | { readonly page: 'thread'; readonly phone: PhoneNumber; readonly thread: string; readonly message: string }
  /** `id` is one conversation or webhook call; `query` what the log of messages is asked for. */
  | { readonly page: 'network'; readonly of: NetworkPage; readonly id: string; readonly query: string }
  /** `hop` is the event of the journal that stands open. */
  | { readonly page: 'journey'; readonly message: string; readonly hop: string }
  | { readonly page: 'unknown'; readonly path: string }

export type Address = { readonly pathname: string; readonly search: string; readonly hash: string }

export function readRoute({ pathname, search, hash }: Address): Route {
  const parts = pathname.split('/').filter(Boolean).map(decoded)
  if (parts.length === 0) return { page: 'stage', phones: numbersIn(search) }
  const network = NETWORK_PAGES.find((page) => page === parts[0])
  if (network) return networkRoute({ pathname, search, hash }, network, parts.slice(1))
  const [place, number, what, thread, ...rest] = parts
  if (place !== 'phones' || number === undefined || rest.length > 0) return { page: 'unknown', path: pathname }
  const phone = /^\d{7,}$/.test(number) ? `+${number}` : number
  if (what === undefined) return { page: 'phone', phone }
  if (what === 'threads' && thread) return { page: 'thread', phone, thread, message: messageIn(hash) }
  if ((what === 'latest' || what === 'compose') && thread === undefined) return { page: what, phone }
  return { page: 'unknown', path: pathname }
}

export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'stage':
      return route.phones.length > 0 ? `/?phones=${route.phones.map(encodeURIComponent).join(',')}` : '/'
    case 'phone':
      return `/phones/${segment(route.phone)}`
    case 'latest':
    case 'compose':
      return `/phones/${segment(route.phone)}/${route.page}`
    case 'thread':
      return `/phones/${segment(route.phone)}/threads/${segment(route.thread)}${route.message && `#m${route.message}`}`
    case 'network': {
      const query = route.query && `?query=${encodeURIComponent(route.query).replaceAll('%3A', ':')}`
      return `/${route.of}${route.id && `/${segment(route.id)}`}${query}`
    }
    case 'journey':
      return `/messages/${segment(route.message)}${route.hop && `#h${route.hop}`}`
    case 'unknown':
      return route.path
  }
}

/** The phone a route is about, if it is about one. */
export function phoneOf(route: Route): PhoneNumber | null {
  return 'phone' in route ? route.phone : null
}

/** A page of the network, where nothing in particular is looked at. */
export function networkHref(of: NetworkPage, id = '', query = ''): string {
  return hrefOf({ page: 'network', of, id, query })
}

export function journeyHref(message: string): string {
  return hrefOf({ page: 'journey', message, hop: '' })
}

/** Whether the rail shows the network, and not the phones. */
export function isOfNetwork(route: Route): boolean {
  return route.page === 'network' || route.page === 'journey'
}

function networkRoute({ pathname, search, hash }: Address, of: NetworkPage, [id = '', ...rest]: string[]): Route {
  const hasPages = of === 'messages' || of === 'conversations' || of === 'webhooks' || of === 'sessions'
  if (rest.length > 0 || (id !== '' && !hasPages)) return { page: 'unknown', path: pathname }
  if (of === 'messages' && id !== '')
    return { page: 'journey', message: id, hop: hash.startsWith('#h') ? hash.slice(2) : '' }
  return { page: 'network', of, id, query: new URLSearchParams(search.replaceAll('+', '%2B')).get('query') ?? '' }
}

function numbersIn(search: string): PhoneNumber[] {
  const listed = new URLSearchParams(search.replaceAll('+', '%2B')).get('phones') ?? ''
  return listed.split(',').filter((number) => /^\+?\d{3,15}$/.test(number))
}

function messageIn(hash: string): string {
  return hash.startsWith('#m') ? decoded(hash.slice(2)) : ''
}

/** Plus and comma may stand in a path as they are, and numbers are easier to read so. */
function segment(value: string): string {
  return encodeURIComponent(value).replaceAll('%2B', '+').replaceAll('%2C', ',')
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
