import type { FailureReason, Phone, WaitReason } from '../model/index.ts'

export type Reachability =
  | { readonly kind: 'reachable' }
  | { readonly kind: 'wait'; readonly reason: WaitReason }
  | { readonly kind: 'failed'; readonly reason: FailureReason }

const REACHABLE: Reachability = { kind: 'reachable' }
const ABSENT: Reachability = { kind: 'wait', reason: 'absent-subscriber' }

const BY_STATE = {
  online: REACHABLE,
  // A notification is a short message: it arrives without data; only the retrieval waits.
  'no-data': REACHABLE,
  'no-signal': ABSENT,
  airplane: ABSENT,
  off: ABSENT,
  'memory-full': { kind: 'wait', reason: 'memory-full' },
  landline: { kind: 'failed', reason: 'landline' },
  unreachable: { kind: 'failed', reason: 'unreachable' },
} satisfies Record<Phone['state'], Reachability>

/** Whether a short message reaches this phone now; `undefined` is a number without a phone. */
export function reachability(phone: Phone | undefined): Reachability {
  return phone ? BY_STATE[phone.state] : { kind: 'failed', reason: 'unknown-number' }
}

/** Whether the phone can use mobile data now, as MM1 retrieval and sending need it. */
export function hasData({ state }: Phone): boolean {
  return state === 'online' || state === 'memory-full'
}

/** Whether the phone can send a short message now. */
export function hasSignal({ state }: Phone): boolean {
  return state === 'online' || state === 'no-data' || state === 'memory-full'
}
