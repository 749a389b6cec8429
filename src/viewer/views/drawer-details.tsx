// Everything the phone knows of one message, and what its person can do with it.
import { useState } from 'preact/hooks'
import type { Answer, Problem } from '../api.ts'
import { messagesKey } from '../model.ts'
import { nameOf } from '../people.ts'
import { journeyHref } from '../router.ts'
import type { Phone, PhoneMessage, PhoneNumber } from '../wire.ts'
import { segmentsOf, statusOf, writtenMoment, writtenSize } from '../wording.ts'
import { Chip } from './chip.tsx'
import { useApp, usePhone } from './context.ts'
import { CopyButton } from './copy-button.tsx'
import { Section } from './drawer-section.tsx'
import { Later } from './later.tsx'
import { Link } from './link.tsx'

export function DetailsDrawer({ message: opened }: { message: PhoneMessage }) {
  const { session, screen } = useApp()
  const close = () => {
    screen.drawer.value = null
  }
  const phone = usePhone(opened.phone)
  const rows = session.model.value.messages[messagesKey(opened.phone, opened.thread)]?.rows ?? []
  const message = rows.find((row) => row.id === opened.id) ?? opened
  if (phone === null) return <p class="muted">Its phone is gone.</p>
  return (
    <>
      <Facts phone={phone} message={message} />
      {message.media.length > 0 && (
        <Section title="Parts, in order">
          <div class="parts">
            {message.media.map((part) => (
              <Chip key={part.url + part.filename} part={part} />
            ))}
          </div>
        </Section>
      )}
      {message.direction === 'received' && <Reactions message={message} />}
      <Actions message={message} />
      {message.messageId !== '' && (
        <Link class="button" to={journeyHref(message.messageId)} testid="open-journey" onFollow={close}>
          Open journey
        </Link>
      )}
      {message.messageId !== '' && <Later name="MessageOctets" message={message} />}
      <Section title="Identities">
        <Identity name="On this phone" value={message.id} />
        <Identity name="In the network" value={message.messageId} />
        <Identity name="Thread" value={message.thread} />
      </Section>
    </>
  )
}

function Facts({ phone, message }: { phone: Phone; message: PhoneMessage }) {
  const people = (numbers: readonly PhoneNumber[]) => numbers.map((number) => personLine(phone, number)).join('\n')
  const size = message.media.reduce((sum, part) => sum + part.size, 0)
  const facts: readonly (readonly [string, string])[] = [
    ['Type', `${message.transport.toUpperCase()}, ${message.direction}`],
    ['From', people([message.from])],
    ['To', message.to.map((number) => withOutcome(personLine(phone, number), message.reports[number])).join('\n')],
    ['Cc', people(message.cc)],
    [message.direction === 'sent' ? 'Sent' : 'Received', writtenMoment(message.at)],
    ['Status', [statusOf(message)?.words ?? message.status, message.error].filter((it) => it !== '').join(': ')],
    ['Segments', segmentsOf(message) ?? ''],
    ['Subject', message.subject],
    ['Size of parts', size > 0 ? writtenSize(size) : ''],
  ]
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function personLine(phone: Phone, number: PhoneNumber): string {
  if (number === phone.number) return `${phone.name || 'This phone'} (this phone)`
  return nameOf(phone, number)
}

function withOutcome(person: string, outcome: string | undefined): string {
  return outcome === undefined ? person : `${person}: ${outcome.replaceAll('-', ' ')}`
}

function Identity({ name, value }: { name: string; value: string }) {
  if (value === '') return null
  return (
    <div class="identity">
      <span class="muted">{name}</span>
      <code>{value}</code>
      <CopyButton text={value} label={`Copy: ${name}`} />
    </div>
  )
}

/** The six tapbacks; SMS and MMS carry them as a text such as: Liked “See you there”. */
const REACTIONS = [
  ['like', '👍', 'Liked'],
  ['love', '❤️', 'Loved'],
  ['laugh', '😂', 'Laughed at'],
  ['emphasize', '‼️', 'Emphasized'],
  ['dislike', '👎', 'Disliked'],
  ['question', '❓', 'Questioned'],
] as const

function Reactions({ message }: { message: PhoneMessage }) {
  const { session } = useApp()
  return (
    <Section title="React, as a text that says so">
      <div class="actions">
        {REACTIONS.map(([reaction, sign, words]) => (
          <button
            key={reaction}
            type="button"
            class="small"
            aria-label={words}
            title={words}
            onClick={() => session.react(message, reaction)}
          >
            {sign}
          </button>
        ))}
      </div>
    </Section>
  )
}

function Actions({ message }: { message: PhoneMessage }) {
  const { session, screen } = useApp()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [sure, setSure] = useState(false)
  const report = (answer: Answer<unknown>) => setProblem(answer.ok ? null : answer.problem)
  const remove = async () => {
    if (!sure) return setSure(true)
    const answer = await session.act(message, 'delete')
    report(answer)
    if (answer.ok) screen.drawer.value = null
  }
  const failed = message.direction === 'sent' && statusOf(message)?.tone === 'bad'
  return (
    <Section title="What to do with it">
      <div class="actions">
        {failed && (
          <button type="button" class="small primary" onClick={async () => report(await session.sendAgain(message))}>
            Send again
          </button>
        )}
        {message.text !== '' && <CopyButton text={message.text} words="Copy text" />}
        <button type="button" class={sure ? 'small danger' : 'small'} onClick={remove} onBlur={() => setSure(false)}>
          {sure ? 'Really delete it here?' : 'Delete on this phone'}
        </button>
      </div>
      {problem && (
        <p class="tone-bad" role="alert">
          {problem.detail || problem.title}
        </p>
      )}
    </Section>
  )
}
