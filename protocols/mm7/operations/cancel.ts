import { recipients } from '../addresses.ts'
import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { token } from '../simple-elements.ts'
import { status } from '../status.ts'
import { applicationFields, senderIdentification } from '../submission-elements.ts'

/** MM7_cancel.REQ [23.140 8.7.5] */
export const cancelReq = {
  senderIdentification: required('SenderIdentification', senderIdentification),
  messageId: required('MessageID', token),
  recipients: optional('Recipients', recipients),
  ...applicationFields,
} satisfies Fields

/** MM7_cancel.RES [23.140 8.7.5] */
export const cancelRsp = { status: required('Status', status) } satisfies Fields

export type CancelReq = ValuesOf<typeof cancelReq>
export type CancelRsp = ValuesOf<typeof cancelRsp>
