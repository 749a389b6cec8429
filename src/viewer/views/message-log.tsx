// The bubbles of a thread. Stays at the newest message while the person is there, and else says how many came.
// The log itself is no live region: opening a thread would read all of it aloud. announcer.tsx speaks for all threads.
import { useEffect, useRef } from 'preact/hooks'
import { type Line, layOut } from '../conversation.ts'
import type { Phone, PhoneMessage, Waiting } from '../wire.ts'
import { count, dayKey, writtenDay } from '../wording.ts'
import { BubbleRow } from './bubble.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { useEnd } from './log-end.ts'
import { useLogWindow } from './log-window.ts'
import { useRoving } from './roving.ts'
import { WaitingCard } from './waiting-card.tsx'

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
  const { screen } = useApp()
  const log = useRef<HTMLDivElement>(null)
  const drawn = useLogWindow(log, { messages: messages ?? NONE, target, onOldest: onEarlier })
  const { shown, isAtNewest } = drawn
  const end = { messages, isAtNewest, waitingCount: waiting.length, target }
  const { missed, onScroll, toEnd, onGrowth, onTouch } = useEnd(log, end)
  const toNewest = both(drawn.toNewest, toEnd)
  const scrolled = both(onScroll, drawn.onScroll)
  useEffect(() => {
    if (target !== '' && hasEarlier && messages?.every(({ id }) => id !== target)) onEarlier()
  }, [target, hasEarlier, messages?.[0]?.id])
  useRoving(log, { item: '.bubble-row', inner: 'a, button, video, audio', start: 'last' })
  const lines = layOut(shown, dayKey, screen.foldReactions.value)
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
        onScroll={scrolled}
        onLoadCapture={onGrowth}
        onLoadedMetadataCapture={onGrowth}
        onWheel={onTouch}
        onPointerDown={onTouch}
        onKeyDown={onTouch}
      >
        {(hasEarlier || shown[0]?.id !== messages?.[0]?.id) && <Earlier onClick={drawn.onScroll} />}
        <Lines lines={lines} phone={phone} isGroup={isGroup} target={target} />
        {isAtNewest && waiting.map((it) => <WaitingCard key={it.id} phone={phone} waiting={it} />)}
        {messages?.length === 0 && waiting.length === 0 && <NothingSaid />}
      </div>
      <Pill missed={missed} isAtNewest={isAtNewest} onClick={toNewest} />
    </div>
  )
}

function both(first: () => void, second: () => void): () => void {
  return () => {
    first()
    second()
  }
}

function NothingSaid() {
  return <p class="log-empty muted">Nothing said here yet.</p>
}

function Earlier({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="earlier small" onClick={onClick}>
      Earlier messages
    </button>
  )
}

type LinesProps = Pick<LogProps, 'phone' | 'isGroup' | 'target'> & { readonly lines: readonly Line[] }

function Lines({ lines, phone, isGroup, target }: LinesProps) {
  const { minute } = useApp()
  return lines.map((line) =>
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
  )
}

type PillProps = { readonly missed: number; readonly isAtNewest: boolean; readonly onClick: () => void }

/** What came while the person read elsewhere, and the way there. */
function Pill({ missed, isAtNewest, onClick }: PillProps) {
  if (missed === 0 && isAtNewest) return null
  return (
    <button type="button" class="pill" onClick={onClick}>
      {missed > 0 ? count(missed, 'new message') : 'Newest'} <Icon name="down" size={16} />
    </button>
  )
}
