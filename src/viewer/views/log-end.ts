// Where the person is in a thread: at its newest message, at one that a link led to, or reading elsewhere.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PhoneMessage } from '../wire.ts'

/** Pixels from the end that still count as being there. */
const END_SLACK = 40

const NONE: readonly PhoneMessage[] = []

export type End = {
  readonly messages: readonly PhoneMessage[] | null
  readonly isAtNewest: boolean
  readonly waitingCount: number
  readonly target: string
}

type LogRef = { readonly current: HTMLElement | null }

/** Whether the person is at the end, and where that was when the log was last taken there. */
type Place = { current: boolean; top: number }

/** Keeps a log at its end, or counts what came while the person read elsewhere. */
export function useEnd(log: LogRef, { messages, isAtNewest, waitingCount, target }: End) {
  const atEnd = useRef<Place>({ current: true, top: 0 }).current
  const seen = useRef<string | null>(null)
  const [missed, setMissed] = useState(0)
  const newest = messages === null ? null : (messages.at(-1)?.id ?? '')
  useLayoutEffect(() => {
    if (newest === null) return
    const isFirst = seen.current === null
    const came = isFirst ? 0 : cameAfter(messages ?? NONE, seen.current ?? '')
    seen.current = newest
    const linked = isFirst ? scrollToTarget(log.current, target) : null
    linked?.focus({ preventScroll: true })
    if (linked) atEnd.current = messages?.at(-1)?.id === target
    else if (
      isFirst ||
      (isAtNewest && (staysAtEnd(log, atEnd) || (came > 0 && messages?.at(-1)?.direction === 'sent')))
    )
      scrollToEnd(log, atEnd)
    else if (came > 0) setMissed((count) => count + came)
  }, [newest, waitingCount])
  return {
    missed,
    toEnd: () => {
      atEnd.current = true
      setMissed(0)
      requestAnimationFrame(() => scrollToEnd(log, atEnd))
    },
    onScroll: () => {
      if (log.current === null) return
      atEnd.current = isAtNewest && isNearEnd(log.current)
      if (atEnd.current) setMissed(0)
    },
    ...useHeld(log, atEnd, target),
  }
}

/** Pictures, players and cards take their room when they are there: what is in view stays there meanwhile. */
function useHeld(log: LogRef, atEnd: Place, target: string) {
  /** The message of a deep link, until the person moves. */
  const held = useRef(target)
  const onGrowth = () => {
    if (staysAtEnd(log, atEnd)) scrollToEnd(log, atEnd)
    else scrollToTarget(log.current, held.current)
  }
  useLayoutEffect(() => {
    if (log.current === null) return
    const observer = new MutationObserver(() => staysAtEnd(log, atEnd) && scrollToEnd(log, atEnd))
    observer.observe(log.current, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  const onTouch = () => {
    held.current = ''
  }
  return { onGrowth, onTouch }
}

function scrollToEnd({ current }: LogRef, atEnd: Place): void {
  if (!current) return
  current.scrollTop = current.scrollHeight
  atEnd.top = current.scrollTop
}

/** A person who has just moved up is told of by an event that may yet come. */
function staysAtEnd({ current }: LogRef, atEnd: Place): boolean {
  return atEnd.current && !(current && current.scrollTop < atEnd.top - END_SLACK)
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < END_SLACK
}

function cameAfter(messages: readonly PhoneMessage[], id: string): number {
  return messages.length - 1 - messages.findLastIndex((message) => message.id === id)
}

/** Brings the message of a deep link into view; null if it is not here. */
function scrollToTarget(log: HTMLElement | null, target: string): HTMLElement | null {
  const bubble = target === '' ? null : log?.querySelector<HTMLElement>(`[data-message="${CSS.escape(target)}"]`)
  bubble?.scrollIntoView({ block: 'center' })
  return bubble ?? null
}
