import type { HandsetMessage, MessageStatus } from '../model/index.ts'
import { type Landing, NOTHING, statusChanged } from './landing.ts'

const DELIVERED = 'delivered'

/** What became of a sent message: `outcomes` says `delivered`, or why not, by recipient. */
export function reported(message: HandsetMessage, outcomes: Readonly<Record<string, string>>): Landing {
  const reports = { ...message.reports, ...outcomes }
  const failures = Object.entries(reports).filter(([, outcome]) => outcome !== DELIVERED)
  const status = statusOf(message, reports, failures.length)
  if (status === message.status && sameReports(message.reports, reports)) return NOTHING
  const error = failures.length > 0 ? failures.map(([to, why]) => `not delivered to ${to}: ${why}`).join('; ') : null
  return statusChanged({ ...message, reports, status, error })
}

/** One recipient without it is enough for Not delivered; Delivered takes all of them. */
function statusOf({ to, cc, status }: HandsetMessage, reports: object, failures: number): MessageStatus {
  if (failures > 0) return 'failed'
  return [...to, ...cc].every((recipient) => recipient in reports) ? 'delivered' : status
}

function sameReports(before: HandsetMessage['reports'], after: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
