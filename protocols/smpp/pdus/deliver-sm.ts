import { request, responseTo } from './definition.ts'
import { messageId } from './field-sizes.ts'
import { submitSm } from './submit-sm.ts'

/** [SMPP34 4.6.1] The same fields as submit_sm; those about scheduling are unused and shall be empty. */
export const deliverSm = request('deliver_sm', 0x00000005, submitSm.table)

/** [SMPP34 4.6.2] */
export const deliverSmResp = responseTo(deliverSm, { messageId })
