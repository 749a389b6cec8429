import { STATUS } from '../../../protocols/smpp/index.ts'
import type { Verdict } from '../../core/index.ts'
import type { RequestEnd } from './request-window.ts'

export const NOT_BOUND: Verdict = { kind: 'wait', reason: 'not-bound' }
export const BUSY: Verdict = { kind: 'wait', reason: 'peer-busy' }
/** The link went away under the message: another session of the account may take it at once. */
const LINK_LOST: Verdict = { kind: 'wait', reason: 'not-bound', againAfterMs: 0 }
const DELIVERED: Verdict = { kind: 'delivered' }
const REJECTED: Verdict = { kind: 'failed', reason: 'rejected-by-peer' }

/** Statuses by which an ESME asks for another attempt. [SMPP34 5.1.3] */
const TEMPORARY: ReadonlySet<number> = new Set([
  STATUS.ESME_RX_T_APPN,
  STATUS.ESME_RMSGQFUL,
  STATUS.ESME_RTHROTTLED,
  STATUS.ESME_RSYSERR,
])

/** What the end of a deliver_sm means for the message it carried. */
export function verdictOf(end: RequestEnd): Verdict {
  switch (end.kind) {
    case 'answered':
      if (end.commandStatus === STATUS.ESME_ROK) return DELIVERED
      return TEMPORARY.has(end.commandStatus) ? BUSY : REJECTED
    case 'timed-out':
      return BUSY
    case 'link-lost':
      return LINK_LOST
  }
}

const WEIGHT = { delivered: 0, notified: 1, wait: 2, failed: 3 } as const satisfies Record<Verdict['kind'], number>

/** The verdict on a message that went in several parts: that of the part that fared worst. */
export function worseOf(one: Verdict, other: Verdict): Verdict {
  return WEIGHT[other.kind] > WEIGHT[one.kind] ? other : one
}

/** Knows nothing of the request, so that its PDU does not wait for the answer with it. */
export function concluding(done: (verdict: Verdict) => void): (end: RequestEnd) => void {
  return (end) => done(verdictOf(end))
}
