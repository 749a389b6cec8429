import type { SendReq } from '../../../../protocols/mms/index.ts'
import {
  type Address,
  type CarrierProfile,
  type CarrierReader,
  carrierProfile,
  type Instant,
  type MmsTraits,
  type Submission,
} from '../../../core/index.ts'
import { submittedPart } from '../content.ts'
import { beyondLimit, membersOf, type NotTaken, notTaken, senderOf, wishesOf } from './members.ts'

export type Sending<Pdu = SendReq> = {
  readonly pdu: Pdu
  readonly identity: Address | undefined
  readonly octets: Uint8Array
}

export type SendLimits = { readonly message: number }

export type SendRules = {
  readonly read: CarrierReader
  readonly hash: (octets: Uint8Array) => string
  readonly maxSizes: SendLimits
}

/** An m-send.req as a submission. */
export function submissionOf(rules: SendRules, sending: Sending, now: Instant): Submission | NotTaken {
  const { pdu, identity, octets } = sending
  const sender = senderOf(rules.read, identity, pdu.from)
  if (typeof sender !== 'string') return sender
  const profile = carrierProfile(rules.read.phone(sender)?.carrier)
  const unsupported = unsupportedIn(pdu) ?? tooLarge(octets, rules.maxSizes, profile)
  if (unsupported) return unsupported
  const members = membersOf(pdu)
  if ('status' in members) return members
  const tooMany = beyondLimit(members, profile)
  if (tooMany) return tooMany
  return {
    origin: { kind: 'handset', key: sender },
    from: sender,
    ...members,
    content: {
      kind: 'mms',
      subject: pdu.subject ?? null,
      ...traitsOf(pdu),
      parts: pdu.body.parts.map((part) => submittedPart(part, rules.hash)),
    },
    ...wishesOf(pdu, now),
    priority: pdu.priority ?? 'normal',
    reference: pdu.transactionId,
    evidence: octets,
  }
}

/** What the handset says of the message besides its parts. */
function traitsOf({ messageClass, contentClass, drmContent, adaptationAllowed, ...addressed }: SendReq): MmsTraits {
  const { applicId, replyApplicId, auxApplicInfo } = addressed
  const application = applicId !== undefined && {
    applicId,
    ...(replyApplicId !== undefined && { replyApplicId }),
    ...(auxApplicInfo !== undefined && { auxApplicInfo }),
  }
  return {
    ...(messageClass !== undefined && { messageClass }),
    ...(contentClass !== undefined && { contentClass }),
    ...(drmContent !== undefined && { drm: drmContent }),
    ...(adaptationAllowed === false && { adaptation: false }),
    ...(application && { application }),
  }
}

function unsupportedIn({ senderVisibility, replyCharging, replyChargingId }: SendReq): NotTaken | undefined {
  if (senderVisibility === 'hide') {
    return notTaken('Error-permanent-address-hiding-not-supported', 'A group needs its sender to be known')
  }
  if (replyCharging === undefined && replyChargingId === undefined) return undefined
  return notTaken('Error-permanent-reply-charging-not-supported', 'Nobody pays for replies on this network')
}

function tooLarge(octets: Uint8Array, { message }: SendLimits, profile?: CarrierProfile): NotTaken | undefined {
  if (profile?.mms === false) return notTaken('Error-permanent-service-denied', `${profile.name}: send a text instead`)
  const most = Math.min(message, profile?.maxMessageSize ?? message)
  if (octets.length <= most) return undefined
  const whose = profile ? ` of ${profile.name}` : ''
  return notTaken('Error-permanent-content-not-accepted', `${octets.length} octets are more than the ${most}${whose}`)
}
