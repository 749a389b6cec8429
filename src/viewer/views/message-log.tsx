// The bubbles of a thread. Stays at the newest message while the person is there, and else says how many came.
// The log itself is no live region: opening a thread would read all of it aloud. announcer.tsx speaks for all threads.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { layOut } from '../conversation.ts'
import type { Phone, PhoneMessage, Waiting } from '../wire.ts'
import { dayKey, writtenDay } from '../wording.ts'
import { BubbleRow } from './bubble.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { useLogWindow } from './log-window.ts'
import { useRoving } from './roving.ts'
import { WaitingCard } from './waiting-card.tsx'

/** Pixels from the end that still count as being there. */
const END_SLACK = 40

const NONE: readonly PhoneMessage[] = []

type LogProps = {
  readonly phone: Phone
  readonly title: string
  readonly isGroup: boolean
  readonly messages: readonly PhoneMessage[] | null
  /** Whether the phone keeps older ones than these. */
  readonly hasEarlier: boolean
  readonly onEarlier: () => void
  readonly waiting: readonly Waiting[]
  readonly target: string
}

export function MessageLog({ phone, title, isGroup, messages, hasEarlier, onEarlier, waiting, target }: LogProps) {
  const { minute, screen } = useApp()
  const log = useRef<HTMLDivElement>(null)
  const drawn = useLogWindow(log, { messages: messages ?? NONE, target, onOldest: onEarlier })
  const { shown, isAtNewest } = drawn
  const { missed, onScroll, toEnd, onMediaLoad, onTouch } = useEnd(log, {
    messages,
    isAtNewest,
    waitingCount: waiting.length,
    target,
  })
  useEffect(() => {
    if (target !== '' && hasEarlier && messages?.every(({ id }) => id !== target)) onEarlier()
  }, [target, hasEarlier, messages?.[0]?.id])
  useRoving(log, { item: '.bubble-row', inner: 'a, button, video, audio', start: 'last' })
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={log}
        role="log"
        aria-live="off"
        aria-label={`Conversation with ${title}`}
        data-testid="log"
        tabIndex={shown.length === 0 ? 0 : undefined}
        onScroll={() => {
          onScroll()
          drawn.onScroll()
        }}
        onLoadCapture={onMediaLoad}
        onWheel={onTouch}
        onPointerDown={onTouch}
        onKeyDown={onTouch}
      >
        {(hasEarlier || shown[0]?.id !== messages?.[0]?.id) && (
          <button type="button" class="earlier small" onClick={drawn.onScroll}>
            Earlier messages
          </button>
        )}
        {layOut(shown, dayKey, screen.foldReactions.value).map((line) =>
          line.kind === 'day' ? (
            <div class="day" key={line.key}>
              <span>{writtenDay(line.at, minute.value)}</span>
            </div>
          ) : (
            <BubbleRow
              key={line.message.id}
              phone={phone}
              bubble={line}
              isGroup={isGroup}
              isTarget={line.message.id === target}
            />
          ),
        )}
        {isAtNewest && waiting.map((it) => <WaitingCard key={it.id} phone={phone} waiting={it} />)}
        {messages?.length === 0 && waiting.length === 0 && <p class="log-empty muted">Nothing said here yet.</p>}
      </div>
      {(missed > 0 || !isAtNewest) && (
        <button
          type="button"
          class="pill"
          onClick={() => {
            drawn.toNewest()
            toEnd()
          }}
        >
          {missed > 0 ? (missed === 1 ? '1 new message' : `${missed} new messages`) : 'Newest'}{' '}
          <Icon name="down" size={16} />
        </button>
      )}
    </div>
  )
}

type End = {
  readonly messages: readonly PhoneMessage[] | null
  readonly isAtNewest: boolean
  readonly waitingCount: number
  readonly target: string
}

/** Keeps a log at its end, or counts what came while the person read elsewhere. */
function useEnd(log: { readonly current: HTMLElement | null }, { messages, isAtNewest, waitingCount, target }: End) {
  const atEnd = useRef(true)
  const seen = useRef<string | null>(null)
  /** The message of a deep link, held in view while pictures still load above it, until the person moves. */
  const held = useRef(target)
  const [missed, setMissed] = useState(0)
  const newest = messages === null ? null : (messages.at(-1)?.id ?? '')
  const scrollToEnd = () => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight
  }
  useLayoutEffect(() => {
    if (newest === null) return
    const isFirst = seen.current === null
    const came = isFirst ? 0 : cameAfter(messages ?? NONE, seen.current ?? '')
    seen.current = newest
    const linked = isFirst ? scrollToTarget(log.current, target) : null
    linked?.focus({ preventScroll: true })
    if (linked) atEnd.current = messages?.at(-1)?.id === target
    else if (isFirst || (isAtNewest && (atEnd.current || (came > 0 && messages?.at(-1)?.direction === 'sent'))))
      scrollToEnd()
    else if (came > 0) setMissed((count) => count + came)
  }, [newest, waitingCount])
  return {
    missed,
    toEnd: () => {
      atEnd.current = true
      setMissed(0)
      requestAnimationFrame(scrollToEnd)
    },
    onScroll: () => {
      const it = log.current
      if (it === null) return
      atEnd.current = isAtNewest && it.scrollHeight - it.scrollTop - it.clientHeight < END_SLACK
      if (atEnd.current) setMissed(0)
    },
    onTouch: () => {
      held.current = ''
    },
    onMediaLoad: () => {
      if (atEnd.current) scrollToEnd()
      else scrollToTarget(log.current, held.current)
    },
  }
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
