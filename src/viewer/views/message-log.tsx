// The bubbles of a thread. Stays at the newest message while the person is there, and else says how many came.
// The log itself is no live region: opening a thread would read all of it aloud. announcer.tsx speaks for all threads.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { layOut } from '../conversation.ts'
import type { Phone, PhoneMessage, Waiting } from '../wire.ts'
import { dayKey, writtenDay } from '../wording.ts'
import { BubbleRow } from './bubble.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { useRoving } from './roving.ts'
import { WaitingCard } from './waiting-card.tsx'

/** Bubbles drawn at once; older ones come when the person goes there. */
const WINDOW_COUNT = 200

/** Pixels from the end that still count as being there. */
const END_SLACK = 40

type LogProps = {
  readonly phone: Phone
  readonly title: string
  readonly isGroup: boolean
  readonly messages: readonly PhoneMessage[] | null
  readonly waiting: readonly Waiting[]
  readonly target: string
}

export function MessageLog({ phone, title, isGroup, messages, waiting, target }: LogProps) {
  const { minute } = useApp()
  const log = useRef<HTMLDivElement>(null)
  const [windowCount, setWindowCount] = useState(WINDOW_COUNT)
  const shown = (messages ?? []).slice(-windowCount)
  const hiddenCount = (messages?.length ?? 0) - shown.length
  const { missed, onScroll, toEnd, onMediaLoad, onTouch } = useEnd(log, messages, waiting.length, target)
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
        onScroll={onScroll}
        onLoadCapture={onMediaLoad}
        onWheel={onTouch}
        onPointerDown={onTouch}
        onKeyDown={onTouch}
      >
        {hiddenCount > 0 && (
          <button type="button" class="earlier small" onClick={() => setWindowCount(windowCount + WINDOW_COUNT)}>
            Show {Math.min(WINDOW_COUNT, hiddenCount)} earlier of {hiddenCount}
          </button>
        )}
        {layOut(shown, dayKey).map((line) =>
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
        {waiting.map((it) => (
          <WaitingCard key={it.id} phone={phone} waiting={it} />
        ))}
        {messages?.length === 0 && waiting.length === 0 && <p class="log-empty muted">Nothing said here yet.</p>}
      </div>
      {missed > 0 && (
        <button type="button" class="pill" onClick={toEnd}>
          {missed === 1 ? '1 new message' : `${missed} new messages`} <Icon name="down" size={16} />
        </button>
      )}
    </div>
  )
}

/** Keeps a log at its end, or counts what came while the person read elsewhere. */
function useEnd(
  log: { readonly current: HTMLElement | null },
  messages: readonly PhoneMessage[] | null,
  waitingCount: number,
  target: string,
) {
  const atEnd = useRef(true)
  const seen = useRef<number | null>(null)
  /** The message of a deep link, held in view while pictures still load above it, until the person moves. */
  const held = useRef(target)
  const [missed, setMissed] = useState(0)
  const length = messages?.length ?? null
  const scrollToEnd = () => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight
  }
  useLayoutEffect(() => {
    if (length === null) return
    const isFirst = seen.current === null
    const came = length - (seen.current ?? length)
    seen.current = length
    const linked = isFirst ? scrollToTarget(log.current, target) : null
    linked?.focus({ preventScroll: true })
    if (linked) atEnd.current = messages?.at(-1)?.id === target
    else if (isFirst || atEnd.current || messages?.at(-1)?.direction === 'sent') scrollToEnd()
    else if (came > 0) setMissed((count) => count + came)
  }, [length, messages?.at(-1)?.id, waitingCount])
  return {
    missed,
    toEnd: () => {
      scrollToEnd()
      setMissed(0)
    },
    onScroll: () => {
      const it = log.current
      if (it === null) return
      atEnd.current = it.scrollHeight - it.scrollTop - it.clientHeight < END_SLACK
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

/** Brings the message of a deep link into view; null if it is not here. */
function scrollToTarget(log: HTMLElement | null, target: string): HTMLElement | null {
  const bubble = target === '' ? null : log?.querySelector<HTMLElement>(`[data-message="${CSS.escape(target)}"]`)
  bubble?.scrollIntoView({ block: 'center' })
  return bubble ?? null
}
