import { decodeMm7Response, isSuccess, type Mm7Status } from '../../../protocols/mm7/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import type { Verdict } from '../../core/index.ts'
import type { Posted } from './post.ts'

/** What an attempt came to: the verdict for the carrier, and what the journal says about it. */
export type Attempted = {
  readonly verdict: Verdict
  readonly httpStatus: number | null
  readonly status: Mm7Status | null
  readonly error: string | null
  /** What the VASP answered; a longer answer is cut. */
  readonly response?: string
  /** The beginning of an answer that is no MM7, for people to recognise. */
  readonly excerpt?: string
}

const EXCERPT_LENGTH = 300
const RESPONSE_LENGTH = 4_096

const DELIVERED: Verdict = { kind: 'delivered' }
const REJECTED: Verdict = { kind: 'failed', reason: 'rejected-by-peer' }
const BUSY: Verdict = { kind: 'wait', reason: 'peer-busy' }
export const UNREACHABLE: Verdict = { kind: 'wait', reason: 'peer-unreachable' }

/** Statuses outside 2xxx that say never to send this again. [23.140 8.7.8.3] */
const FINAL: ReadonlySet<number> = new Set([3002, 3003, 4002, 4003, 4004, 4005, 4007, 4008])

export function judge(posted: Posted): Attempted {
  if (posted.kind === 'unreachable') {
    return { verdict: UNREACHABLE, httpStatus: null, status: null, error: posted.error }
  }
  const { httpStatus, document } = posted
  const response = decodeMm7Response(document)
  // An answer that is no MM7 (a login page, a proxy's error, an empty 200) is tried again, as aggregators do.
  if (!response.ok) {
    const excerpt = beginningOf(document.body, EXCERPT_LENGTH)
    return { verdict: BUSY, httpStatus, status: null, error: describeMalformed(response.malformed), excerpt }
  }
  const status = response.value.kind === 'fault' ? response.value.status : response.value.body.status
  const said = beginningOf(document.body, RESPONSE_LENGTH)
  return { verdict: verdictOf(status), httpStatus, status, error: null, response: said }
}

function beginningOf(octets: Uint8Array, length: number): string {
  return new TextDecoder().decode(octets.subarray(0, length))
}

/** What a status comes to. */
export function attemptedWith(status: Mm7Status, error: string): Attempted {
  return { verdict: verdictOf(status), httpStatus: null, status, error }
}

function verdictOf({ statusCode }: Mm7Status): Verdict {
  if (isSuccess(statusCode)) return DELIVERED
  const isClients = statusCode >= 2000 && statusCode < 3000
  return isClients || FINAL.has(statusCode) ? REJECTED : BUSY
}
