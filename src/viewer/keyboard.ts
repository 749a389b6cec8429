// Keyboard: single letters for the active phone, Escape one step back.
import { hrefOf, isOfNetwork, type NetworkPage, type Route } from './router.ts'
import type { Screen } from './screen.ts'
import type { Session } from './session.ts'
import { threadRows } from './thread-rows.ts'
import type { PhoneNumber } from './wire.ts'

export const SHORTCUTS = [
  { keys: ['['], words: 'Phone before' },
  { keys: [']'], words: 'Next phone' },
  { keys: ['j'], words: 'Next conversation' },
  { keys: ['k'], words: 'Conversation before' },
  { keys: ['c'], words: 'New message' },
  { keys: ['r'], words: 'Answer' },
  { keys: ['Enter'], words: 'Send' },
  { keys: ['Shift', 'Enter'], words: 'New line' },
  { keys: ['a'], words: 'Airplane mode on and off' },
  { keys: ['.'], words: 'Details of the message or hop in focus' },
  { keys: ['/'], words: 'Find a phone' },
  { keys: ['↑', '↓'], words: 'Move in a list or conversation' },
  { keys: ['g', 'm'], words: 'Log of messages' },
  { keys: ['g', 'f'], words: 'Faults' },
  { keys: ['g', 'p'], words: 'Phones; n, c, s, a, w, t: the rest of the network' },
  { keys: ['?'], words: 'This page' },
  { keys: ['Esc'], words: 'Close, or one step back' },
] as const

type Parts = { readonly session: Session; readonly screen: Screen }

export function listenToKeys(target: Window, parts: Parts): void {
  let goneAt = 0
  target.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return stepBack(parts, event.target)
    if (!parts.screen.shortcuts.value || isTyping(event.target)) return
    const isAfterG = Date.now() - goneAt < GO_MS
    goneAt = event.key === 'g' ? Date.now() : 0
    const act = isAfterG ? goTo(event.key) : ACTS[event.key]
    if (!act) return
    event.preventDefault()
    act(parts)
  })
}

const ACTS: Readonly<Record<string, (parts: Parts) => void>> = {
  '[': (parts) => movePhone(parts, -1),
  ']': (parts) => movePhone(parts, 1),
  j: (parts) => moveThread(parts, 1),
  k: (parts) => moveThread(parts, -1),
  c: ({ screen }) => screen.go(screen.active.value, { at: 'compose' }),
  r: ({ screen }) => inPhone(screen.active.value, '[data-testid=composer]')?.focus(),
  a: toggleAirplane,
  '.': openDetails,
  '/': () => document.querySelector<HTMLElement>('[data-testid=search], [data-testid=filter]')?.focus(),
  '?': ({ screen }) => {
    screen.drawer.value = screen.drawer.value?.of === 'help' ? null : { of: 'help' }
  },
}

/** The second letter of a pair such as `g m`. */
const PAGES: Readonly<Record<string, NetworkPage>> = {
  m: 'messages',
  c: 'conversations',
  s: 'sessions',
  a: 'accounts',
  n: 'numbers',
  w: 'webhooks',
  f: 'faults',
  t: 'clock',
}

/** How long the second letter may take. */
const GO_MS = 1500

function goTo(key: string): ((parts: Parts) => void) | undefined {
  if (key === 'p') return ({ screen }) => screen.navigate({ page: 'stage', phones: [] })
  const of = PAGES[key]
  return of && (({ screen }) => screen.navigate({ page: 'network', of, id: '', query: '' }))
}

/** A hop is its own link; a bubble has a button for it. */
function openDetails(): void {
  const here = document.activeElement
  const opener = here?.matches('.hop-link') ? here : here?.querySelector('.bubble-more')
  if (opener instanceof HTMLElement) opener.click()
}

function stepBack({ screen }: Parts, target: EventTarget | null): void {
  if (screen.drawer.value !== null) {
    screen.drawer.value = null
    return
  }
  if (isTyping(target) && target instanceof HTMLElement) return target.blur()
  const route = screen.route.value
  if (isOfNetwork(route)) return hrefOf(route) === '/messages' ? undefined : screen.navigate(pageAbove(route))
  const phone = screen.active.value
  if ((screen.places.value[phone]?.at ?? 'list') !== 'list') return screen.go(phone, { at: 'list' })
  if (screen.full.value !== null) screen.navigate({ page: 'stage', phones: [] })
}

function pageAbove(route: Route): Route {
  const of = route.page === 'network' && route.id !== '' ? route.of : 'messages'
  return { page: 'network', of, id: '', query: '' }
}

function movePhone({ screen }: Parts, step: number): void {
  const shown = [...document.querySelectorAll<HTMLElement>(screen.full.value === null ? '.phone' : '.rail-row')]
  const numbers = shown.map((element) => element.dataset.phone ?? '')
  const next = numbers[(numbers.indexOf(screen.active.value) + step + numbers.length) % numbers.length]
  if (next === undefined) return
  screen.active.value = next
  if (screen.full.value !== null) return screen.navigate({ page: 'phone', phone: next })
  inPhone(next, '.thread-row[tabindex="0"], .bubble-row[tabindex="0"], textarea')?.focus()
}

function moveThread({ session, screen }: Parts, step: number): void {
  const phone = screen.active.value
  const model = session.model.value
  const rows = threadRows(model.threads[phone]?.rows ?? [], model.waiting[phone]?.rows ?? [])
  const place = screen.places.value[phone]
  const index = rows.findIndex(({ thread }) => place?.at === 'thread' && thread.id === place.thread)
  const next = rows[index < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))]
  if (next) screen.go(phone, { at: 'thread', thread: next.thread.id, message: '' })
}

function toggleAirplane({ session, screen }: Parts): void {
  const phone = session.model.value.phones?.rows.find((it) => it.number === screen.active.value)
  if (phone) void session.putPhone(phone.number, { state: phone.state === 'airplane' ? 'online' : 'airplane' })
}

function inPhone(phone: PhoneNumber, selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.phone[data-phone="${CSS.escape(phone)}"] :is(${selector})`)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select')
}
