import { address } from '../addresses.ts'
import { deliveryStatus, deliveryStatusExtension, uaCapabilities } from '../delivery-elements.ts'
import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { dateTime, text, token } from '../simple-elements.ts'
import { status } from '../status.ts'
import { applicationFields } from '../submission-elements.ts'

/** MM7_delivery_report.REQ; Recipient is the handset, Sender the VASP that submitted. [23.140 8.7.3.3] */
export const deliveryReportReq = {
  mmsRelayServerId: optional('MMSRelayServerID', token),
  messageId: required('MessageID', token),
  recipient: required('Recipient', address),
  sender: required('Sender', address),
  date: required('Date', dateTime),
  mmStatus: required('MMStatus', deliveryStatus),
  mmStatusExtension: optional('MMStatusExtension', deliveryStatusExtension),
  statusText: optional('StatusText', text),
  ...applicationFields,
  uaCapabilities: optional('UACapabilities', uaCapabilities),
} satisfies Fields

/** MM7_delivery_report.RES [23.140 8.7.3.4] */
export const deliveryReportRsp = { status: required('Status', status) } satisfies Fields

export type DeliveryReportReq = ValuesOf<typeof deliveryReportReq>
export type DeliveryReportRsp = ValuesOf<typeof deliveryReportRsp>
