// Which messages of a thread are drawn: a window of them that moves with the person, however long the thread is.
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PhoneMessage } from '../wire.ts'

/** Bubbles drawn when a thread opens, added at an end that comes near, and drawn at most. */
const START_COUNT = 40
const STEP_COUNT = 30
const DRAWN_COUNT = 100

/** Pixels from an end of the log where the window moves on. */
const NEAR = 600

type Window = { readonly last: string | null; readonly count: number }

export type LogWindow = {
  readonly shown: readonly PhoneMessage[]
  /** Whether the newest message is among them. */
  readonly isAtNewest: boolean
  readonly onScroll: () => void
  readonly toNewest: () => void
}

type Wish = {
  readonly messages: readonly PhoneMessage[]
  /** The message of a deep link. */
  readonly target: string
  /** The oldest message known comes near. */
  readonly onOldest: () => void
}

export function useLogWindow(log: RefObject<HTMLElement>, { messages, target, onOldest }: Wish): LogWindow {
  const [window, setWindow] = useState<Window | null>(null)
  const chosen = window ?? startAt(messages, target)
  const end = endOf(messages, chosen.last)
  const begin = Math.max(0, end - chosen.count)
  const shown = messages.slice(begin, end)
  const keep = useKeptPlace(log, shown)
  const move = (next: Window) => {
    keep()
    setWindow(next)
  }
  const onScroll = () => {
    const it = log.current
    if (it === null) return
    const isNearTop = it.scrollTop < NEAR
    if (isNearTop && begin === 0) {
      keep()
      onOldest()
    } else if (isNearTop) move(earlier(messages, { begin, end }))
    else if (end < messages.length && it.scrollHeight - it.scrollTop - it.clientHeight < NEAR)
      move(later(messages, { begin, end }))
  }
  // A page that was fetched lies before the window: nothing has moved yet that would draw it.
  useEffect(onScroll, [messages[0]?.id])
  return {
    shown,
    isAtNewest: end === messages.length,
    onScroll,
    toNewest: () => setWindow({ last: null, count: START_COUNT }),
  }
}

function startAt(messages: readonly PhoneMessage[], target: string): Window {
  const index = target === '' ? -1 : messages.findIndex(({ id }) => id === target)
  if (index < 0 || messages.length - index < START_COUNT / 2) return { last: null, count: START_COUNT }
  return { last: messages[Math.min(messages.length - 1, index + START_COUNT / 2)]?.id ?? null, count: START_COUNT }
}

function endOf(messages: readonly PhoneMessage[], last: string | null): number {
  const index = last === null ? -1 : messages.findLastIndex(({ id }) => id === last)
  return index < 0 ? messages.length : index + 1
}

type Range = { readonly begin: number; readonly end: number }

function earlier(messages: readonly PhoneMessage[], { begin, end }: Range): Window {
  const from = Math.max(0, begin - STEP_COUNT)
  return windowOf(messages, { begin: from, end: Math.min(end, from + DRAWN_COUNT) })
}

function later(messages: readonly PhoneMessage[], { begin, end }: Range): Window {
  const to = Math.min(messages.length, end + STEP_COUNT)
  return windowOf(messages, { begin: Math.max(begin, to - DRAWN_COUNT), end: to })
}

function windowOf(messages: readonly PhoneMessage[], { begin, end }: Range): Window {
  const last = end === messages.length ? null : (messages[end - 1]?.id ?? null)
  return { last, count: end - begin }
}

/** A bubble that was in view stays where it is while others come and go above it. */
function useKeptPlace(log: RefObject<HTMLElement>, shown: readonly PhoneMessage[]): () => void {
  const kept = useRef<{ readonly id: string; readonly top: number } | null>(null)
  useLayoutEffect(() => {
    const place = kept.current
    const bubble = place && bubbleOf(log.current, place.id)
    if (!place || !bubble || !log.current) return
    const moved = bubble.getBoundingClientRect().top - place.top
    if (Math.abs(moved) < 1) return
    log.current.scrollTop += moved
    kept.current = null
  }, [shown[0]?.id, shown.at(-1)?.id])
  return () => {
    const top = log.current?.getBoundingClientRect().top ?? 0
    const bubbles = [...(log.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
    const first = bubbles.find((bubble) => bubble.getBoundingClientRect().bottom > top)
    kept.current = first ? { id: first.dataset.message ?? '', top: first.getBoundingClientRect().top } : null
  }
}

function bubbleOf(log: HTMLElement | null, id: string): HTMLElement | null {
  return log?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`) ?? null
}
