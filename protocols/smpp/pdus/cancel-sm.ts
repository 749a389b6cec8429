import { request, responseTo } from './definition.ts'
import { destination, messageId, serviceType, source } from './field-sizes.ts'

/** [SMPP34 4.9.1] */
export const cancelSm = request('cancel_sm', 0x00000008, { serviceType, messageId, ...source, ...destination })

/** [SMPP34 4.9.2] */
export const cancelSmResp = responseTo(cancelSm, {})
