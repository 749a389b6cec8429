import type { Address, Instant, MessageId } from '../../core/index.ts'

/**
 * How far a phone is with a message it was notified of.
 * `fetch`: it will get it. `defer`: it will say that it leaves it for later. `deferred`: it waits for the person.
 * `acknowledge`: it shows the message and has yet to say so. `unrecognised`: it cannot read the notification and has yet
 * to say so. `done`: nothing is left to do.
 */
export type NotificationStage = 'fetch' | 'defer' | 'deferred' | 'acknowledge' | 'unrecognised' | 'done'

/** An m-notification.ind as a phone decoded it, with what the phone did about it. */
export type Notification = {
  readonly id: number
  readonly phone: Address
  readonly from: string | null
  readonly subject: string | null
  readonly size: number
  readonly expiresAt: Instant
  readonly contentLocation: string
  readonly transactionId: string
  readonly messageId: MessageId
  readonly at: Instant
  readonly stage: NotificationStage
  /** The person asked for it: the answer is then m-acknowledge.ind, not m-notifyresp.ind. */
  readonly byHand: boolean
  /** Why the last retrieval failed. */
  readonly error: string | null
  /** When the phone goes on by itself; null while it waits for data or for the person. */
  readonly nextAttemptAt: Instant | null
  readonly attempts: number
}
