import { encodeRequest } from '../../protocols/mm7/index.ts'
import { concat } from '../../protocols/octets/index.ts'
import { INTERFACE_VERSION } from '../../protocols/smpp/index.ts'
import type { SentAgain } from '../captures/index.ts'
import type { CarrierReader, Message, Offer, Tidings } from '../core/index.ts'
import type { Mm1Gateway } from '../gateways/mm1/index.ts'
import { deliverRequest, reportRequest, writeMedia } from '../gateways/mm7/index.ts'
import { deliverMessage, deliverReport, sessionOf as sessionBehind } from '../gateways/smpp/index.ts'

/** What the gateways sent, encoded again from the same values: their encoders are deterministic. */
export function sentAgain(read: CarrierReader, mm1: Mm1Gateway): SentAgain {
  return {
    smpp: (sent, account) => {
      const receiver = { account, interfaceVersion: INTERFACE_VERSION.v34 }
      if (isTidings(sent)) return deliverReport(sent, receiver)
      const { content } = sent.message
      return content.kind === 'sms' ? deliverMessage(sent, content, receiver) : []
    },
    mm7: (sent, account) => {
      const request = isTidings(sent) ? reportRequest(sent) : deliverRequest(read, sent, account)
      return { request, document: encodeRequest(request) }
    },
    mm7Content: ({ content }) => (content.kind === 'mms' ? writeMedia(read, content) : undefined),
    push: (delivery, message) => concat(mm1.notification({ delivery, message }).segments.map(withoutHeader)),
    mm1: (delivery, message) => ({
      path: `/mm1/${delivery.id}`,
      octets: mm1.retrieval(delivery, message),
    }),
  }
}

/** The SMPP session a message came on. */
export function sessionOf({ origin, reference }: Message): string | undefined {
  return origin.kind === 'smpp' ? sessionBehind(reference) : undefined
}

/** A segment without its user data header, whose first octet is its length. [23.040 9.2.3.24] */
function withoutHeader(segment: Uint8Array): Uint8Array {
  return segment.subarray(1 + (segment[0] ?? 0))
}

function isTidings(sent: Offer | Tidings): sent is Tidings {
  return sent.delivery.kind === 'report'
}
