import { STATUS } from '../command-status.ts'
import { time, uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import { messageId, source } from './field-sizes.ts'

/** [SMPP34 4.8.1] */
export const querySm = request('query_sm', 0x00000003, { messageId, ...source })

/** [SMPP34 4.8.2] */
export const querySmResp = responseTo(querySm, {
  messageId,
  finalDate: time(STATUS.ESME_RQUERYFAIL),
  messageState: uint8(),
  errorCode: uint8(),
})
