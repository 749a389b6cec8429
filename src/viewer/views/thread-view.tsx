// One conversation on one phone: who, what was said, and the line to answer on.
import { useEffect } from 'preact/hooks'
import { messagesKey } from '../model.ts'
import { threadTitle } from '../people.ts'
import { threadOf } from '../thread-rows.ts'
import type { Phone } from '../wire.ts'
import { Composer } from './composer.tsx'
import { useApp } from './context.ts'
import { MessageLog } from './message-log.tsx'
import { ThreadHead } from './thread-head.tsx'
import { useVisible } from './visible.ts'

export function ThreadView({ phone, thread: id, target }: { phone: Phone; thread: string; target: string }) {
  const { session } = useApp()
  const model = session.model.value
  const thread = threadOf(model.threads[phone.number]?.rows ?? [], id)
  const messages = model.messages[messagesKey(phone.number, id)]
  const rows = messages?.rows ?? []
  const waiting = (model.waiting[phone.number]?.rows ?? []).filter((it) => it.from === id)
  const visible = useVisible()
  useEffect(() => session.want({ of: 'messages', phone: phone.number, thread: id }), [phone.number, id])
  useEffect(() => {
    if (visible && thread.unread > 0 && messages) void session.markRead(phone.number, id)
  }, [visible, thread.unread, messages, phone.number, id])
  const title = threadTitle(phone, thread.participants)
  const transport = rows.at(-1)?.transport ?? (waiting.length > 0 ? 'mms' : 'sms')
  return (
    <section class="thread" data-testid="thread-view" aria-label={`${phone.name || phone.number} with ${title}`}>
      <ThreadHead phone={phone} thread={thread} messages={rows} transport={transport} />
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
