import type { AcknowledgeInd, NotifyRespInd } from '../../../../protocols/mms/index.ts'
import { type Address, isSettled, type Message, type Unit, type Verdict } from '../../../core/index.ts'
import { deliveryIdOf } from '../location.ts'

export type Acknowledgement = {
  readonly pdu: NotifyRespInd | AcknowledgeInd
  readonly identity: Address | undefined
}

/** What a handset says about a message it was notified of; true unless it speaks of somebody else's. */
export function acknowledge(unit: Unit, { pdu, identity }: Acknowledgement): boolean {
  const id = deliveryIdOf(pdu.transactionId)
  const delivery = id === undefined ? undefined : unit.read.delivery(id)
  const message = delivery && unit.read.message(delivery.messageId)
  // An answer about something long gone is no mistake of the handset's.
  if (!delivery || !message) return true
  if (identity !== undefined && identity !== delivery.recipient) return false
  const verdict = verdictOf(pdu, message)
  if (verdict && !isSettled(delivery)) unit.settle(delivery, message, verdict)
  return true
}

function verdictOf(pdu: NotifyRespInd | AcknowledgeInd, message: Message): Verdict | undefined {
  if (pdu.type === 'm-acknowledge.ind') return { kind: 'delivered' }
  switch (pdu.status) {
    case 'retrieved':
      return { kind: 'delivered' }
    case 'rejected':
      return { kind: 'failed', reason: 'rejected-by-recipient' }
    case 'unrecognised':
      return { kind: 'failed', reason: 'mms-not-supported' }
    case 'expired':
      return { kind: 'failed', reason: 'expired' }
    // The handset will come for it: no more notifications until the message expires.
    case 'deferred':
      return { kind: 'notified', againAfterMs: message.expiresAt - message.acceptedAt }
    case 'forwarded':
    case 'indeterminate':
    case 'unreachable':
      return undefined
  }
}
