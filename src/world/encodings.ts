import type { CarrierReader, JournalEvent, Message, MessageDelivery } from '../core/index.ts'
import type { Mm1Gateway } from '../gateways/mm1/index.ts'
import { attemptDocument } from '../gateways/mm7/index.ts'
import type { Evidence } from '../journey/index.ts'

type Sent = { readonly delivery: MessageDelivery; readonly message: Message }

/** Encodes again what went out at each step: encoders are deterministic. */
export function encodingsOf(mm1: Mm1Gateway, read: CarrierReader) {
  return (step: string, sent: Sent, event: JournalEvent): readonly Evidence[] => {
    if (event.type === 'mm7.attempted') return exchangeWithVasp(read, sent.message, event)
    return sent.delivery.endpoint.kind === 'handset' ? sentToPhone(mm1, step, sent) : []
  }
}

function sentToPhone(mm1: Mm1Gateway, step: string, { delivery, message }: Sent): Evidence[] {
  if (message.content.kind === 'sms') return step === 'phone.shown' ? userData(message.content.segments) : []
  if (step === 'push.sent') return userData(mm1.notification({ delivery, message }).segments)
  if (step !== 'mm1.retrieve') return []
  return [{ name: 'm-retrieve.conf', protocol: 'mm1', octets: mm1.retrieval(delivery, message) }]
}

/** The request as it was posted, and what the VASP answered. */
function exchangeWithVasp(read: CarrierReader, message: Message, event: JournalEvent): Evidence[] {
  const delivery = read.delivery(Number(event.deliveryId))
  const document = delivery && attemptDocument(read, { delivery, message, transactionId: String(event.transactionId) })
  const request = document ? [{ name: String(event.operation), protocol: 'mm7' as const, octets: document.body }] : []
  const said = event.response ?? event.excerpt
  if (typeof said !== 'string') return request
  return [...request, { name: 'answer', protocol: 'mm7', octets: new TextEncoder().encode(said) }]
}

function userData(segments: readonly Uint8Array[]): Evidence[] {
  return segments.map((octets, index) => ({ name: `SMS ${index + 1} of ${segments.length}`, protocol: 'sms', octets }))
}
