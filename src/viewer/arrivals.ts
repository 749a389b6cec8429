// What came in since somebody last said so, in one sentence. Pure.
import { nameOf } from './people.ts'
import type { FeedEvent, Phone, PhoneMessage } from './wire.ts'
import { count, snippetOf } from './wording.ts'

export function arrivalsSince(events: readonly FeedEvent[], seq: number): PhoneMessage[] {
  return events
    .filter((event) => event.seq > seq && event.type === 'phone.message-received')
    .flatMap((event) => event.message ?? [])
}

export function spokenArrivals(arrivals: readonly PhoneMessage[], phones: readonly Phone[]): string {
  const [only] = arrivals
  const receivers = [...new Set(arrivals.map((message) => ownerOf(phones, message.phone)))]
  if (arrivals.length === 1 && only) {
    const phone = phones.find((it) => it.number === only.phone)
    return `${receivers[0]}: message from ${phone ? nameOf(phone, only.from) : only.from}. ${snippetOf(only)}`
  }
  const senders = new Set(arrivals.map((message) => message.from)).size
  return `${count(arrivals.length, 'new message')} from ${senders === 1 ? 'one person' : `${senders} people`}, on ${receivers.join(', ')}`
}

function ownerOf(phones: readonly Phone[], number: string): string {
  return phones.find((phone) => phone.number === number)?.name || number
}
