import type {
  Delivery,
  DeliveryState,
  Event,
  Instant,
  Message,
  MessageDelivery,
  ReportDelivery,
  ReportStatus,
} from '../model/index.ts'
import { retryAfterMs } from '../network/schedule.ts'
import type { Change, CoreChange, Ids, Verdict } from '../ports.ts'

/** Reports that nobody fetches are dropped after as long as a message lives by default. */
const REPORT_VALIDITY_MS = 72 * 3_600_000

export type SettleContext = { readonly now: Instant; readonly ids: Ids }
export type SettleDecision = {
  readonly delivery: Delivery
  readonly report: ReportDelivery | null
  readonly changes: readonly Change[]
  readonly events: readonly Event[]
}

/** What a verdict makes of a delivery, and the report it owes. */
export function settle(
  context: SettleContext,
  offered: { delivery: Delivery; message: Message },
  verdict: Verdict,
): SettleDecision {
  const { delivery, message } = offered
  const progress = progressAfter(context.now, offered, verdict)
  const updated: Delivery = { ...delivery, progress }
  const status = updated.kind === 'message' ? statusToReport(updated, message) : null
  const report = updated.kind === 'message' && status ? reportOn(context, { delivery: updated, message }, status) : null
  const changes: Change[] = [progressed(updated)]
  if (report) changes.push(put(report))
  return { delivery: updated, report, changes, events: [updatedEvent(updated)] }
}

/** When waiting ends for good: the message's own validity, or the report's. */
export function expiresAt(delivery: Delivery, message: Message): Instant {
  return delivery.kind === 'message' ? message.expiresAt : delivery.report.at + REPORT_VALIDITY_MS
}

function progressAfter(
  now: Instant,
  offered: { delivery: Delivery; message: Message },
  verdict: Verdict,
): DeliveryState {
  const { delivery } = offered
  const before = delivery.progress
  const attempts = ('attempts' in before ? before.attempts : 0) + 1
  const latest = expiresAt(delivery, offered.message)
  switch (verdict.kind) {
    case 'delivered':
      return { state: 'delivered', settledAt: now }
    case 'failed':
      return { ...withCode(verdict.code), state: 'failed', settledAt: now, reason: verdict.reason }
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
  { now, ids }: SettleContext,
  { delivery, message }: { readonly delivery: MessageDelivery; readonly message: Message },
  status: ReportStatus,
): ReportDelivery {
  const { progress } = delivery
  return {
    kind: 'report',
    id: ids.number(),
    messageId: message.id,
    recipient: delivery.recipient,
    endpoint: message.origin,
    progress: { state: 'waiting', nextAttemptAt: now, attempts: 0, waitingFor: null },
    report: {
      deliveryId: delivery.id,
      status,
      reason: progress.state === 'failed' ? progress.reason : null,
      ...(progress.state === 'failed' && withCode(progress.code)),
      at: now,
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

function progressed(value: Delivery): CoreChange {
  return { layer: 'core', put: 'progress', value }
}

function put(value: Delivery): CoreChange {
  return { layer: 'core', put: 'delivery', value }
}

function updatedEvent({ kind, id, messageId, recipient, endpoint, progress }: Delivery): Event {
  return {
    type: kind === 'message' ? 'delivery.updated' : 'report.updated',
    messageId: String(messageId),
    deliveryId: String(id),
    recipient,
    endpoint,
    state: progress.state,
    ...('reason' in progress && { reason: progress.reason, ...withCode(progress.code) }),
    ...('waitingFor' in progress && progress.waitingFor && { waitingFor: progress.waitingFor }),
  }
}
