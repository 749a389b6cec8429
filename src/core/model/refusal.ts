import type { Address } from './address.ts'

export const REFUSAL_REASONS = [
  'no-recipients',
  'too-many-recipients',
  'undialable',
  'unassigned-short-code',
  'source-not-owned',
  'source-not-capable',
  'content-too-large',
  'expired-before-accepted',
  'schedule-out-of-range',
  'throttled',
  'store-full',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** Why the carrier does not take a submission. Each gateway maps every reason to its protocol in `refusals.ts`. */
export type Refusal = {
  readonly accepted: false
  readonly reason: RefusalReason
  /** The address at fault, where there is one. */
  readonly address: Address | null
  /** The status that a fault rule asks for, in the words of the protocol that submitted. */
  readonly code?: number
  /** A sentence for people. */
  readonly explanation: string
}

export function refuse(reason: RefusalReason, explanation: string, address: Address | null = null): Refusal {
  return { accepted: false, reason, address, explanation }
}
