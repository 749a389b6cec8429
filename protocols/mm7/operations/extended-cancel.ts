import { type Fields, required, type ValuesOf } from '../element-fields.ts'
import { token } from '../simple-elements.ts'
import { bareStatus } from '../status.ts'
import { senderIdentification } from '../submission-elements.ts'

/** MM7_extended_cancel.REQ, Release 6 [23.140 8.7] */
export const extendedCancelReq = {
  senderIdentification: required('SenderIdentification', senderIdentification),
  cancelId: required('CancelID', token),
} satisfies Fields

/** MM7_extended_cancel.RES, Release 6 [23.140 8.7] */
export const extendedCancelRsp = { status: required('Status', bareStatus) } satisfies Fields

export type ExtendedCancelReq = ValuesOf<typeof extendedCancelReq>
export type ExtendedCancelRsp = ValuesOf<typeof extendedCancelRsp>
