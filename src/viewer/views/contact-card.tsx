// A vCard that came: who it is, and a way into this phone's contacts.
import { useEffect, useState } from 'preact/hooks'
import { joinContacts, readContacts } from '../contacts-file.ts'
import { typedNumber, writtenNumber } from '../numbers.ts'
import { type Card, readCards } from '../vcard.ts'
import type { Contact, Media, Phone } from '../wire.ts'
import { Face } from './avatar.tsx'
import { Chip } from './chip.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

/** A card with a photograph in it is large; more than this is no card to read. */
const LARGEST = 1_000_000

export function ContactCard({ part, phone }: { part: Media; phone: Phone }) {
  const text = useText(part)
  const [card, ...others] = text === null ? [] : readCards(text)
  if (text === null || card === undefined) return <Chip part={part} />
  return (
    <div class="contact-card" data-testid="contact-card">
      <div class="contact-head">
        <Face number={typedNumber(card.numbers[0] ?? '') ?? card.name} name={card.name || '?'} />
        <span class="contact-text">
          <strong>{card.name || 'Without a name'}</strong>
          {card.organization !== '' && <span class="muted">{card.organization}</span>}
          {others.length > 0 && <span class="muted">and {others.length} more in this card</span>}
        </span>
      </div>
      <Ways card={card} />
      <div class="actions">
        <Keep phone={phone} contacts={readContacts(text).contacts} />
        <a class="button small" href={part.url} download={part.filename || true}>
          <Icon name="download" size={16} /> {part.filename || 'contact.vcf'}
        </a>
      </div>
    </div>
  )
}

function Ways({ card: { numbers, emails } }: { card: Card }) {
  return (
    <ul class="contact-ways">
      {numbers.map((number) => (
        <li key={number} class="number">
          {writtenNumber(typedNumber(number) ?? number)}
        </li>
      ))}
      {emails.map((email) => (
        <li key={email} class="muted">
          {email}
        </li>
      ))}
    </ul>
  )
}

function Keep({ phone, contacts }: { phone: Phone; contacts: readonly Contact[] }) {
  const { session } = useApp()
  const isKnown = contacts.every(({ number, name }) =>
    phone.contacts.some((known) => known.number === number && known.name === name),
  )
  if (contacts.length === 0) return null
  if (isKnown) return <span class="muted contact-known">In the contacts</span>
  return (
    <button
      type="button"
      class="small"
      onClick={() => session.putPhone(phone.number, { contacts: joinContacts(phone.contacts, contacts) })}
    >
      Keep in contacts
    </button>
  )
}

/** The text of a card; null until it is there, or if it cannot be had. */
function useText({ url, size }: Media): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    if (size > LARGEST) return
    fetch(url).then(
      async (response) => setText(response.ok ? await response.text() : null),
      () => setText(null),
    )
  }, [url, size])
  return text
}
