import type { Address } from './address.ts'
import type { Endpoint } from './endpoint.ts'
import type { Instant, MessageId, MmsTraits, Part, Priority, ReportRequest, SmsContent } from './message.ts'

/** A part together with its octets, as it comes in. The caller hashes: the core has no cryptography. */
export type SubmittedPart = Part & { readonly octets: Uint8Array }

export type SubmittedMms = MmsTraits & {
  readonly kind: 'mms'
  readonly subject: string | null
  readonly parts: readonly SubmittedPart[]
}

/** What every source makes of what it got; the one way into the carrier. */
export type Submission = {
  readonly origin: Endpoint
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc?: readonly Address[]
  readonly bcc?: readonly Address[]
  /** Members that are listed in To or Cc but get no copy from us (displayOnly, other projected numbers). */
  readonly displayOnly?: readonly Address[]
  readonly content: SmsContent | SubmittedMms
  readonly report?: ReportRequest
  readonly priority?: Priority
  readonly notBefore?: Instant
  readonly expiresAt?: Instant
  readonly reference?: string
  /** The octets that came from outside, kept once as evidence. */
  readonly evidence?: Uint8Array
}

export type Accepted = {
  readonly accepted: true
  readonly messageId: MessageId
  readonly deliveries: readonly { readonly id: number; readonly recipient: Address; readonly endpoint: Endpoint }[]
}
