import type { PhoneMessage } from '../world-port.ts'
import type { Term } from './parse.ts'

/** Why a message does not match, a reason per failed term; empty when it does. */
export function mismatches(message: PhoneMessage, terms: readonly Term[]): readonly string[] {
  return terms.flatMap((term) => mismatch(message, term) ?? [])
}

function mismatch(message: PhoneMessage, term: Term): string | undefined {
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
  message: PhoneMessage,
  { field, value, shown }: Extract<Term, { kind: 'field' }>,
): string | undefined {
  const said = (holds: boolean, actual: string) => (holds ? undefined : `${shown} but ${field} is ${actual}`)
  switch (field) {
    case 'to':
      return said(
        [...message.to, ...message.cc].some((number) => sameNumber(number, value)),
        message.to.join(', '),
      )
    case 'from':
    case 'phone':
      return said(sameNumber(message[field], value), message[field])
    case 'thread':
      return said(message.thread === value, message.thread)
    case 'is':
      return said(message.kind === value || message.direction === value, `${message.kind}, ${message.direction}`)
    case 'has':
      return said(value === 'media' ? message.media.length > 0 : message.subject !== null, 'missing')
    case 'via':
      return said(message.transport === value, message.transport)
    case 'status':
      return said(message.status === value, message.status)
    case 'error':
      return said((message.error ?? '').includes(value), message.error ?? 'none')
    case 'before':
      return said(Date.parse(message.at) < Date.parse(value), message.at)
    case 'after':
      return said(Date.parse(message.at) > Date.parse(value), message.at)
  }
}

function searchable({ text, subject }: PhoneMessage): string {
  return subject ? `${subject}\n${text}` : text
}

function sameNumber(number: string, asked: string): boolean {
  return number.replace(/^\+/, '') === asked.replace(/^\+/, '')
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
