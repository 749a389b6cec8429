import {
  INSERT_ADDRESS,
  parseAddress as parseMmsAddress,
  RESPONSE_STATUS,
  type Time,
} from '../../../../protocols/mms/index.ts'
import {
  type Address,
  type CarrierProfile,
  type CarrierReader,
  type Instant,
  parseAddress,
  type Submission,
} from '../../../core/index.ts'

/** Why a PDU is not taken: a Response-Status with a sentence for people. */
export type NotTaken = { readonly status: number; readonly text: string }

type Lists = { readonly to?: readonly string[]; readonly cc?: readonly string[]; readonly bcc?: readonly string[] }
type Members = Required<Pick<Submission, 'to' | 'cc' | 'bcc'>>

export function notTaken(status: keyof typeof RESPONSE_STATUS, text: string): NotTaken {
  return { status: RESPONSE_STATUS[status], text }
}

/** The subscriber behind a request; only the network knows it, and a From must not say otherwise. */
export function senderOf(read: CarrierReader, identity: Address | undefined, from: string): Address | NotTaken {
  if (identity === undefined) {
    return notTaken('Error-permanent-service-denied', 'The network does not know which handset this is')
  }
  if (read.number(identity) || (!read.phone(identity) && !read.world().settings.autoPhones)) {
    return notTaken('Error-permanent-service-denied', `${identity} is no subscriber of this network`)
  }
  if (from === INSERT_ADDRESS || addressOf(from) === identity) return identity
  return notTaken('Error-permanent-service-denied', `${identity} cannot send as ${from}`)
}

/** Everybody that To, Cc and Bcc name. */
export function membersOf({ to = [], cc = [], bcc = [] }: Lists): Members | NotTaken {
  const stranger = [...to, ...cc, ...bcc].find((written) => addressOf(written) === undefined)
  if (stranger !== undefined) {
    return notTaken('Error-permanent-sending-address-unresolved', `${stranger} is no number`)
  }
  const read = (written: readonly string[]) => written.flatMap((one) => addressOf(one) ?? [])
  return { to: read(to), cc: read(cc), bcc: read(bcc) }
}

/** More recipients than the sender's carrier lets one message have. */
export function beyondLimit({ to, cc, bcc }: Members, profile: CarrierProfile | undefined): NotTaken | undefined {
  const count = new Set([...to, ...cc, ...bcc]).size
  if (!profile || count <= (profile.recipientLimit ?? count)) return undefined
  const { recipientLimit, name } = profile
  return notTaken(
    'Error-permanent-service-denied',
    `${count} recipients are more than the ${recipientLimit} of ${name}`,
  )
}

export function addressOf(written: string): Address | undefined {
  return parseAddress(parseMmsAddress(written).address)
}

type Wishes = {
  readonly deliveryReport?: boolean
  readonly readReport?: boolean
  readonly deliveryTime?: Time
  readonly expiry?: Time
}

/** The reports and times that a handset asks for. */
export function wishesOf({ deliveryReport = false, readReport = false, deliveryTime, expiry }: Wishes, now: Instant) {
  return {
    report: { delivered: deliveryReport, failed: deliveryReport, read: readReport, intermediate: false },
    ...(deliveryTime && { notBefore: instant(deliveryTime, now) }),
    ...(expiry && { expiresAt: instant(expiry, now) }),
  }
}

function instant(time: Time, now: Instant): Instant {
  return 'absolute' in time ? time.absolute * 1000 : now + time.relative * 1000
}
