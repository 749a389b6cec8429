// Keyboard: single letters for the active phone, Escape one step back.
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
  { keys: ['.'], words: 'Details of the message in focus' },
  { keys: ['/'], words: 'Find a phone' },
  { keys: ['↑', '↓'], words: 'Move in a list or conversation' },
  { keys: ['?'], words: 'This page' },
  { keys: ['Esc'], words: 'Close, or one step back' },
] as const

type Parts = { readonly session: Session; readonly screen: Screen }

export function listenToKeys(target: Window, parts: Parts): void {
  target.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return stepBack(parts, event.target)
    if (!parts.screen.shortcuts.value || isTyping(event.target)) return
    const act = ACTS[event.key]
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
  '.': () => document.activeElement?.querySelector<HTMLElement>('.bubble-more')?.click(),
  '/': () => document.querySelector<HTMLElement>('[data-testid=filter]')?.focus(),
  '?': ({ screen }) => {
    screen.drawer.value = screen.drawer.value?.of === 'help' ? null : { of: 'help' }
  },
}

function stepBack({ screen }: Parts, target: EventTarget | null): void {
  if (screen.drawer.value !== null) {
    screen.drawer.value = null
    return
  }
  if (isTyping(target) && target instanceof HTMLElement) return target.blur()
  const phone = screen.active.value
  if ((screen.places.value[phone]?.at ?? 'list') !== 'list') return screen.go(phone, { at: 'list' })
  if (screen.full.value !== null) screen.navigate({ page: 'stage', phones: [] })
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
