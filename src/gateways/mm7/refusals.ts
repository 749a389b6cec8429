import type { StatusCode } from '../../../protocols/mm7/index.ts'
import type { Refusal, RefusalReason } from '../../core/index.ts'

/** The status that answers each reason of the carrier. [23.140 8.7.8.3] */
export const STATUS_OF_REFUSAL = {
  'no-recipients': 2002,
  // Addresses beyond what we take: the nearest the standard has.
  'too-many-recipients': 3003,
  undialable: 2002,
  'unassigned-short-code': 2003,
  'source-not-owned': 2001,
  'source-not-capable': 2001,
  'content-too-large': 2004,
  // A time that makes no sense is a value of the wrong form.
  'expired-before-accepted': 2007,
  'schedule-out-of-range': 2007,
  // Service unavailable: the VASP may try again.
  throttled: 4006,
  'store-full': 4006,
} as const satisfies Record<RefusalReason, StatusCode>

/** The status of a refusal; a fault rule may ask for one of its own. */
export function statusOfRefusal({ reason, code = 0 }: Refusal): number {
  return code >= 1_000 && code <= 9_999 ? code : STATUS_OF_REFUSAL[reason]
}

/** Reasons that concern one recipient only; the others can still be served, and the answer is 1100. */
export const ABOUT_ONE_RECIPIENT: ReadonlySet<RefusalReason> = new Set(['undialable', 'unassigned-short-code'])

/** Operators' own codes for the rules of groups; no 3GPP document has them. */
export const SEVERAL_DESTINATIONS = 2503
export const ALL_DISPLAY_ONLY = 2571
export const SEVERAL_NOT_DISPLAY_ONLY = 2572

export const VENDOR_TEXTS: Readonly<Record<number, string>> = {
  [SEVERAL_DESTINATIONS]: 'Multiple destinations not supported',
  2560: 'Message too big',
  [ALL_DISPLAY_ONLY]: 'All recipients are displayOnly',
  [SEVERAL_NOT_DISPLAY_ONLY]: 'More than one recipient is not displayOnly',
}
