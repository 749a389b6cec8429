import {
  type Address,
  type CarrierReader,
  type Event,
  type FaultBoard,
  type FaultEffect,
  hasMms,
  type Offer,
  type Outcome,
  type Outlet,
  type Phone,
  reachability,
  type Settlement,
  type SmsContent,
  type Tidings,
  textOf,
} from '../core/index.ts'
import type { Handsets } from './handsets.ts'
import type { Landing } from './receive/landing.ts'
import type { ReceivedSms } from './receive/sms.ts'

/** User data that the message centre of MMS wants carried to a phone as SMS. */
export type Carried = {
  readonly dataCoding: number
  readonly hasHeader: boolean
  readonly segments: readonly Uint8Array[]
}

/** Whether a message may go on to its recipient, and what the journal says about that. */
export type Prepared = { readonly mayGoOn: boolean; readonly events: readonly Event[] }

/** The face that the MMSC shows on the phones' side. */
export interface HandsetMmsc {
  /** Makes a message fit what the recipient's carrier takes. */
  prepare(offer: Offer): Prepared | Promise<Prepared>
  /** An m-notification.ind in a WAP push. */
  notification(offer: Offer): Carried
  /** An m-delivery.ind in a WAP push. */
  deliveryReport(tidings: Tidings): Carried
  /** An m-read-orig.ind in a WAP push. */
  readReport(tidings: Tidings): Carried
  /** What a phone without MMS is told instead. */
  invitation(offer: Offer): Carried
}

/** Waits until the network notifies again, by attempt; the last repeats until the message expires. */
const NOTIFY_AGAIN_MS = [5 * 60_000, 15 * 60_000, 60 * 60_000, 4 * 60 * 60_000] as const

export type HandsetOutletParts = {
  readonly read: CarrierReader
  readonly handsets: Handsets
  readonly mm1: HandsetMmsc
  /** Rules that make the network misbehave. */
  readonly faults?: FaultBoard
}

/** The way to phones: decides inside the unit of work whether the phone is there, and what reaches it. */
export function createHandsetOutlet(parts: HandsetOutletParts): Outlet {
  return {
    offer: (offer) => (offer.message.content.kind === 'sms' ? offerSms(parts, offer) : offerMms(parts, offer)),
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

function offerSms({ read, handsets }: HandsetOutletParts, offer: Offer): Outcome {
  const { content } = offer.message
  return reach(read, offer.delivery.recipient, (phone) => {
    if (content.kind !== 'sms') throw new Error(`message ${offer.message.id} is no short message`)
    return { ...carry(handsets, phone, offer, content), verdict: { kind: 'delivered' } }
  })
}

/** Pictures may have to shrink first, which takes its time; all else is decided inside the unit of work. */
function offerMms(parts: HandsetOutletParts, offer: Offer): Outcome | Promise<Outcome> {
  const prepared = parts.mm1.prepare(offer)
  const go = (ready: Prepared) =>
    reach(parts.read, offer.delivery.recipient, (phone) => offerTo(parts, phone, { offer, ready }))
  return prepared instanceof Promise ? prepared.then(go) : go(prepared)
}

type ReadyOffer = { readonly offer: Offer; readonly ready: Prepared }

function offerTo(parts: HandsetOutletParts, phone: Phone, { offer, ready }: ReadyOffer): Settlement {
  const { handsets, mm1 } = parts
  if (!hasMms(phone)) {
    return { ...carry(handsets, phone, offer, mm1.invitation(offer)), verdict: { kind: 'delivered' } }
  }
  if (!ready.mayGoOn) return { verdict: { kind: 'failed', reason: 'content-too-large' }, events: ready.events }
  const settlement = notify(parts, phone, offer)
  if (ready.events.length === 0) return settlement
  return { ...settlement, events: [...ready.events, ...(settlement.events ?? [])] }
}

/** The network tells again, later and later, until the phone has come for the message. */
function notify({ handsets, mm1, faults }: HandsetOutletParts, phone: Phone, offer: Offer): Settlement {
  const { progress } = offer.delivery
  const attempts = 'attempts' in progress ? progress.attempts : 0
  const againAfterMs = NOTIFY_AGAIN_MS[Math.min(attempts, NOTIFY_AGAIN_MS.length - 1)] ?? NOTIFY_AGAIN_MS[0]
  const verdict = { kind: 'notified', againAfterMs } as const
  const fault = faultOfPush(faults, offer)
  if (fault?.drop) return { verdict }
  if (fault?.delayMs !== undefined) {
    return { verdict: { kind: 'wait', reason: 'network-delay', againAfterMs: fault.delayMs } }
  }
  const push = arriving(offer, mm1.notification(offer))
  if (fault?.duplicate) handsets.repeatSms(phone.number, push)
  return { ...handsets.receiveSms(phone, push), verdict }
}

/** The rule that strikes a WAP push, if any; what a rule held back before goes on untouched. */
function faultOfPush(faults: FaultBoard | undefined, { delivery, message }: Offer): FaultEffect | undefined {
  if (!faults?.watches('push')) return undefined
  const { progress } = delivery
  const isHeldBack = progress.state === 'waiting' && progress.attempts > 0 && progress.waitingFor === 'network-delay'
  if (isHeldBack) return undefined
  return faults.strike('push', {
    from: message.from,
    to: [delivery.recipient],
    text: textOf(message.content),
    transport: 'mms',
    account: message.origin.key,
    messageId: message.id,
  })
}

function tellTo(parts: HandsetOutletParts, phone: Phone, tidings: Tidings): Settlement {
  const { status } = tidings.delivery.report
  const isMms = tidings.message.content.kind === 'mms'
  const verdict = { kind: 'delivered' } as const
  if (status === 'enroute') return { verdict }
  return { ...(isMms ? pushReport(parts, phone, tidings) : statusReport(parts, phone, tidings)), verdict }
}

function pushReport({ handsets, mm1 }: HandsetOutletParts, phone: Phone, tidings: Tidings): Landing {
  const { status } = tidings.delivery.report
  const isAboutReading = status === 'read' || status === 'deleted'
  return carry(handsets, phone, tidings, isAboutReading ? mm1.readReport(tidings) : mm1.deliveryReport(tidings))
}

function statusReport({ handsets }: HandsetOutletParts, phone: Phone, { delivery, message }: Tidings): Landing {
  const { status, reason } = delivery.report
  const outcome = status === 'delivered' ? 'delivered' : (reason ?? 'unknown-error')
  return handsets.receiveReport(phone, { messageId: message.id, recipient: delivery.recipient, outcome })
}

function carry(handsets: Handsets, phone: Phone, offer: Pick<Offer, 'message'>, carried: Carried | SmsContent) {
  return handsets.receiveSms(phone, arriving(offer, carried))
}

function arriving({ message }: Pick<Offer, 'message'>, { dataCoding, hasHeader, segments }: Carried): ReceivedSms {
  const { from, acceptedAt, id } = message
  return { from, dataCoding, hasHeader, segments, sentAt: acceptedAt, messageId: id }
}
