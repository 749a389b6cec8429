// One conversation: who is in it, what was said, and what became of it on each phone.
import { useState } from 'preact/hooks'
import { writtenNumber } from '../../numbers.ts'
import { useApp } from '../../views/context.ts'
import { CopyButton } from '../../views/copy-button.tsx'
import { about, useResource } from '../resource.ts'
import { type ChatMessage, createRest, type Info, type Participant, type Rest, useInfo } from '../rest.ts'
import { Loaded, Page, preciseTime, useNames } from './page.tsx'
import { PostLine } from './post-line.tsx'

export function ConversationPage({ sid }: { sid: string }) {
  const info = useInfo()
  return info && <Whole sid={sid} info={info} />
}

/** A conversation with its roster and messages; the agent's drawer shows the same. */
export function useConversation(sid: string, info: Info) {
  const rest = createRest(info, (...request) => fetch(...request))
  const resource = useResource({
    key: `conversation ${sid}`,
    isChangedBy: about('conversation.'),
    load: async () => {
      const conversation = await rest.conversation(sid)
      if (!conversation.ok) return conversation
      const participants = await rest.participants(sid)
      if (!participants.ok) return participants
      const messages = await rest.messages(sid)
      if (!messages.ok) return messages
      const value = { conversation: conversation.value, participants: participants.value, messages: messages.value }
      return { ok: true as const, value }
    },
  })
  return { rest, resource }
}

function Whole({ sid, info }: { sid: string; info: Info }) {
  const { rest, resource } = useConversation(sid, info)
  const { screen } = useApp()
  return (
    <Loaded from={resource} isWhole={true}>
      {({ conversation, participants, messages }) => (
        <Page
          title={conversation.name || 'Conversation without a name'}
          above="conversations"
          lead={
            <>
              {conversation.state} · <code>{sid}</code> <CopyButton text={sid} label="Copy the sid" />
            </>
          }
          actions={
            <button
              type="button"
              class="small"
              data-testid="act-as-business"
              onClick={() => {
                screen.drawer.value = { of: 'agent', conversation: sid }
              }}
            >
              Change who is in it
            </button>
          }
        >
          <Roster participants={participants} />
          <Chat rest={rest} sid={sid} messages={messages} participants={participants} onDone={resource.reload} />
        </Page>
      )}
    </Loaded>
  )
}

type ChatProps = {
  readonly rest: Rest
  readonly sid: string
  readonly messages: readonly ChatMessage[]
  readonly participants: readonly Participant[]
  readonly onDone: () => void
}

function Chat({ messages, onDone, ...about }: ChatProps) {
  return (
    <section class="page-section" aria-label="Messages">
      <h2>Messages</h2>
      {messages.length === 0 && <p class="muted">Nothing said here yet. Post something below.</p>}
      <ol class="chat" data-testid="chat">
        {messages.map((message) => (
          <Said key={message.sid} message={message} {...about} />
        ))}
      </ol>
      <PostLine onDone={onDone} {...about} />
    </section>
  )
}

function Roster({ participants }: { participants: readonly Participant[] }) {
  const names = useNames()
  return (
    <section class="page-section" aria-label="Participants">
      <h2>Participants</h2>
      {participants.length === 0 ? (
        <p class="muted">Nobody is in it yet: add phones and the business with “Change who is in it”.</p>
      ) : (
        <ul class="roster" data-testid="roster">
          {participants.map((it) => (
            <li key={it.sid} data-testid="participant">
              <strong>{it.identity || names(it.address || it.projectedAddress)}</strong>
              <span class="muted">{roleOf(it)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function roleOf({ identity, address, projectedAddress, proxyAddress }: Participant): string {
  if (address !== '') {
    return proxyAddress ? `phone, writes to ${writtenNumber(proxyAddress)}` : `phone ${writtenNumber(address)}`
  }
  if (projectedAddress === '') return 'chat only'
  return identity === '' ? 'number without a chat user' : `chat user, seen as ${writtenNumber(projectedAddress)}`
}

type SaidProps = {
  readonly rest: Rest
  readonly sid: string
  readonly message: ChatMessage
  readonly participants: readonly Participant[]
}

function Said({ rest, sid, message, participants }: SaidProps) {
  const names = useNames()
  const [isOpen, setOpen] = useState(false)
  const summary = Object.entries(message.delivery)
  return (
    <li class="said" data-testid="said">
      <p class="said-head">
        <strong>{message.author.startsWith('+') ? names(message.author) : message.author}</strong>
        <time dateTime={message.at}>{preciseTime(message.at).slice(0, 8)}</time>
      </p>
      {message.body !== '' && <p class="said-body">{message.body}</p>}
      {message.media.map((part) => (
        <p class="muted" key={part.filename}>
          {part.filename || 'file'} · {part.contentType} · {part.size} octets
        </p>
      ))}
      {summary.length > 0 && (
        <button type="button" class="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {summary
            .map(([state, many]) => (state === 'total' ? '' : `${state}: ${many}`))
            .filter((it) => it !== '')
            .join(', ') || 'Receipts'}
        </button>
      )}
      {isOpen && <Receipts rest={rest} sid={sid} message={message} participants={participants} />}
    </li>
  )
}

function Receipts({ rest, sid, message, participants }: SaidProps) {
  const names = useNames()
  const receipts = useResource({
    key: `receipts ${message.sid}`,
    isChangedBy: about('conversation.receipt'),
    load: () => rest.receipts(sid, message.sid),
  })
  const whose = (participantSid: string) => {
    const it = participants.find((one) => one.sid === participantSid)
    return it ? names(it.address) : 'Somebody who has left'
  }
  return (
    <Loaded from={receipts}>
      {(rows) => (
        <ul class="receipts" data-testid="receipts">
          {rows.map((row) => (
            <li key={row.sid}>
              {whose(row.participantSid)}:{' '}
              <span class="state" data-state={row.errorCode ? 'failed' : row.status}>
                {row.status}
              </span>
              {row.errorCode > 0 && ` error ${row.errorCode}`}
            </li>
          ))}
          {rows.length === 0 && <li class="muted">No receipts: nothing went out to a phone.</li>}
        </ul>
      )}
    </Loaded>
  )
}
