import { request, responseTo } from './definition.ts'
import { messageId, source } from './field-sizes.ts'

/** [SMPP50 4.6.1.1] */
export const queryBroadcastSm = request('query_broadcast_sm', 0x00000112, { messageId, ...source })

/** [SMPP50 4.6.1.3] State, areas and success rates are TLVs. */
export const queryBroadcastSmResp = responseTo(queryBroadcastSm, { messageId })
