import {
  type Address,
  type CarrierReader,
  type Offer,
  type Outcome,
  type Outlet,
  type Phone,
  reachability,
  type Settlement,
  type SmsContent,
  type Tidings,
} from '../core/index.ts'
import type { Handsets } from './handsets.ts'

/** User data that the message centre of MMS wants carried to a phone as SMS. */
export type Carried = {
  readonly dataCoding: number
  readonly hasHeader: boolean
  readonly segments: readonly Uint8Array[]
}

/** The face that the MMSC shows on the phones' side. */
export interface HandsetMmsc {
  /** An m-notification.ind in a WAP push. */
  notification(offer: Offer): Carried
  /** An m-delivery.ind in a WAP push. */
  deliveryReport(tidings: Tidings): Carried
  /** What a phone without MMS is told instead. */
  invitation(offer: Offer): Carried
}

/** Waits until the network notifies again, by attempt; the last repeats until the message expires. */
const NOTIFY_AGAIN_MS = [5 * 60_000, 15 * 60_000, 60 * 60_000, 4 * 60 * 60_000] as const

export type HandsetOutletParts = {
  readonly read: CarrierReader
  readonly handsets: Handsets
  readonly mm1: HandsetMmsc
}

/** The way to phones: decides inside the unit of work whether the phone is there, and what reaches it. */
export function createHandsetOutlet(parts: HandsetOutletParts): Outlet {
  return {
    offer: (offer) => reach(parts.read, offer.delivery.recipient, (phone) => offerTo(parts, phone, offer)),
    tell: (tidings) => reach(parts.read, tidings.message.from, (phone) => tellTo(parts, phone, tidings)),
  }
}

function reach(read: CarrierReader, number: Address, arrive: (phone: Phone) => Settlement): Outcome {
  return () => {
    const phone = read.phone(number)
    const reachable = reachability(phone)
    if (reachable.kind !== 'reachable') return { verdict: reachable }
    // A number without a phone is not reachable.
    return arrive(phone!)
  }
}

function offerTo({ handsets, mm1 }: HandsetOutletParts, phone: Phone, offer: Offer): Settlement {
  const { content } = offer.message
  if (content.kind === 'sms') return { ...carry(handsets, phone, offer, content), verdict: { kind: 'delivered' } }
  if (phone.profile === 'legacy-sms') {
    return { ...carry(handsets, phone, offer, mm1.invitation(offer)), verdict: { kind: 'delivered' } }
  }
  const { progress } = offer.delivery
  const attempts = 'attempts' in progress ? progress.attempts : 0
  const againAfterMs = NOTIFY_AGAIN_MS[Math.min(attempts, NOTIFY_AGAIN_MS.length - 1)] ?? NOTIFY_AGAIN_MS[0]
  return { ...carry(handsets, phone, offer, mm1.notification(offer)), verdict: { kind: 'notified', againAfterMs } }
}

function tellTo({ handsets, mm1 }: HandsetOutletParts, phone: Phone, tidings: Tidings): Settlement {
  const { delivery, message } = tidings
  const { status, reason } = delivery.report
  if (status !== 'delivered' && status !== 'failed') return { verdict: { kind: 'delivered' } }
  const landing =
    message.content.kind === 'mms'
      ? carry(handsets, phone, tidings, mm1.deliveryReport(tidings))
      : handsets.receiveReport(phone, {
          messageId: message.id,
          recipient: delivery.recipient,
          outcome: status === 'delivered' ? 'delivered' : (reason ?? 'unknown-error'),
        })
  return { ...landing, verdict: { kind: 'delivered' } }
}

function carry(handsets: Handsets, phone: Phone, { message }: Pick<Offer, 'message'>, carried: Carried | SmsContent) {
  const { dataCoding, hasHeader, segments } = carried
  const { from, acceptedAt, id } = message
  return handsets.receiveSms(phone, { from, dataCoding, hasHeader, segments, sentAt: acceptedAt, messageId: id })
}
