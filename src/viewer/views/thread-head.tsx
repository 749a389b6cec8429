// Above a conversation: whom it is with, how it travels, and whether its person said STOP.
import { optedOutBy } from '../opt-out.ts'
import { threadTitle, transportLine } from '../people.ts'
import type { Phone, PhoneMessage, Thread } from '../wire.ts'
import { ThreadFace } from './avatar.tsx'
import { BackButton } from './back-button.tsx'
import { useApp } from './context.ts'

type ThreadHeadProps = {
  readonly phone: Phone
  readonly thread: Thread
  readonly messages: readonly PhoneMessage[]
  /** How the last message travelled. */
  readonly transport: 'sms' | 'mms'
}

export function ThreadHead({ phone, thread, messages, transport }: ThreadHeadProps) {
  const { screen } = useApp()
  const { participants } = thread
  const isGroup = participants.length > 1
  return (
    <header class="place-head thread-head">
      <BackButton phone={phone.number} />
      <button
        type="button"
        class="thread-who"
        data-testid="members"
        title="People"
        onClick={() => {
          screen.drawer.value = { of: 'members', phone: phone.number, thread: thread.id }
        }}
      >
        <ThreadFace phone={phone} participants={participants} />
        <span class="thread-names">
          <strong>
            {threadTitle(phone, participants)}
            <span class="unseen">: people in this conversation</span>
          </strong>
          <span class="muted">
            {isGroup ? transportLine(participants, phone.groupMode === 'mass-text') : transport.toUpperCase()}
          </span>
        </span>
      </button>
      <OptOut participants={participants} messages={messages} />
    </header>
  )
}

/** A person among the phones here hears STOP as a word like any other; an application must listen to it. */
function OptOut({ participants, messages }: Pick<Thread, 'participants'> & Pick<ThreadHeadProps, 'messages'>) {
  const { session } = useApp()
  const isPerson = session.model.value.phones?.rows.some(({ number }) => number === participants[0])
  const keyword = participants.length === 1 && !isPerson ? optedOutBy(messages) : null
  if (keyword === null) return null
  return (
    <span class="tag opted-out" data-testid="opted-out" title="START brings the messages back">
      {keyword} sent: opted out
    </span>
  )
}
