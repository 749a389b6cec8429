import { uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import { messageId, scheduleDeliveryTime, serviceType, source, validityPeriod } from './field-sizes.ts'

/** [SMPP50 4.4.1.1] The areas, the content type, the repetitions and the text are TLVs. */
export const broadcastSm = request('broadcast_sm', 0x00000111, {
  serviceType,
  ...source,
  messageId,
  priorityFlag: uint8(),
  scheduleDeliveryTime,
  validityPeriod,
  replaceIfPresentFlag: uint8(),
  dataCoding: uint8(),
  smDefaultMsgId: uint8(),
})

/** [SMPP50 4.4.1.2] */
export const broadcastSmResp = responseTo(broadcastSm, { messageId })
