import { splitText } from '../../../protocols/sms/index.ts'
import { encodingOf } from '../../../protocols/text/index.ts'
import { type Address, hasSignal, type Phone, type Unit } from '../../core/index.ts'
import type { HandsetMessage } from '../model/index.ts'
import type { HandsetTransport } from '../transport.ts'
import { blank } from './blank.ts'
import type { Outgoing } from './draft.ts'

/** Phones ask for a status report, so that they can show Delivered. */
const REPORT = { delivered: true, failed: true, read: false, intermediate: false }

/** Sends a text in as many short messages as it needs; answers what the phone keeps of it. */
export function sendSms(unit: Unit, phone: Phone, { outgoing, transport }: SmsToSend): HandsetMessage {
  const message = blank(unit, phone, outgoing)
  const parts = splitText(outgoing.text, referenceOf(message.id))
  const { dataCoding, hasHeader } = parts[0]!
  const kept = { ...message, segments: parts.length, encoding: encodingOf(dataCoding) }
  if (!hasSignal(phone)) return { ...kept, status: 'failed', error: 'The phone has no signal' }
  const answer = transport.sendSms(unit, {
    from: phone.number,
    // The draft's members were parsed by parseAddress.
    to: outgoing.to[0]! as Address,
    dataCoding,
    hasHeader,
    segments: parts.map(({ userData }) => userData),
    text: outgoing.text,
    report: REPORT,
  })
  if (!answer.accepted) return { ...kept, status: 'failed', error: answer.explanation }
  return { ...kept, status: 'sent', messageId: answer.messageId }
}

type SmsToSend = { readonly outgoing: Outgoing; readonly transport: HandsetTransport }

/** Ids grow by whole milliseconds or by one; their low octet alone would hardly change. */
function referenceOf(id: number): number {
  return Math.floor(id / 2048) + id
}
