import type { Pdu } from '../../../protocols/smpp/index.ts'
import type { Outlet, Verdict } from '../../core/index.ts'
import type { AccountLink } from './account-link.ts'
import { deliverMessage, type Receiver } from './deliver-message.ts'
import { deliverReport } from './deliver-receipt.ts'
import { parseReference } from './submission-reference.ts'
import { NOT_BOUND } from './verdicts.ts'

const NO_MMS: Verdict = { kind: 'failed', reason: 'mms-not-supported' }

/** The way from one world's carrier to its ESMEs. */
export function createOutlet(linkOf: (systemId: string) => AccountLink | undefined): Outlet {
  return {
    offer(offer) {
      const { content } = offer.message
      if (content.kind === 'mms') return NO_MMS
      const link = linkOf(offer.delivery.endpoint.key)
      return link ? link.deliver({ pdus: (receiver) => deliverMessage(offer, content, receiver) }) : NOT_BOUND
    },
    tell(tidings) {
      const link = linkOf(tidings.delivery.endpoint.key)
      if (!link) return NOT_BOUND
      const { sessionId } = parseReference(tidings.message.reference)
      return link.deliver({ pdus: (receiver) => deliverReport(tidings, receiver), preferred: sessionId })
    },
  }
}

/** Something for an account, written for whichever of its sessions takes it. */
export type Consignment = {
  readonly pdus: (receiver: Receiver) => readonly Pdu[]
  /** The session that should have it, while that one takes deliver_sm. */
  readonly preferred?: string
}
