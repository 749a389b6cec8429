import type { Message, MessageDelivery } from '../core/index.ts'
import type { Mm1Gateway } from '../gateways/mm1/index.ts'
import type { Evidence } from '../journey/index.ts'

/** Encodes again what went out to phones at each step: encoders are deterministic. */
export function encodingsOf(mm1: Mm1Gateway) {
  return (
    step: string,
    { delivery, message }: { delivery: MessageDelivery; message: Message },
  ): readonly Evidence[] => {
    if (delivery.endpoint.kind !== 'handset') return []
    if (message.content.kind === 'sms') return step === 'phone.shown' ? userData(message.content.segments) : []
    if (step === 'push.sent') return userData(mm1.notification({ delivery, message }).segments)
    if (step !== 'mm1.retrieve') return []
    return [{ name: 'm-retrieve.conf', protocol: 'mm1', octets: mm1.retrieval(delivery, message) }]
  }
}

function userData(segments: readonly Uint8Array[]): Evidence[] {
  return segments.map((octets, index) => ({ name: `SMS ${index + 1} of ${segments.length}`, protocol: 'sms', octets }))
}
