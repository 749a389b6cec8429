import type { Address } from './address.ts'
import type { Endpoint } from './endpoint.ts'

/** Milliseconds since 1970 on the world's clock. */
export type Instant = number

/** Time-ordered; written in decimal wherever a peer sees it (message_id, MessageID, Message-ID). */
export type MessageId = number

/** A short message as the air carries it: user data octets, header included where `hasHeader`. */
export type SmsContent = {
  readonly kind: 'sms'
  /** What people read, or null for binary. */
  readonly text: string | null
  readonly dataCoding: number
  readonly hasHeader: boolean
  /** One user data per short message; several when the network split a long text. */
  readonly segments: readonly Uint8Array[]
}

/** One part of a multimedia message; its octets are stored once under `hash`. */
export type Part = {
  readonly contentType: string
  readonly name: string | null
  readonly contentId: string | null
  readonly contentLocation: string | null
  readonly hash: string
  readonly size: number
  /** The text of a text/plain part, so that lists and searches need no octets. */
  readonly text: string | null
}

/** The application that a message is for, and the one that answers go to. */
export type ApplicationAddress = {
  readonly applicId: string
  readonly replyApplicId?: string
  readonly auxApplicInfo?: string
}

/** What the author of a multimedia message says of it besides its parts; what is missing was not said. */
export type MmsTraits = {
  /** False: nobody shall pass it on. */
  readonly redistribution?: boolean
  /** False: nobody shall make its pictures smaller. */
  readonly adaptation?: boolean
  /** `personal`, `advertisement`, `informational`, `auto`, or a word of the author's own. */
  readonly messageClass?: string
  readonly contentClass?: string
  readonly drm?: boolean
  readonly application?: ApplicationAddress
}

export type MmsContent = MmsTraits & {
  readonly kind: 'mms'
  readonly subject: string | null
  readonly parts: readonly Part[]
}

/** What the origin wants to hear about each recipient. */
export type ReportRequest = {
  readonly delivered: boolean
  readonly failed: boolean
  readonly read: boolean
  readonly intermediate: boolean
}

export const NO_REPORT: ReportRequest = { delivered: false, failed: false, read: false, intermediate: false }

export type Priority = 'low' | 'normal' | 'high'

/** A message the carrier has accepted. */
export type Message = {
  readonly id: MessageId
  readonly acceptedAt: Instant
  readonly origin: Endpoint
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly content: SmsContent | MmsContent
  readonly report: ReportRequest
  readonly priority: Priority
  readonly expiresAt: Instant
  /** The origin's own word for it (a Conversations message SID, an SMPP session), given back with reports. */
  readonly reference: string | null
}

export function textOf(content: SmsContent | MmsContent): string {
  if (content.kind === 'sms') return content.text ?? ''
  return content.parts.flatMap((part) => (part.text === null ? [] : [part.text])).join('\n')
}
