import type { FailureReason, RefusalReason, ReportStatus } from '../../core/index.ts'
import type { Receipt, ReceiptStatus } from './records.ts'

export type Share = 'none' | 'some' | 'all'
export type DeliverySummary = {
  readonly total: number
  readonly sent: Share
  readonly delivered: Share
  readonly read: Share
  readonly failed: Share
  readonly undelivered: Share
}

/** What a status says about the steps before it: what was read was delivered, what was delivered was sent. */
const IMPLIES = {
  sent: ['sent'],
  delivered: ['sent', 'delivered'],
  read: ['sent', 'delivered', 'read'],
  undelivered: ['sent', 'undelivered'],
  failed: ['failed'],
} as const satisfies Record<ReceiptStatus, readonly ReceiptStatus[]>

/** The summary of a message's receipts; null for a message that went to no phone. */
export function deliverySummary(receipts: readonly Pick<Receipt, 'status'>[]): DeliverySummary | null {
  if (receipts.length === 0) return null
  const share = (status: ReceiptStatus): Share => {
    const count = receipts.filter((receipt) => (IMPLIES[receipt.status] as readonly string[]).includes(status)).length
    return count === 0 ? 'none' : count === receipts.length ? 'all' : 'some'
  }
  return {
    total: receipts.length,
    sent: share('sent'),
    delivered: share('delivered'),
    read: share('read'),
    failed: share('failed'),
    undelivered: share('undelivered'),
  }
}

const CODE_OF_FAILURE = {
  expired: 30008,
  unreachable: 30003,
  landline: 30006,
  'unknown-number': 30005,
  'mms-not-supported': 30011,
  'content-too-large': 30019,
  'memory-full': 30003,
  filtered: 30007,
  blocked: 30004,
  'rejected-by-recipient': 30004,
  'rejected-by-peer': 30008,
  cancelled: 30008,
  replaced: 30008,
  'unknown-error': 30008,
} as const satisfies Record<FailureReason, number>

const CODE_OF_REFUSAL = {
  'no-recipients': 30008,
  'too-many-recipients': 21653,
  undialable: 30005,
  'unassigned-short-code': 30005,
  'source-not-owned': 30034,
  'source-not-capable': 30011,
  'content-too-large': 30008,
  'expired-before-accepted': 30008,
  'schedule-out-of-range': 30008,
  throttled: 30022,
  'store-full': 30008,
} as const satisfies Record<RefusalReason, number>

export type Progress = { readonly status: ReceiptStatus; readonly errorCode: number }

/** What the network says of one copy; `code` is a carrier's error code where somebody wished for one. */
export type Reported = {
  readonly status: ReportStatus
  readonly reason: FailureReason | null
  readonly code?: number
}

function isErrorCode(code: number | undefined): code is number {
  return code !== undefined && code >= 20_000 && code < 70_000
}

/** What a report from the network makes of a receipt; null where it says nothing new. */
export function progressOf({ status, reason, code }: Reported): Progress | null {
  switch (status) {
    case 'enroute':
    case 'deleted':
      return null
    case 'delivered':
    // Phones report reading of MMS as well, but receipts of texts end with `delivered`.
    case 'read':
      return { status: 'delivered', errorCode: 0 }
    case 'failed':
      return { status: 'undelivered', errorCode: isErrorCode(code) ? code : CODE_OF_FAILURE[reason ?? 'unknown-error'] }
  }
}

/** A message that the network did not take. */
export function refusedProgress(reason: RefusalReason): Progress {
  return { status: 'failed', errorCode: CODE_OF_REFUSAL[reason] }
}

/** Whether a receipt has come to its end: reports that come later change nothing. */
export function isFinal({ status }: Pick<Receipt, 'status'>): boolean {
  return status !== 'sent'
}
