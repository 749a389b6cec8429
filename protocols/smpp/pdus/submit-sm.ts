import { uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import {
  destination,
  messageId,
  scheduleDeliveryTime,
  serviceType,
  shortMessage,
  source,
  validityPeriod,
} from './field-sizes.ts'

/** [SMPP34 4.4.1] */
export const submitSm = request('submit_sm', 0x00000004, {
  serviceType,
  ...source,
  ...destination,
  esmClass: uint8(),
  protocolId: uint8(),
  priorityFlag: uint8(),
  scheduleDeliveryTime,
  validityPeriod,
  registeredDelivery: uint8(),
  replaceIfPresentFlag: uint8(),
  dataCoding: uint8(),
  smDefaultMsgId: uint8(),
  shortMessage,
})

/** [SMPP34 4.4.2] */
export const submitSmResp = responseTo(submitSm, { messageId })
