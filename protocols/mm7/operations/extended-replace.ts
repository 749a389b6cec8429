import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { boolean, dateTime, time, token } from '../simple-elements.ts'
import { bareStatus } from '../status.ts'
import { contentFields } from '../submission-elements.ts'

/** MM7_extended_replace.REQ, Release 6 [23.140 8.7] */
export const extendedReplaceReq = {
  vaspId: optional('VASPID', token),
  vasId: optional('VASID', token),
  serviceCode: optional('ServiceCode', token),
  replaceId: optional('ReplaceID', token),
  timeStamp: optional('TimeStamp', dateTime),
  earliestDeliveryTime: optional('EarliestDeliveryTime', time),
  expiryDate: optional('ExpiryDate', time),
  readReply: optional('ReadReply', boolean),
  deliveryReport: optional('DeliveryReport', boolean),
  ...contentFields,
} satisfies Fields

/** MM7_extended_replace.RES, Release 6; here MessageID comes first. [23.140 8.7] */
export const extendedReplaceRsp = {
  messageId: optional('MessageID', token),
  status: required('Status', bareStatus),
} satisfies Fields

export type ExtendedReplaceReq = ValuesOf<typeof extendedReplaceReq>
export type ExtendedReplaceRsp = ValuesOf<typeof extendedReplaceRsp>
