import { request, responseTo } from './definition.ts'
import { messageId, serviceType, source } from './field-sizes.ts'

/** [SMPP50 4.6.2.1] */
export const cancelBroadcastSm = request('cancel_broadcast_sm', 0x00000113, { serviceType, messageId, ...source })

/** [SMPP50 4.6.2.3] */
export const cancelBroadcastSmResp = responseTo(cancelBroadcastSm, {})
