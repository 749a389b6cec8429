import { address, recipients } from '../addresses.ts'
import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { boolean, dateTime, text, time, token } from '../simple-elements.ts'
import { status } from '../status.ts'
import {
  applicationFields,
  chargedParty,
  contentClass,
  contentFields,
  deliveryCondition,
  messageClass,
  preferredChannels,
  priority,
  replyCharging,
  senderIdentification,
} from '../submission-elements.ts'

/** MM7_submit.REQ [23.140 8.7.1.3] */
export const submitReq = {
  senderIdentification: required('SenderIdentification', senderIdentification),
  recipients: required('Recipients', recipients),
  preferredChannels: optional('PreferredChannels', preferredChannels),
  serviceCode: optional('ServiceCode', token),
  linkedId: optional('LinkedID', token),
  messageClass: optional('MessageClass', messageClass),
  timeStamp: optional('TimeStamp', dateTime),
  replyCharging: optional('ReplyCharging', replyCharging),
  earliestDeliveryTime: optional('EarliestDeliveryTime', time),
  expiryDate: optional('ExpiryDate', time),
  deliveryReport: optional('DeliveryReport', boolean),
  readReply: optional('ReadReply', boolean),
  priority: optional('Priority', priority),
  subject: optional('Subject', text),
  chargedParty: optional('ChargedParty', chargedParty),
  chargedPartyId: optional('ChargedPartyID', token),
  thirdPartyPayer: optional('ThirdPartyPayer', address),
  distributionIndicator: optional('DistributionIndicator', boolean),
  deliveryCondition: optional('DeliveryCondition', deliveryCondition),
  ...applicationFields,
  contentClass: optional('ContentClass', contentClass),
  drmContent: optional('DRMContent', boolean),
  ...contentFields,
} satisfies Fields

/** MM7_submit.RES; the schema wants a MessageID always, nobody sends one with an error. [23.140 8.7.1.4] */
export const submitRsp = {
  status: required('Status', status),
  messageId: optional('MessageID', token),
} satisfies Fields

export type SubmitReq = ValuesOf<typeof submitReq>
export type SubmitRsp = ValuesOf<typeof submitRsp>
