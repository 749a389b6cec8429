import type { Change, Event, Phone, Unit } from '../../core/index.ts'
import { readUpTo } from '../actions.ts'
import { type HandsetReader, handsetChange, newMessageView } from '../model/index.ts'
import type { HandsetTransport } from '../transport.ts'
import type { Outgoing } from './draft.ts'
import { writeMms } from './mms.ts'
import { sendSms } from './sms.ts'

export type SendTools = {
  readonly transport: HandsetTransport
  readonly hash: (octets: Uint8Array) => string
  readonly reader: HandsetReader
}

/** Writes down what the phone sends: a short message goes out with this unit, an MMS is due right after it. */
export function send(
  unit: Unit,
  phone: Phone,
  { outgoing, transport, hash, reader }: SendTools & { outgoing: Outgoing },
) {
  const { message, contents } =
    outgoing.transport === 'sms'
      ? { message: sendSms(unit, phone, { outgoing, transport }), contents: [] }
      : writeMms(unit, phone, { outgoing, hash })
  // Who answers has read what was there.
  const read = readUpTo(reader, { phone: phone.number, thread: message.thread, upTo: message.id }, unit.now)
  const changes: Change[] = [...contents, handsetChange({ put: 'message', value: message }), ...read]
  const events: Event[] = [{ type: 'phone.message-sent', phone: phone.number, message: newMessageView(message) }]
  unit.change(...changes)
  unit.emit(...events)
  return { message, changes }
}
