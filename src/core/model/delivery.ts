import type { Address } from './address.ts'
import type { Endpoint } from './endpoint.ts'
import type { Instant, MessageId } from './message.ts'

export const FAILURE_REASONS = [
  'expired',
  'unreachable',
  'landline',
  'unknown-number',
  'mms-not-supported',
  'content-too-large',
  'memory-full',
  'filtered',
  'blocked',
  'rejected-by-recipient',
  'rejected-by-peer',
  'cancelled',
  'replaced',
  'unknown-error',
] as const
export type FailureReason = (typeof FAILURE_REASONS)[number]

export const WAIT_REASONS = [
  'absent-subscriber',
  'memory-full',
  'not-bound',
  'no-callback-url',
  'peer-busy',
  'peer-unreachable',
  'not-retrieved',
  'network-delay',
  'scheduled',
] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

/** Where one recipient's copy stands. `notified`: the handset knows of an MMS and has yet to fetch it. */
export type DeliveryState =
  | {
      readonly state: 'waiting'
      readonly nextAttemptAt: Instant
      readonly attempts: number
      readonly waitingFor: WaitReason | null
    }
  | { readonly state: 'notified'; readonly nextAttemptAt: Instant; readonly attempts: number }
  | { readonly state: 'delivered'; readonly settledAt: Instant }
  | {
      readonly state: 'failed'
      readonly settledAt: Instant
      readonly reason: FailureReason
      /** A carrier's error code (30nnn), where the reason alone does not say which. */
      readonly code?: number
    }

/** One message on its way to one recipient. */
export type MessageDelivery = {
  readonly kind: 'message'
  readonly id: number
  readonly messageId: MessageId
  readonly recipient: Address
  readonly endpoint: Endpoint
  readonly progress: DeliveryState
}

/** `read` and `deleted` are what the person did with it; the others are what the network did. */
export type ReportStatus = 'enroute' | 'delivered' | 'failed' | 'read' | 'deleted'

/** What became of one recipient's copy, on its way to whoever asked to hear of it. */
export type ReportDelivery = {
  readonly kind: 'report'
  readonly id: number
  readonly messageId: MessageId
  /** The recipient the report is about. */
  readonly recipient: Address
  /** Who is told. */
  readonly endpoint: Endpoint
  readonly progress: DeliveryState
  readonly report: {
    readonly deliveryId: number
    readonly status: ReportStatus
    readonly reason: FailureReason | null
    readonly code?: number
    readonly at: Instant
  }
}

export type Delivery = MessageDelivery | ReportDelivery

/** A message's ids: its own, then for each delivery one and those of the reports about it. */
const REPORT_IDS = { enroute: 1, delivered: 2, failed: 2, read: 3, deleted: 4 } as const satisfies Record<
  ReportStatus,
  number
>
export const IDS_PER_DELIVERY = 5

export function deliveryIdAt(messageId: MessageId, index: number): number {
  return messageId + 1 + index * IDS_PER_DELIVERY
}

/** There is one report of each kind at most, and it has always the same id. */
export function reportIdOf(deliveryId: number, status: ReportStatus): number {
  return deliveryId + REPORT_IDS[status]
}

export function isSettled({ progress }: Delivery): boolean {
  return progress.state === 'delivered' || progress.state === 'failed'
}

/** When the pump should look at it next; null once settled. */
export function nextAttemptAt({ progress }: Delivery): Instant | null {
  return 'nextAttemptAt' in progress ? progress.nextAttemptAt : null
}
