// How one phone names the others: by its own contacts and by nothing else. Pure.
import { writtenNumber } from './numbers.ts'
import type { Phone, PhoneMessage, PhoneNumber } from './wire.ts'
import { ARRIVED } from './wording.ts'

/** Names spelled out in a title before "+N". */
const TITLE_NAMES = 3

export function contactName(phone: Phone, number: PhoneNumber): string | null {
  return phone.contacts.find((contact) => contact.number === number && contact.name !== '')?.name ?? null
}

export function nameOf(phone: Phone, number: PhoneNumber): string {
  return contactName(phone, number) ?? writtenNumber(number)
}

/** The first name is enough where several people stand in one line. */
export function shortNameOf(phone: Phone, number: PhoneNumber): string {
  const name = contactName(phone, number)
  return name?.split(' ')[0] ?? writtenNumber(number)
}

/** People with names are named, the others counted: `Ana, Ben & 2 others`. Where nobody has a name, one number is. */
export function threadTitle(phone: Phone, participants: readonly PhoneNumber[]): string {
  const [only] = participants
  if (participants.length === 1 && only !== undefined) return nameOf(phone, only)
  const [first = '', ...others] = namedFirst(phone, participants)
  const named = others.filter((number) => contactName(phone, number) !== null).slice(0, TITLE_NAMES - 1)
  const names = [first, ...named].map((number) => shortNameOf(phone, number))
  const more = participants.length - names.length
  const end = more > 1 ? [`${more} others`] : others.slice(named.length).map((number) => shortNameOf(phone, number))
  const all = [...names, ...end]
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} & ${all.at(-1)}` : first || 'Unknown'
}

/** `SMS`, or `MMS · group of 4`: the phone itself counts as one of the group. */
export function transportLine(participants: readonly PhoneNumber[], massText: boolean): string {
  if (participants.length < 2) return 'SMS'
  return massText ? `Mass text · ${participants.length} single texts` : `MMS · group of ${participants.length + 1}`
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  if (words.length === 0) return name.replace(/\D/g, '').slice(-2)
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toUpperCase()
}

/** How a phone came to know a member of a group: the fields of the messages it received. */
export function howKnown(messages: readonly PhoneMessage[], number: PhoneNumber): string[] {
  const received = messages.filter((message) => message.direction === 'received')
  const ways = [
    received.some((message) => message.from === number) && 'From',
    received.some((message) => message.to.includes(number)) && 'To',
    received.some((message) => message.cc.includes(number)) && 'Cc',
  ]
  return ways.filter((way) => way !== false)
}

/** Why the newest message that this phone sent to a member did not get there; null where it did, or nobody knows yet. */
export function notReached(messages: readonly PhoneMessage[], number: PhoneNumber): string | null {
  const told = messages.findLast(({ direction, reports }) => direction === 'sent' && reports[number] !== undefined)
  const outcome = told?.reports[number]
  return outcome === undefined || ARRIVED.includes(outcome) ? null : outcome.replaceAll('-', ' ')
}

/** People with a name come before bare numbers; otherwise the order of the numbers, which never changes. */
export function namedFirst(phone: Phone, participants: readonly PhoneNumber[]): PhoneNumber[] {
  return participants.toSorted((a, b) => {
    const named = Number(contactName(phone, b) !== null) - Number(contactName(phone, a) !== null)
    return named || (a < b ? -1 : 1)
  })
}
