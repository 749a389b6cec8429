import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { boolean, dateTime, time, token } from '../simple-elements.ts'
import { status } from '../status.ts'
import { applicationFields, contentClass, contentFields, senderIdentification } from '../submission-elements.ts'

/** MM7_replace.REQ [23.140 8.7.6] */
export const replaceReq = {
  senderIdentification: required('SenderIdentification', senderIdentification),
  messageId: required('MessageID', token),
  serviceCode: optional('ServiceCode', token),
  timeStamp: optional('TimeStamp', dateTime),
  readReply: optional('ReadReply', boolean),
  earliestDeliveryTime: optional('EarliestDeliveryTime', time),
  distributionIndicator: optional('DistributionIndicator', boolean),
  contentClass: optional('ContentClass', contentClass),
  drmContent: optional('DRMContent', boolean),
  ...applicationFields,
  ...contentFields,
} satisfies Fields

/** MM7_replace.RES [23.140 8.7.6] */
export const replaceRsp = { status: required('Status', status) } satisfies Fields

export type ReplaceReq = ValuesOf<typeof replaceReq>
export type ReplaceRsp = ValuesOf<typeof replaceRsp>
