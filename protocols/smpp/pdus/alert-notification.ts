import { STATUS } from '../command-status.ts'
import { cString, uint8 } from '../fields.ts'
import { request } from './definition.ts'
import { LONG_ADDRESS_MAX, source } from './field-sizes.ts'

/** [SMPP34 4.12.1] Has no response. */
export const alertNotification = request('alert_notification', 0x00000102, {
  ...source,
  sourceAddr: cString(LONG_ADDRESS_MAX, STATUS.ESME_RINVSRCADR),
  esmeAddrTon: uint8(),
  esmeAddrNpi: uint8(),
  esmeAddr: cString(LONG_ADDRESS_MAX, STATUS.ESME_RINVDSTADR),
})
