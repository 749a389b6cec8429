import { RESPONSE_STATUS, STORE_STATUS, statusGroup } from '../../../protocols/mms/index.ts'
import type { FailureReason, Refusal, RefusalReason } from '../../core/index.ts'

/** The Response-Status that answers each reason of the carrier. [MMSENC 7.2.27] */
export const STATUS_OF_REFUSAL = {
  'no-recipients': RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
  'too-many-recipients': RESPONSE_STATUS['Error-permanent-service-denied'],
  undialable: RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
  'unassigned-short-code': RESPONSE_STATUS['Error-permanent-sending-address-unresolved'],
  'source-not-owned': RESPONSE_STATUS['Error-permanent-service-denied'],
  'source-not-capable': RESPONSE_STATUS['Error-permanent-service-denied'],
  'content-too-large': RESPONSE_STATUS['Error-permanent-content-not-accepted'],
  'expired-before-accepted': RESPONSE_STATUS['Error-permanent-message-format-corrupt'],
  'schedule-out-of-range': RESPONSE_STATUS['Error-permanent-message-format-corrupt'],
  throttled: RESPONSE_STATUS['Error-transient-failure'],
  'store-full': RESPONSE_STATUS['Error-transient-network-problem'],
} as const satisfies Record<RefusalReason, number>

/** The Response-Status of a refusal; a fault rule may ask for one of its own. */
export function statusOfRefusal({ reason, code = 0 }: Refusal): number {
  return code > RESPONSE_STATUS.Ok && code <= 0xff ? code : STATUS_OF_REFUSAL[reason]
}

/** What X-Mms-Status says of each way to fail. [MMSENC 7.2.31] */
export const STATUS_OF_FAILURE = {
  expired: 'expired',
  unreachable: 'unreachable',
  landline: 'unreachable',
  'unknown-number': 'unreachable',
  'mms-not-supported': 'unrecognised',
  'content-too-large': 'rejected',
  'memory-full': 'indeterminate',
  filtered: 'rejected',
  blocked: 'rejected',
  'rejected-by-recipient': 'rejected',
  'rejected-by-peer': 'rejected',
  cancelled: 'rejected',
  replaced: 'rejected',
  'unknown-error': 'indeterminate',
} as const satisfies Record<FailureReason, string>

const FIRST_LATER_STATUS = RESPONSE_STATUS['Error-transient-failure']

/** What MMS 1.0 has for each status that came later; anything else is unspecified there. */
const IN_VERSION_1_0: ReadonlyMap<number, number> = new Map([
  [RESPONSE_STATUS['Error-transient-sending-address-unresolved'], RESPONSE_STATUS['Error-sending-address-unresolved']],
  [RESPONSE_STATUS['Error-transient-message-not-found'], RESPONSE_STATUS['Error-message-not-found']],
  [RESPONSE_STATUS['Error-transient-network-problem'], RESPONSE_STATUS['Error-network-problem']],
  [RESPONSE_STATUS['Error-permanent-service-denied'], RESPONSE_STATUS['Error-service-denied']],
  [RESPONSE_STATUS['Error-permanent-message-format-corrupt'], RESPONSE_STATUS['Error-message-format-corrupt']],
  [RESPONSE_STATUS['Error-permanent-sending-address-unresolved'], RESPONSE_STATUS['Error-sending-address-unresolved']],
  [RESPONSE_STATUS['Error-permanent-message-not-found'], RESPONSE_STATUS['Error-message-not-found']],
  [RESPONSE_STATUS['Error-permanent-content-not-accepted'], RESPONSE_STATUS['Error-content-not-accepted']],
  [RESPONSE_STATUS['Error-permanent-reply-charging-not-supported'], RESPONSE_STATUS['Error-service-denied']],
  [RESPONSE_STATUS['Error-permanent-address-hiding-not-supported'], RESPONSE_STATUS['Error-service-denied']],
])

/** A status as a handset of this version knows it. [MMSENC 7.3.48] */
export function statusIn(version: string, status: number): number {
  if (version !== '1.0' || status < FIRST_LATER_STATUS) return status
  return IN_VERSION_1_0.get(status) ?? RESPONSE_STATUS['Error-unspecified']
}

/** The same about a mailbox, in the words that Store-Status has. */
const AS_STORE_STATUS: ReadonlyMap<number, number> = new Map([
  [RESPONSE_STATUS['Error-permanent-service-denied'], STORE_STATUS['Error-permanent-service-denied']],
  [RESPONSE_STATUS['Error-permanent-message-format-corrupt'], STORE_STATUS['Error-permanent-message-format-corrupt']],
])

export function storeStatusOf(status: number): number {
  const other = statusGroup(status) === 'transient' ? 'Error-transient-failure' : 'Error-permanent-failure'
  return AS_STORE_STATUS.get(status) ?? STORE_STATUS[other]
}
