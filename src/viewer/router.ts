// Deep links: a location and what it shows. Pure; the browser's history is app.ts's.
import type { PhoneNumber } from './wire.ts'

export type Route =
  | { readonly page: 'stage'; readonly phones: readonly PhoneNumber[] }
  | { readonly page: 'phone'; readonly phone: PhoneNumber }
  | { readonly page: 'latest'; readonly phone: PhoneNumber }
  | { readonly page: 'compose'; readonly phone: PhoneNumber }
  | { readonly page: 'thread'; readonly phone: PhoneNumber; readonly thread: string; readonly message: string }
  | { readonly page: 'unknown'; readonly path: string }

export type Address = { readonly pathname: string; readonly search: string; readonly hash: string }

export function readRoute({ pathname, search, hash }: Address): Route {
  const parts = pathname.split('/').filter(Boolean).map(decoded)
  if (parts.length === 0) return { page: 'stage', phones: numbersIn(search) }
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
    case 'unknown':
      return route.path
  }
}

/** The phone a route is about, if it is about one. */
export function phoneOf(route: Route): PhoneNumber | null {
  return 'phone' in route ? route.phone : null
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
