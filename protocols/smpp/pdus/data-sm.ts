import { STATUS } from '../command-status.ts'
import { cString, uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import { destination, LONG_ADDRESS_MAX, messageId, serviceType, source } from './field-sizes.ts'

/** [SMPP34 4.7.1] */
export const dataSm = request('data_sm', 0x00000103, {
  serviceType,
  ...source,
  sourceAddr: cString(LONG_ADDRESS_MAX, STATUS.ESME_RINVSRCADR),
  ...destination,
  destinationAddr: cString(LONG_ADDRESS_MAX, STATUS.ESME_RINVDSTADR),
  esmClass: uint8(),
  registeredDelivery: uint8(),
  dataCoding: uint8(),
})

/** [SMPP34 4.7.2] */
export const dataSmResp = responseTo(dataSm, { messageId })
