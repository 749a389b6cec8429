import type { OutgoingRequest, RequestBodies } from '../../../protocols/mm7/index.ts'
import type { FailureReason, ReportDelivery, Tidings } from '../../core/index.ts'
import { fromAddress } from './addresses.ts'
import { RELAY_ID, transactionOf } from './deliver-request.ts'
import { parseReference } from './reference.ts'

type DeliveryReportBody = RequestBodies['DeliveryReportReq']
type Fate = Pick<DeliveryReportBody, 'mmStatus' | 'mmStatusExtension'>

const REJECTED: Fate = { mmStatus: 'Rejected' }
const INDETERMINATE: Fate = { mmStatus: 'Indeterminate' }

/** What a VASP hears of each failure; the reason itself is the StatusText. [23.140 8.7.3.3] */
const FATE_OF_FAILURE = {
  expired: { mmStatus: 'Expired' },
  unreachable: INDETERMINATE,
  landline: REJECTED,
  'unknown-number': REJECTED,
  'mms-not-supported': REJECTED,
  'content-too-large': REJECTED,
  'memory-full': INDETERMINATE,
  filtered: REJECTED,
  blocked: REJECTED,
  'rejected-by-recipient': { mmStatus: 'Rejected', mmStatusExtension: 'RejectionByMMSRecipient' },
  'rejected-by-peer': { mmStatus: 'Rejected', mmStatusExtension: 'RejectionByOtherRS' },
  cancelled: REJECTED,
  replaced: REJECTED,
  'unknown-error': INDETERMINATE,
} as const satisfies Record<FailureReason, Fate>

/** What became of one recipient's copy: a delivery report, or a read reply when the person has seen it. */
export function reportRequest({
  delivery,
  message,
}: Tidings): OutgoingRequest<'DeliveryReportReq'> | OutgoingRequest<'ReadReplyReq'> {
  const { namespace, version, applicId, replyApplicId, auxApplicInfo } = parseReference(message.reference)
  const addressing = { transactionId: transactionOf(delivery), namespace, version }
  const { report, recipient } = delivery
  const about = {
    mmsRelayServerId: RELAY_ID,
    messageId: String(message.id),
    recipient: fromAddress(recipient),
    sender: fromAddress(message.from),
    ...{ applicId, replyApplicId, auxApplicInfo },
  }
  if (report.status === 'read' || report.status === 'deleted') {
    const mmStatus = report.status === 'read' ? 'Read' : 'Deleted'
    return { ...addressing, operation: 'ReadReplyReq', body: { ...about, timeStamp: report.at, mmStatus } }
  }
  const body: DeliveryReportBody = { ...about, date: report.at, ...fateOf(report) }
  return { ...addressing, operation: 'DeliveryReportReq', body }
}

function fateOf({ status, reason }: ReportDelivery['report']): Fate & Pick<DeliveryReportBody, 'statusText'> {
  if (status === 'delivered') return { mmStatus: 'Retrieved' }
  if (status === 'enroute') return { mmStatus: 'Deferred' }
  return { ...FATE_OF_FAILURE[reason ?? 'unknown-error'], statusText: reason ?? 'unknown-error' }
}
