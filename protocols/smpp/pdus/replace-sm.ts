import { uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import { messageId, scheduleDeliveryTime, shortMessage, source, validityPeriod } from './field-sizes.ts'

/** [SMPP34 4.10.1] */
export const replaceSm = request('replace_sm', 0x00000007, {
  messageId,
  ...source,
  scheduleDeliveryTime,
  validityPeriod,
  registeredDelivery: uint8(),
  smDefaultMsgId: uint8(),
  shortMessage,
})

/** [SMPP34 4.10.2] */
export const replaceSmResp = responseTo(replaceSm, {})
