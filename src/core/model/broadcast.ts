import type { Instant, MessageId } from './message.ts'

/** A broadcast that will be said again: phones that have come into its areas by then hear it too. */
export type RepeatedBroadcast = {
  /** The message that stands for it. */
  readonly id: MessageId
  readonly nextAt: Instant
  readonly intervalMs: number
  /** How often it is still to be said; null until its validity ends. */
  readonly left: number | null
}
