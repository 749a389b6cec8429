// The conversations of one phone, newest first. An MMS that only waits stands with its sender.
import { useRef, useState } from 'preact/hooks'
import { shortNameOf, threadTitle } from '../people.ts'
import { threadRows } from '../thread-rows.ts'
import type { Phone, Thread } from '../wire.ts'
import { count, snippetOf, writtenWhen } from '../wording.ts'
import { ThreadFace } from './avatar.tsx'
import { useApp } from './context.ts'
import { EmptyThreads } from './empty.tsx'
import { Icon } from './icons.tsx'
import { useRoving } from './roving.ts'

/** Conversations drawn at first, and more at each wish: nobody looks through thousands. */
const ROW_COUNT = 200

export function ThreadList({ phone, current }: { phone: Phone; current: string | null }) {
  const { session, screen } = useApp()
  const list = useRef<HTMLUListElement>(null)
  useRoving(list, { item: '.thread-row', start: 'first' })
  const model = session.model.value
  const threads = model.threads[phone.number]
  const waiting = model.waiting[phone.number]?.rows ?? []
  const rows = threads ? threadRows(threads.rows, waiting) : []
  const [drawn, setDrawn] = useState(ROW_COUNT)
  return (
    <section class="threads" aria-label={`Messages of ${phone.name || phone.number}`}>
      <header class="place-head">
        <h2>Messages</h2>
        <button
          type="button"
          class="quiet"
          data-testid="compose"
          aria-label="Write a new message"
          title="New message (c)"
          onClick={() => screen.go(phone.number, { at: 'compose' })}
        >
          <Icon name="compose" />
        </button>
      </header>
      {threads && rows.length === 0 && <EmptyThreads phone={phone} />}
      <ul class="thread-rows" ref={list}>
        {rows.slice(0, drawn).map(({ thread, waitingCount }) => (
          <li key={thread.id}>
            <ThreadRow phone={phone} thread={thread} waitingCount={waitingCount} isCurrent={thread.id === current} />
          </li>
        ))}
        <MoreThreads count={rows.length - drawn} onMore={() => setDrawn(drawn + ROW_COUNT)} />
      </ul>
    </section>
  )
}

function MoreThreads({ count: left, onMore }: { count: number; onMore: () => void }) {
  if (left <= 0) return null
  return (
    <li class="more-threads">
      <button type="button" class="small" onClick={onMore}>
        {count(left, 'more conversation')}
      </button>
    </li>
  )
}

type ThreadRowProps = { phone: Phone; thread: Thread; waitingCount: number; isCurrent: boolean }

function ThreadRow({ phone, thread, waitingCount, isCurrent }: ThreadRowProps) {
  const { screen, minute } = useApp()
  const last = thread.lastMessage
  return (
    <button
      type="button"
      class="thread-row"
      data-testid="thread"
      data-thread={thread.id}
      data-unread={thread.unread > 0}
      aria-current={isCurrent ? 'true' : undefined}
      onClick={() => screen.go(phone.number, { at: 'thread', thread: thread.id, message: '' })}
    >
      <ThreadFace phone={phone} participants={thread.participants} />
      <span class="thread-text">
        <span class="thread-title">{threadTitle(phone, thread.participants)}</span>
        <time class="thread-when">{last && writtenWhen(last.at, minute.value)}</time>
        <span class="thread-snippet">{snippetLine(phone, thread, waitingCount)}</span>
        <span class="thread-end">
          {thread.unread > 0 ? (
            <span class="badge" data-testid="unread">
              {thread.unread}
              <span class="unseen"> unread</span>
            </span>
          ) : (
            <span class="tag">{thread.kind === 'group' ? 'Group' : (last?.transport ?? 'mms').toUpperCase()}</span>
          )}
        </span>
      </span>
    </button>
  )
}

function snippetLine(phone: Phone, thread: Thread, waitingCount: number): string {
  const last = thread.lastMessage
  if (waitingCount > 0) return `${count(waitingCount, 'MMS')} waiting`.replace('MMSs', 'MMS')
  if (last === null) return ''
  if (last.direction === 'sent') return `You: ${snippetOf(last)}`
  return thread.kind === 'group' ? `${shortNameOf(phone, last.from)}: ${snippetOf(last)}` : snippetOf(last)
}
