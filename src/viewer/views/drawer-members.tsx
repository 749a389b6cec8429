// The people of a conversation, as this phone knows them: nothing but the fields of its messages says who is in a group.
import { messagesKey } from '../model.ts'
import { writtenNumber } from '../numbers.ts'
import { contactName, howKnown, nameOf, notReached, transportLine } from '../people.ts'
import { threadOf } from '../thread-rows.ts'
import type { Phone, PhoneNumber } from '../wire.ts'
import { Face } from './avatar.tsx'
import { useApp, usePhone } from './context.ts'
import { CopyButton } from './copy-button.tsx'
import { Section } from './drawer-section.tsx'

export function MembersDrawer({ number, thread: id }: { number: PhoneNumber; thread: string }) {
  const { session } = useApp()
  const phone = usePhone(number)
  const thread = threadOf(session.model.value.threads[number]?.rows ?? [], id)
  const messages = session.model.value.messages[messagesKey(number, id)]?.rows ?? []
  if (phone === null) return <p class="muted">Its phone is gone.</p>
  const isGroup = thread.participants.length > 1
  return (
    <>
      <p class="drawer-lead">
        {isGroup ? transportLine(thread.participants, phone.groupMode === 'mass-text') : 'A conversation of two'}
        <span class="muted">
          {isGroup
            ? ' A group is the set of its numbers and nothing else: another set is another conversation. Nobody can rename it, join it or leave it.'
            : ''}
        </span>
      </p>
      <ul class="members">
        <li>
          <Face number={phone.number} name={phone.name || phone.number} />
          <span class="member-text">
            <strong>{phone.name || 'This phone'}</strong>
            <span class="muted">This phone</span>
          </span>
        </li>
        {thread.participants.map((member) => (
          <Member
            key={member}
            phone={phone}
            number={member}
            how={howKnown(messages, member)}
            missed={notReached(messages, member)}
          />
        ))}
      </ul>
      {!isGroup && <QuickReplies phone={phone} to={thread.participants} />}
    </>
  )
}

type MemberProps = {
  readonly phone: Phone
  readonly number: PhoneNumber
  /** The fields in which this phone saw the number. */
  readonly how: readonly string[]
  /** Why the last message did not reach them. */
  readonly missed: string | null
}

function Member({ phone, number, how, missed }: MemberProps) {
  const known = contactName(phone, number) !== null
  return (
    <li data-testid="member">
      <Face number={number} name={nameOf(phone, number)} />
      <span class="member-text">
        <strong>{nameOf(phone, number)}</strong>
        <span class="muted">
          {known && <span class="number">{writtenNumber(number)}</span>}
          {!known && 'Not in the contacts'}
          {how.length > 0 && ` · learnt from ${how.join(' and ')}`}
        </span>
        {missed !== null && <span class="tone-bad member-missed">Last message not delivered: {missed}</span>}
      </span>
      <CopyButton text={number} label={`Copy ${number}`} />
    </li>
  )
}

/** Words a carrier or a provider listens for. */
const KEYWORDS = ['STOP', 'START', 'HELP']

function QuickReplies({ phone, to }: { phone: Phone; to: readonly PhoneNumber[] }) {
  const { session } = useApp()
  return (
    <Section title="Answer with a keyword">
      <div class="actions">
        {KEYWORDS.map((text) => (
          <button
            key={text}
            type="button"
            class="small"
            onClick={() => session.send(phone.number, { to, text, subject: '', media: [] })}
          >
            {text}
          </button>
        ))}
      </div>
    </Section>
  )
}
