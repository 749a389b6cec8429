// What is on the screen: which phones, which place on each, the drawer, drafts, the person's preferences.
import { computed, type Signal, signal } from '@preact/signals'
import { hrefOf, phoneOf, type Route, readRoute } from './router.ts'
import type { Attachment, PhoneMessage, PhoneNumber } from './wire.ts'

/** Where the person is on one phone. */
export type Place =
  | { readonly at: 'list' }
  | { readonly at: 'thread'; readonly thread: string; readonly message: string }
  | { readonly at: 'compose' }

export type Drawer =
  | { readonly of: 'details'; readonly message: PhoneMessage }
  | { readonly of: 'members'; readonly phone: PhoneNumber; readonly thread: string }
  | { readonly of: 'radio'; readonly phone: PhoneNumber }
  | { readonly of: 'hop'; readonly message: string; readonly seq: number }
  | { readonly of: 'agent'; readonly conversation: string }
  | { readonly of: 'add-phone' }
  | { readonly of: 'help' }

export type Draft = {
  readonly text: string
  readonly subject: string
  readonly media: readonly (Attachment & { readonly size: number })[]
}

export type Theme = 'auto' | 'light' | 'dark'

export const EMPTY_DRAFT: Draft = { text: '', subject: '', media: [] }

/** Phones side by side at most. */
export const STAGE_COUNT = 6

export type Screen = ReturnType<typeof createScreen>

export function createScreen(page: Window) {
  const kept = keptSignals(page.localStorage)
  const route = signal<Route>(readRoute(page.location))
  const places = signal<Readonly<Record<PhoneNumber, Place>>>({})
  const drafts = signal<Readonly<Record<string, Draft>>>({})
  const navigate = createNavigation(page, route, places)
  return {
    ...kept,
    route,
    places,
    drafts,
    navigate,
    /** An address inside the viewer, as it is in this world. */
    address: (to: string): string => withWorld(to, page.location.search),
    active: signal<PhoneNumber>(phoneOf(route.value) ?? ''),
    drawer: signal<Drawer | null>(null),
    /** Gaps in the feed that the person has read of. */
    gapsSeen: signal(0),
    /** `?chrome=0` leaves only the phones, for screenshots. */
    bare: new URLSearchParams(page.location.search).get('chrome') === '0',
    full: computed(() => phoneOf(route.value)),
    /** Goes to a place on one phone: on the stage inside its card, at full size with an address of its own. */
    go(phone: PhoneNumber, place: Place): void {
      if (phoneOf(route.value) !== null) return navigate(routeTo(phone, place))
      places.value = { ...places.value, [phone]: place }
    },
    saveDraft(key: string, draft: Draft): void {
      drafts.value = { ...drafts.value, [key]: draft }
    },
  }
}

/** Moves to a route, with an address for it; the browser's back and forward move as well. */
function createNavigation(page: Window, route: Signal<Route>, places: Places) {
  const show = (next: Route) => {
    route.value = next
    rememberPlace(places, next)
  }
  show(route.value)
  page.addEventListener('popstate', () => show(readRoute(page.location)))
  return (next: Route, replace = false) => {
    const href = withWorld(hrefOf(next), page.location.search)
    if (replace) page.history.replaceState(null, '', href)
    else page.history.pushState(null, '', href)
    show(next)
  }
}

type Places = Signal<Readonly<Record<PhoneNumber, Place>>>

/** The world that is shown stays the same from page to page. */
function withWorld(href: string, search: string): string {
  const world = new URLSearchParams(search).get('world')
  if (world === null) return href
  const url = new URL(href, 'http://viewer')
  url.searchParams.set('world', world)
  return `${url.pathname}${url.search}${url.hash}`
}

export function routeTo(phone: PhoneNumber, place: Place): Route {
  if (place.at === 'list') return { page: 'phone', phone }
  return place.at === 'compose' ? { page: 'compose', phone } : { page: 'thread', phone, ...place }
}

function rememberPlace(places: Places, route: Route): void {
  const phone = phoneOf(route)
  if (phone === null || route.page === 'latest') return
  places.value = { ...places.value, [phone]: placeOf(route) }
}

function placeOf(route: Route): Place {
  if (route.page === 'thread') return { at: 'thread', thread: route.thread, message: route.message }
  return route.page === 'compose' ? { at: 'compose' } : { at: 'list' }
}

/** Preferences outlive the page. */
function keptSignals(storage: Storage) {
  return {
    theme: kept<Theme>(storage, 'theme', 'auto'),
    shortcuts: kept<boolean>(storage, 'shortcuts', true),
    notify: kept<boolean>(storage, 'notify', false),
    /** Texts such as “Liked …” stand as a sign at what they react to, where the phone understood them. */
    foldReactions: kept<boolean>(storage, 'fold-reactions', true),
    drawerWidth: kept<number>(storage, 'drawer-width', 420),
    /** The phones side by side; null until the person chooses. */
    staged: kept<readonly PhoneNumber[] | null>(storage, 'staged', null),
  }
}

function kept<T>(storage: Storage, name: string, start: T): Signal<T> {
  const key = `partyline.${name}`
  const it = signal<T>(readKept(storage.getItem(key), start))
  it.subscribe((value) => storage.setItem(key, JSON.stringify(value)))
  return it
}

function readKept<T>(stored: string | null, start: T): T {
  try {
    const value: unknown = JSON.parse(stored ?? 'null')
    // Only this function's writer writes these keys; a value of another type is from elsewhere and is dropped.
    return value !== null && (start === null || typeof value === typeof start) ? (value as T) : start
  } catch {
    return start
  }
}
