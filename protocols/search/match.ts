import type { Term } from './parse.ts'
import type { Searchable } from './searchable.ts'

/** Why a message does not match, a reason per failed term; empty when it does. */
export function mismatches(message: Searchable, terms: readonly Term[]): readonly string[] {
  return terms.flatMap((term) => mismatch(message, term) ?? [])
}

function mismatch(message: Searchable, term: Term): string | undefined {
  switch (term.kind) {
    case 'text': {
      const found = searchable(message).toLowerCase().includes(term.text)
      return found ? undefined : `the text ${quote(message.text)} does not contain ${quote(term.text)}`
    }
    case 'pattern':
      return term.pattern.test(searchable(message))
        ? undefined
        : `the text ${quote(message.text)} does not match ${term.shown}`
    case 'field':
      return fieldMismatch(message, term)
  }
}

function fieldMismatch(
  message: Searchable,
  { field, value, shown }: Extract<Term, { kind: 'field' }>,
): string | undefined {
  const said = (holds: boolean, actual: string | undefined) =>
    holds ? undefined : `${shown} but ${field} is ${actual ?? 'unknown'}`
  const { kind, direction, at } = message
  switch (field) {
    case 'to': {
      const members = [...message.to, ...message.cc]
      return said(
        members.some((number) => sameNumber(number, value)),
        members.join(', '),
      )
    }
    case 'from':
    case 'phone':
      return said(sameNumber(message[field] ?? '', value), message[field])
    case 'thread':
    case 'status':
      return said(message[field] === value, message[field])
    case 'is':
      return said(kind === value || direction === value, [kind, direction].filter(Boolean).join(', ') || undefined)
    case 'has':
      return said(value === 'media' ? message.media.length > 0 : message.subject !== null, 'missing')
    case 'via':
      return said(message.transport === value, message.transport)
    case 'error':
      return said((message.error ?? '').includes(value), message.error ?? 'none')
    case 'before':
      return said(at !== undefined && Date.parse(at) < Date.parse(value), at)
    case 'after':
      return said(at !== undefined && Date.parse(at) > Date.parse(value), at)
  }
}

function searchable({ text, subject }: Searchable): string {
  return subject ? `${subject}\n${text}` : text
}

function sameNumber(number: string, asked: string): boolean {
  return number.replace(/^\+/, '') === asked.replace(/^\+/, '')
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
