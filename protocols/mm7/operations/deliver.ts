import { address, recipients } from '../addresses.ts'
import { previouslySentBy, previouslySentDateAndTime, uaCapabilities } from '../delivery-elements.ts'
import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { dateTime, text, token } from '../simple-elements.ts'
import { status } from '../status.ts'
import { applicationFields, contentFields, priority } from '../submission-elements.ts'

/** MM7_deliver.REQ [23.140 8.7.2.3] */
export const deliverReq = {
  mmsRelayServerId: optional('MMSRelayServerID', token),
  vaspId: optional('VASPID', token),
  vasId: optional('VASID', token),
  linkedId: optional('LinkedID', token),
  sender: required('Sender', address),
  recipients: optional('Recipients', recipients),
  previouslySentBy: optional('Previouslysentby', previouslySentBy),
  previouslySentDateAndTime: optional('Previouslysentdateandtime', previouslySentDateAndTime),
  senderSpi: optional('SenderSPI', token),
  recipientSpi: optional('RecipientSPI', token),
  timeStamp: optional('TimeStamp', dateTime),
  replyChargingId: optional('ReplyChargingID', token),
  priority: optional('Priority', priority),
  subject: optional('Subject', text),
  ...applicationFields,
  uaCapabilities: optional('UACapabilities', uaCapabilities),
  ...contentFields,
} satisfies Fields

/** MM7_deliver.RES [23.140 8.7.2.4] */
export const deliverRsp = {
  status: required('Status', status),
  serviceCode: optional('ServiceCode', token),
} satisfies Fields

export type DeliverReq = ValuesOf<typeof deliverReq>
export type DeliverRsp = ValuesOf<typeof deliverRsp>
