import {
  type Delivery,
  type DeliveryState,
  deliveryUpdated,
  type Event,
  type Instant,
  type Message,
  type MessageDelivery,
  type ReportDelivery,
  type ReportStatus,
  reportIdOf,
} from '../model/index.ts'
import { retryAfterMs } from '../network/schedule.ts'
import type { CoreChange, Verdict } from '../ports.ts'

/** Reports that nobody fetches are dropped after as long as a message lives by default. */
const REPORT_VALIDITY_MS = 72 * 3_600_000

export type Offered = { readonly delivery: Delivery; readonly message: Message }
export type SettleDecision = {
  readonly delivery: Delivery
  readonly report: ReportDelivery | null
  readonly change: CoreChange
  readonly event: Event
}

/** What a verdict makes of a delivery, and the report it owes. */
export function settle(offered: Offered, verdict: Verdict, now: Instant): SettleDecision {
  const { message } = offered
  const delivery: Delivery = { ...offered.delivery, progress: progressAfter(offered, verdict, now) }
  const status = delivery.kind === 'message' ? statusToReport(delivery, message) : null
  const report = delivery.kind === 'message' && status ? reportOn(delivery, message, { status, at: now }) : null
  const change: CoreChange = { layer: 'core', put: 'delivery', value: delivery, owes: report }
  return { delivery, report, change, event: deliveryUpdated(delivery) }
}

/** The report that a settled delivery owes: the same as when it was settled. */
export function owedBy(delivery: MessageDelivery, message: Message): ReportDelivery | null {
  const { progress } = delivery
  if (!('settledAt' in progress)) return null
  const status = statusToReport(delivery, message)
  return status && reportOn(delivery, message, { status, at: progress.settledAt })
}

/** When waiting ends for good: the message's own validity, or the report's. */
export function expiresAt(delivery: Delivery, message: Message): Instant {
  return delivery.kind === 'message' ? message.expiresAt : delivery.report.at + REPORT_VALIDITY_MS
}

function progressAfter({ delivery, message }: Offered, verdict: Verdict, now: Instant): DeliveryState {
  if (verdict.kind === 'delivered') return { state: 'delivered', settledAt: now }
  if (verdict.kind === 'failed') {
    return { ...withCode(verdict.code), state: 'failed', settledAt: now, reason: verdict.reason }
  }
  const before = delivery.progress
  const attempts = ('attempts' in before ? before.attempts : 0) + 1
  const latest = expiresAt(delivery, message)
  switch (verdict.kind) {
    case 'notified':
      return { state: 'notified', nextAttemptAt: Math.min(now + verdict.againAfterMs, latest), attempts }
    case 'wait': {
      const again = now + (verdict.againAfterMs ?? retryAfterMs(attempts))
      return { state: 'waiting', nextAttemptAt: Math.min(again, latest), attempts, waitingFor: verdict.reason }
    }
  }
}

/** Word of one copy for whoever sent it. */
export function reportOn(
  delivery: MessageDelivery,
  message: Message,
  { status, at }: { readonly status: ReportStatus; readonly at: Instant },
): ReportDelivery {
  const { progress } = delivery
  return {
    kind: 'report',
    id: reportIdOf(delivery.id, status),
    messageId: message.id,
    recipient: delivery.recipient,
    endpoint: message.origin,
    progress: { state: 'waiting', nextAttemptAt: at, attempts: 0, waitingFor: null },
    report: {
      deliveryId: delivery.id,
      status,
      reason: progress.state === 'failed' ? progress.reason : null,
      ...(progress.state === 'failed' && withCode(progress.code)),
      at,
    },
  }
}

function statusToReport({ progress }: MessageDelivery, { report }: Message): ReportStatus | null {
  switch (progress.state) {
    case 'delivered':
      return report.delivered ? 'delivered' : null
    case 'failed':
      return report.failed ? 'failed' : null
    case 'waiting':
    case 'notified':
      return report.intermediate && progress.attempts === 1 ? 'enroute' : null
  }
}

function withCode(code: number | undefined): { readonly code?: number } {
  return code === undefined ? {} : { code }
}
