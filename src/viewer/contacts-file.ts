// Contacts from a file or the clipboard: vCards, or JSON as the control API has it. Pure.
import { typedNumber } from './numbers.ts'
import { fields, list, text } from './read-wire.ts'
import { readCards } from './vcard.ts'
import type { Contact } from './wire.ts'

export type Imported = {
  readonly contacts: readonly Contact[]
  /** What has no number that a phone can call. */
  readonly leftOut: readonly string[]
  /** Why nothing could be read; empty otherwise. */
  readonly problem: string
}

type Named = { readonly name: string; readonly numbers: readonly string[] }

export function readContacts(given: string): Imported {
  const people = /^\s*[[{]/.test(given) ? peopleInJson(given) : readCards(given)
  if (people === null) return { contacts: [], leftOut: [], problem: 'This is no JSON that can be read.' }
  if (people.length === 0) {
    return {
      contacts: [],
      leftOut: [],
      problem: 'There is no contact in it: give vCards, or JSON such as {"+12025550104": "Dana"}.',
    }
  }
  const sorted = people.map(asContacts)
  return {
    contacts: sorted.flatMap(({ contacts }) => contacts),
    leftOut: sorted.flatMap(({ leftOut }) => leftOut),
    problem: '',
  }
}

/** The newer name of a number counts. */
export function joinContacts(known: readonly Contact[], added: readonly Contact[]): Contact[] {
  const byNumber = new Map([...known, ...added].map((contact) => [contact.number, contact]))
  return [...byNumber.values()]
}

/** A person with several numbers is a contact for each. */
function asContacts({ name, numbers }: Named): { contacts: Contact[]; leftOut: string[] } {
  const contacts = numbers.flatMap((given) => {
    const number = typedNumber(given)
    return number === null || name === '' ? [] : [{ number, name }]
  })
  return { contacts, leftOut: contacts.length > 0 ? [] : [name || numbers.join(', ') || 'one without a name'] }
}

/** `{"+12025550104": "Dana"}`, or a list of `{number, name}`. */
function peopleInJson(given: string): Named[] | null {
  try {
    const value: unknown = JSON.parse(given)
    if (!Array.isArray(value)) {
      return Object.entries(fields(value)).map(([number, name]) => ({ name: text(name), numbers: [number] }))
    }
    return list(value).map((row) => ({ name: text(fields(row).name), numbers: [text(fields(row).number)] }))
  } catch {
    return null
  }
}
