import type { MessageDelivery, Mm7Account, ReportDelivery, Verdict } from '../../core/index.ts'

const SECOND_MS = 1_000

/** What a VASP that could not be told means for its own schedule; without one the carrier's goes on until the message expires. */
export function onSchedule(
  verdict: Verdict,
  { retry }: Mm7Account,
  { progress }: MessageDelivery | ReportDelivery,
): Verdict {
  if (!retry || verdict.kind !== 'wait') return verdict
  const attempts = ('attempts' in progress ? progress.attempts : 0) + 1
  if (retry.attempts !== null && attempts >= retry.attempts) {
    return { kind: 'failed', reason: verdict.reason === 'peer-unreachable' ? 'unreachable' : 'rejected-by-peer' }
  }
  const { afterSeconds } = retry
  const seconds = afterSeconds[Math.min(attempts, afterSeconds.length) - 1]
  return seconds === undefined ? verdict : { ...verdict, againAfterMs: seconds * SECOND_MS }
}
