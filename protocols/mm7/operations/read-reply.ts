import { address } from '../addresses.ts'
import { readStatus } from '../delivery-elements.ts'
import { type Fields, optional, required, type ValuesOf } from '../element-fields.ts'
import { dateTime, text, token } from '../simple-elements.ts'
import { status } from '../status.ts'
import { applicationFields } from '../submission-elements.ts'

/** MM7_read_reply_report.REQ [23.140 8.7.4.3] */
export const readReplyReq = {
  mmsRelayServerId: optional('MMSRelayServerID', token),
  messageId: required('MessageID', token),
  recipient: required('Recipient', address),
  sender: required('Sender', address),
  timeStamp: required('TimeStamp', dateTime),
  mmStatus: required('MMStatus', readStatus),
  statusText: optional('StatusText', text),
  ...applicationFields,
} satisfies Fields

/** MM7_read_reply_report.RES [23.140 8.7.4.4] */
export const readReplyRsp = { status: required('Status', status) } satisfies Fields

export type ReadReplyReq = ValuesOf<typeof readReplyReq>
export type ReadReplyRsp = ValuesOf<typeof readReplyRsp>
