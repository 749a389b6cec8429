import { STATUS } from '../../../protocols/smpp/index.ts'
import type { Refusal, RefusalReason } from '../../core/index.ts'

/** The command_status for every reason the carrier has to refuse a submission. [SMPP34 5.1.3] */
export const REFUSAL_STATUS = {
  'no-recipients': STATUS.ESME_RINVDSTADR,
  'too-many-recipients': STATUS.ESME_RINVNUMDESTS,
  undialable: STATUS.ESME_RINVDSTADR,
  'unassigned-short-code': STATUS.ESME_RINVDSTADR,
  'source-not-owned': STATUS.ESME_RINVSRCADR,
  'source-not-capable': STATUS.ESME_RINVSRCADR,
  'content-too-large': STATUS.ESME_RINVMSGLEN,
  'expired-before-accepted': STATUS.ESME_RINVEXPIRY,
  'schedule-out-of-range': STATUS.ESME_RINVSCHED,
  throttled: STATUS.ESME_RTHROTTLED,
  'store-full': STATUS.ESME_RMSGQFUL,
} as const satisfies Record<RefusalReason, number>

/** Without a schedule it is the validity period that lies out of range. */
export function refusalStatus({ reason }: Refusal, isScheduled: boolean): number {
  if (reason === 'schedule-out-of-range' && !isScheduled) return STATUS.ESME_RINVEXPIRY
  return REFUSAL_STATUS[reason]
}
