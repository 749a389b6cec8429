// The To line: numbers as chips, with this phone's contacts and the other phones here as suggestions.
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { typedNumber, writtenNumber } from '../numbers.ts'
import { contactName, nameOf } from '../people.ts'
import type { Phone, PhoneNumber } from '../wire.ts'
import { Face } from './avatar.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

/** Suggestions shown at once. */
const SUGGESTION_COUNT = 6

type RecipientsProps = {
  readonly phone: Phone
  readonly to: readonly PhoneNumber[]
  readonly onChange: (to: readonly PhoneNumber[]) => void
}

export function Recipients({ phone, to, onChange }: RecipientsProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [open, setOpen] = useState(true)
  const suggestions = useSuggestions(phone, to, typed)
  const listed = open && suggestions.length > 0
  useEffect(() => field.current?.focus(), [])
  const add = (number: PhoneNumber | null | undefined) => {
    if (!number) return
    if (!to.includes(number)) onChange([...to, number])
    setTyped('')
    setChosen(0)
  }
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && listed) {
      event.preventDefault()
      setChosen((chosen + step + suggestions.length) % suggestions.length)
    } else if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
      event.preventDefault()
      add(typedNumber(typed) ?? (listed ? suggestions[chosen] : null))
    } else if (event.key === 'Backspace' && typed === '' && to.length > 0) onChange(to.slice(0, -1))
  }
  return (
    <div class="recipients">
      <div class="recipients-line">
        <span class="muted" id={`${id}to`}>
          To
        </span>
        {to.map((number) => (
          <RecipientChip
            key={number}
            phone={phone}
            number={number}
            onRemove={() => onChange(to.filter((it) => it !== number))}
          />
        ))}
        <input
          ref={field}
          type="text"
          inputMode="tel"
          autoComplete="off"
          data-testid="to"
          role="combobox"
          aria-labelledby={`${id}to`}
          aria-expanded={listed}
          aria-controls={`${id}list`}
          aria-activedescendant={listed ? `${id}option${chosen}` : undefined}
          placeholder={to.length === 0 ? 'Name or number' : ''}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setChosen(0)
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            add(typedNumber(typed))
            setOpen(false)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="suggestions" role="listbox" id={`${id}list`} aria-label="Suggestions" hidden={!listed}>
        {suggestions.map((number, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys; the list only takes the pointer
          <div
            key={number}
            role="option"
            tabIndex={-1}
            id={`${id}option${index}`}
            aria-selected={index === chosen}
            class="suggestion"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => add(number)}
          >
            <Face number={number} name={nameOf(phone, number)} size="small" />
            <span>{nameOf(phone, number)}</span>
            <span class="number">{contactName(phone, number) === null ? 'a phone here' : writtenNumber(number)}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

type ChipProps = { phone: Phone; number: PhoneNumber; onRemove: () => void }

function RecipientChip({ phone, number, onRemove }: ChipProps) {
  return (
    <span class="recipient" data-testid="recipient" title={number}>
      {nameOf(phone, number)}
      <button type="button" class="quiet" aria-label={`Remove ${nameOf(phone, number)}`} onClick={onRemove}>
        <Icon name="close" size={14} />
      </button>
    </span>
  )
}

function useSuggestions(phone: Phone, to: readonly PhoneNumber[], typed: string): PhoneNumber[] {
  const { session } = useApp()
  const contacts = phone.contacts.map((contact) => contact.number)
  const here = (session.model.value.phones?.rows ?? []).map((it) => it.number)
  const wanted = typed.trim().toLowerCase()
  const digits = wanted.replace(/\D/g, '')
  return [...new Set([...contacts, ...here])]
    .filter((number) => number !== phone.number && !to.includes(number))
    .filter(
      (number) =>
        wanted === '' ||
        nameOf(phone, number).toLowerCase().includes(wanted) ||
        (digits !== '' && number.includes(digits)),
    )
    .slice(0, SUGGESTION_COUNT)
}
