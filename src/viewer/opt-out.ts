// Whether the person has told a sender to stop, by the words that carriers and providers listen for. Pure.
import type { PhoneMessage } from './wire.ts'

const OUT = ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit']
const IN = ['start', 'yes', 'unstop']

/** The keyword with which the person opted out, where no other brought them back since. */
export function optedOutBy(messages: readonly PhoneMessage[]): string | null {
  const said = messages
    .filter(({ direction, kind }) => direction === 'sent' && kind === 'direct')
    .map(({ text }) => text.trim())
    .findLast((words) => [...OUT, ...IN].includes(words.toLowerCase()))
  return said !== undefined && OUT.includes(said.toLowerCase()) ? said.toUpperCase() : null
}
