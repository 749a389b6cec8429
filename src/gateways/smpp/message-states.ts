import type { MessageStateName } from '../../../protocols/smpp/index.ts'
import type { FailureReason } from '../../core/index.ts'

/** network_error_code, type GSM. [SMPP34 5.3.2.31] */
export const GSM_NETWORK = 3

/**
 * How each reason of failure is told: message_state, and the error that receipts, query_sm and network_error_code carry.
 * The errors follow the codes of GSM MAP where it has one; the others are this carrier's own. [SMPP34 5.2.28]
 */
const FAILURE_STATES = {
  expired: { state: 'EXPIRED', error: 27 },
  unreachable: { state: 'UNDELIVERABLE', error: 27 },
  landline: { state: 'UNDELIVERABLE', error: 11 },
  'unknown-number': { state: 'UNDELIVERABLE', error: 1 },
  'mms-not-supported': { state: 'UNDELIVERABLE', error: 21 },
  'content-too-large': { state: 'UNDELIVERABLE', error: 34 },
  'memory-full': { state: 'UNDELIVERABLE', error: 32 },
  filtered: { state: 'REJECTED', error: 88 },
  blocked: { state: 'REJECTED', error: 13 },
  'rejected-by-recipient': { state: 'REJECTED', error: 69 },
  'rejected-by-peer': { state: 'REJECTED', error: 69 },
  cancelled: { state: 'DELETED', error: 0 },
  replaced: { state: 'DELETED', error: 0 },
  'unknown-error': { state: 'UNDELIVERABLE', error: 34 },
} as const satisfies Record<FailureReason, { readonly state: MessageStateName; readonly error: number }>

/** A carrier's error code (30nnn) has three digits of its own: what a receipt has room for. */
export function failureState(reason: FailureReason, code?: number): { state: MessageStateName; error: number } {
  const { state, error } = FAILURE_STATES[reason]
  return { state, error: code === undefined ? error : code % 1_000 }
}
