// One conversation on one phone: who, what was said, and the line to answer on.
import { useEffect } from 'preact/hooks'
import { messagesKey } from '../model.ts'
import { threadTitle, transportLine } from '../people.ts'
import { threadOf } from '../thread-rows.ts'
import type { Phone } from '../wire.ts'
import { ThreadFace } from './avatar.tsx'
import { Composer } from './composer.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { MessageLog } from './message-log.tsx'
import { useVisible } from './visible.ts'

export function ThreadView({ phone, thread: id, target }: { phone: Phone; thread: string; target: string }) {
  const { session, screen } = useApp()
  const model = session.model.value
  const thread = threadOf(model.threads[phone.number]?.rows ?? [], id)
  const messages = model.messages[messagesKey(phone.number, id)]
  const waiting = (model.waiting[phone.number]?.rows ?? []).filter((it) => it.from === id)
  const visible = useVisible()
  useEffect(() => session.want({ of: 'messages', phone: phone.number, thread: id }), [phone.number, id])
  useEffect(() => {
    if (visible && thread.unread > 0 && messages) void session.markRead(phone.number, id)
  }, [visible, thread.unread, messages, phone.number, id])
  const title = threadTitle(phone, thread.participants)
  return (
    <section class="thread" data-testid="thread-view" aria-label={`${phone.name || phone.number} with ${title}`}>
      <header class="place-head thread-head">
        <button
          type="button"
          class="quiet back"
          aria-label="Back to the messages"
          title="Back (Esc)"
          onClick={() => screen.go(phone.number, { at: 'list' })}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="thread-who"
          data-testid="members"
          title="People"
          onClick={() => {
            screen.drawer.value = { of: 'members', phone: phone.number, thread: id }
          }}
        >
          <ThreadFace phone={phone} participants={thread.participants} />
          <span class="thread-names">
            <strong>
              {title}
              <span class="unseen">: people in this conversation</span>
            </strong>
            <span class="muted">
              {lineUnder(
                phone,
                thread.participants,
                messages?.rows.at(-1)?.transport ?? (waiting.length > 0 ? 'mms' : 'sms'),
              )}
            </span>
          </span>
        </button>
      </header>
      <MessageLog
        key={id}
        phone={phone}
        title={title}
        isGroup={thread.participants.length > 1}
        messages={messages?.rows ?? null}
        hasEarlier={messages?.hasEarlier ?? false}
        onEarlier={() => void session.loadEarlier(phone.number, id)}
        waiting={waiting}
        target={target}
      />
      <Composer
        phone={phone}
        to={thread.participants}
        draftKey={`${phone.number} ${id}`}
        label={`Message to ${title}`}
      />
    </section>
  )
}

function lineUnder(phone: Phone, participants: readonly string[], last: 'sms' | 'mms'): string {
  if (participants.length > 1) return transportLine(participants, phone.groupMode === 'mass-text')
  return last.toUpperCase()
}
