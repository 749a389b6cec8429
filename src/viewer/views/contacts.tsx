// The contacts of one phone: the only place its names for others come from.
import { useState } from 'preact/hooks'
import { typedNumber, writtenNumber } from '../numbers.ts'
import { ContactsImport } from './contacts-import.tsx'
import { CopyButton } from './copy-button.tsx'
import type { ChangeProps } from './drawer-radio.tsx'
import { Section } from './drawer-section.tsx'
import { Icon } from './icons.tsx'

export function Contacts({ phone, change }: ChangeProps) {
  const rename = (number: string, name: string) =>
    change({ contacts: phone.contacts.map((it) => (it.number === number ? { number, name } : it)) })
  const remove = (number: string) => change({ contacts: phone.contacts.filter((it) => it.number !== number) })
  return (
    <Section title="Contacts">
      {phone.contacts.length === 0 && <p class="muted">Nobody yet: this phone shows bare numbers.</p>}
      <ul class="contacts">
        {phone.contacts.map(({ number, name }) => (
          <li key={number}>
            <input
              type="text"
              aria-label={`Name of ${writtenNumber(number)}`}
              value={name}
              onChange={(event) => rename(number, event.currentTarget.value.trim())}
            />
            <span class="number">{writtenNumber(number)}</span>
            <CopyButton text={number} label={`Copy ${number}`} />
            <button type="button" class="quiet" aria-label={`Remove ${name || number}`} onClick={() => remove(number)}>
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
      <NewContact phone={phone} change={change} />
      <ContactsImport phone={phone} change={change} />
    </Section>
  )
}

function NewContact({ phone, change }: ChangeProps) {
  const [name, setName] = useState('')
  const [typed, setTyped] = useState('')
  const number = typedNumber(typed)
  const add = (event: Event) => {
    event.preventDefault()
    if (number === null || name.trim() === '') return
    change({ contacts: [...phone.contacts.filter((it) => it.number !== number), { number, name: name.trim() }] })
    setName('')
    setTyped('')
  }
  return (
    <form class="new-contact" onSubmit={add}>
      <input
        type="text"
        placeholder="Name"
        aria-label="Name of a new contact"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <input
        type="text"
        inputMode="tel"
        placeholder="+1 202 555 0104"
        aria-label="Number of a new contact"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" class="small" disabled={number === null || name.trim() === ''}>
        Add
      </button>
    </form>
  )
}
