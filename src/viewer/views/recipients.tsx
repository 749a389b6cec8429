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
  const { list, field, add } = useToField({ phone, to, onChange })
  return (
    <div class="recipients">
      <div class="recipients-line">
        <span class="muted" id={`${list.id}to`}>
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
        <ToField list={list} isFirst={to.length === 0} {...field} />
      </div>
      <Suggestions list={list} phone={phone} onChoose={add} />
    </div>
  )
}

/** What is typed, what it could mean, and what the keys make of it. */
function useToField({ phone, to, onChange }: RecipientsProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [open, setOpen] = useState(true)
  const suggestions = useSuggestions(phone, to, typed)
  const listed = open && suggestions.length > 0
  const onType = (text: string) => {
    setTyped(text)
    setChosen(0)
  }
  const add = (number: PhoneNumber | null | undefined) => {
    if (!number) return
    if (!to.includes(number)) onChange([...to, number])
    onType('')
  }
  const keys: KeyActs = {
    move: listed ? (step) => setChosen((chosen + step + suggestions.length) % suggestions.length) : null,
    take: () => add(typedNumber(typed) ?? (listed ? suggestions[chosen] : null)),
    removeLast: typed === '' && to.length > 0 ? () => onChange(to.slice(0, -1)) : null,
  }
  const onLeave = () => {
    add(typedNumber(typed))
    setOpen(false)
  }
  return { list: { id, suggestions, chosen, listed }, field: { typed, keys, onType, onOpen: setOpen, onLeave }, add }
}

type List = {
  readonly id: string
  readonly suggestions: readonly PhoneNumber[]
  readonly chosen: number
  readonly listed: boolean
}

/** What keys do in the field; null where they do what they always do. */
type KeyActs = {
  readonly move: ((step: number) => void) | null
  readonly take: () => void
  readonly removeLast: (() => void) | null
}

function onFieldKey(event: JSX.TargetedKeyboardEvent<HTMLInputElement>, { move, take, removeLast }: KeyActs): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step !== undefined && move) {
    event.preventDefault()
    move(step)
  } else if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
    event.preventDefault()
    take()
  } else if (event.key === 'Backspace') removeLast?.()
}

type ToFieldProps = {
  readonly list: List
  readonly typed: string
  readonly isFirst: boolean
  readonly keys: KeyActs
  readonly onType: (text: string) => void
  readonly onOpen: (open: boolean) => void
  readonly onLeave: () => void
}

function ToField({ list: { id, chosen, listed }, typed, isFirst, keys, onType, onOpen, onLeave }: ToFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
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
      placeholder={isFirst ? 'Name or number' : ''}
      value={typed}
      onInput={(event) => {
        onType(event.currentTarget.value)
        onOpen(true)
      }}
      onFocus={() => onOpen(true)}
      onBlur={onLeave}
      onKeyDown={(event) => onFieldKey(event, keys)}
    />
  )
}

type SuggestionsProps = {
  readonly list: List
  readonly phone: Phone
  readonly onChoose: (number: PhoneNumber) => void
}

function Suggestions({ list: { id, suggestions, chosen, listed }, phone, onChoose }: SuggestionsProps) {
  return (
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
          onClick={() => onChoose(number)}
        >
          <Face number={number} name={nameOf(phone, number)} size="small" />
          <span>{nameOf(phone, number)}</span>
          <span class="number">{contactName(phone, number) === null ? 'a phone here' : writtenNumber(number)}</span>
        </div>
      ))}
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
