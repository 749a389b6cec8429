import {
  INSERT_ADDRESS,
  parseAddress as parseMmsAddress,
  RESPONSE_STATUS,
  type SendReq,
  type Time,
} from '../../../../protocols/mms/index.ts'
import { type Address, type CarrierReader, type Instant, parseAddress, type Submission } from '../../../core/index.ts'
import { submittedPart } from '../content.ts'

export type Sending = {
  readonly pdu: SendReq
  readonly identity: Address | undefined
  readonly octets: Uint8Array
}

export type SendLimits = { readonly message: number }

export type SendRules = {
  readonly read: CarrierReader
  readonly hash: (octets: Uint8Array) => string
  readonly maxSizes: SendLimits
}

/** Why an m-send.req is not taken: a Response-Status with a sentence for people. */
export type NotTaken = { readonly status: number; readonly text: string }

/** An m-send.req as a submission. */
export function submissionOf(rules: SendRules, sending: Sending, now: Instant): Submission | NotTaken {
  const { pdu, identity, octets } = sending
  const sender = senderOf(rules.read, identity, pdu.from)
  if (typeof sender !== 'string') return sender
  const unsupported = unsupportedIn(pdu) ?? tooLarge(octets, rules.maxSizes)
  if (unsupported) return unsupported
  const members = { to: addresses(pdu.to), cc: addresses(pdu.cc), bcc: addresses(pdu.bcc) }
  const stranger = [...members.to, ...members.cc, ...members.bcc].find((member) => 'written' in Object(member))
  if (stranger) return notTaken('Error-permanent-sending-address-unresolved', `${writtenIn(stranger)} is no number`)
  // No member is a stranger any more.
  const { to, cc, bcc } = members as Record<keyof typeof members, Address[]>
  return {
    origin: { kind: 'handset', key: sender },
    from: sender,
    to,
    cc,
    bcc,
    content: {
      kind: 'mms',
      subject: pdu.subject ?? null,
      parts: pdu.body.parts.map((part) => submittedPart(part, rules.hash)),
    },
    report: {
      delivered: pdu.deliveryReport ?? false,
      failed: pdu.deliveryReport ?? false,
      read: pdu.readReport ?? false,
      intermediate: false,
    },
    priority: pdu.priority ?? 'normal',
    ...(pdu.deliveryTime && { notBefore: instant(pdu.deliveryTime, now) }),
    ...(pdu.expiry && { expiresAt: instant(pdu.expiry, now) }),
    reference: pdu.transactionId,
    evidence: octets,
  }
}

/** The subscriber behind a request; only the network knows it, and a From must not say otherwise. */
function senderOf(read: CarrierReader, identity: Address | undefined, from: string): Address | NotTaken {
  if (identity === undefined) {
    return notTaken('Error-permanent-service-denied', 'The network does not know which handset this is')
  }
  if (read.number(identity) || (!read.phone(identity) && !read.world().settings.autoPhones)) {
    return notTaken('Error-permanent-service-denied', `${identity} is no subscriber of this network`)
  }
  if (from === INSERT_ADDRESS || addressOf(from) === identity) return identity
  return notTaken('Error-permanent-service-denied', `${identity} cannot send as ${from}`)
}

function unsupportedIn({ senderVisibility, replyCharging, mmsVersion }: SendReq): NotTaken | undefined {
  if (Number.parseInt(mmsVersion, 10) > 1)
    return notTaken('Error-unsupported-message', `MMS ${mmsVersion} is unknown here`)
  if (senderVisibility === 'hide') {
    return notTaken('Error-permanent-address-hiding-not-supported', 'A group needs its sender to be known')
  }
  if (replyCharging === undefined) return undefined
  return notTaken('Error-permanent-reply-charging-not-supported', 'Nobody pays for replies on this network')
}

function tooLarge(octets: Uint8Array, { message }: SendLimits): NotTaken | undefined {
  if (octets.length <= message) return undefined
  return notTaken('Error-permanent-content-not-accepted', `${octets.length} octets are more than ${message}`)
}

type Stranger = { readonly written: string }

function addresses(written: readonly string[] = []): (Address | Stranger)[] {
  return written.map((one) => addressOf(one) ?? { written: one })
}

function writtenIn(member: Address | Stranger): string {
  return typeof member === 'string' ? member : member.written
}

function addressOf(written: string): Address | undefined {
  return parseAddress(parseMmsAddress(written).address)
}

function instant(time: Time, now: Instant): Instant {
  return 'absolute' in time ? time.absolute * 1000 : now + time.relative * 1000
}

function notTaken(status: keyof typeof RESPONSE_STATUS, text: string): NotTaken {
  return { status: RESPONSE_STATUS[status], text }
}
