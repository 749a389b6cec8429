import type { HandsetMessage, MessageStatus } from '../model/index.ts'
import { type Landing, NOTHING, statusChanged } from './landing.ts'

/** Outcomes that say that it arrived; the later ones say more, and what they say stays. */
const ARRIVED: readonly string[] = ['delivered', 'deleted', 'read']

/** What became of a sent message: `outcomes` says `delivered`, `read`, `deleted` (unread), or why it was not delivered. */
export function reported(message: HandsetMessage, outcomes: Readonly<Record<string, string>>): Landing {
  const reports = { ...message.reports, ...notLess(message.reports ?? {}, outcomes) }
  const failures = Object.entries(reports).filter(([, outcome]) => !ARRIVED.includes(outcome))
  const status = statusOf(message, reports, failures.length)
  if (status === message.status && sameReports(message.reports, reports)) return NOTHING
  const error = failures.length > 0 ? failures.map(([to, why]) => `not delivered to ${to}: ${why}`).join('; ') : null
  return statusChanged({ ...message, reports, status, error })
}

function notLess(before: Readonly<Record<string, string>>, outcomes: Readonly<Record<string, string>>) {
  const rank = (outcome: string | undefined) => ARRIVED.indexOf(outcome ?? '')
  return Object.fromEntries(Object.entries(outcomes).filter(([who, what]) => rank(what) >= rank(before[who])))
}

/** One recipient without it is enough for Not delivered; Delivered takes all of them. */
function statusOf({ to, cc, status }: HandsetMessage, reports: object, failures: number): MessageStatus {
  if (failures > 0) return 'failed'
  return [...to, ...cc].every((recipient) => recipient in reports) ? 'delivered' : status
}

function sameReports(before: HandsetMessage['reports'], after: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
