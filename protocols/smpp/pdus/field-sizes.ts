import { STATUS } from '../command-status.ts'
import { cString, octets8, time, uint8 } from '../fields.ts'

/** Fields that several PDUs share, with the sizes of [SMPP34 5.2], NUL included. */

export const systemId = cString(16, STATUS.ESME_RINVSYSID)
export const password = cString(9, STATUS.ESME_RINVPASWD)
export const systemType = cString(13, STATUS.ESME_RINVSYSTYP)
export const addressRange = cString(41, STATUS.ESME_RBINDFAIL)
export const serviceType = cString(6, STATUS.ESME_RINVSERTYP)
export const messageId = cString(65, STATUS.ESME_RINVMSGID)
export const scheduleDeliveryTime = time(STATUS.ESME_RINVSCHED)
export const validityPeriod = time(STATUS.ESME_RINVEXPIRY)
export const shortMessage = octets8(STATUS.ESME_RINVMSGLEN)

/** Who sends, with addresses of 21 octets. [SMPP34 5.2.5 to 5.2.8] */
export const source = {
  sourceAddrTon: uint8(),
  sourceAddrNpi: uint8(),
  sourceAddr: cString(21, STATUS.ESME_RINVSRCADR),
} as const

/** Who receives, with addresses of 21 octets. [SMPP34 5.2.5, 5.2.6, 5.2.9] */
export const destination = {
  destAddrTon: uint8(),
  destAddrNpi: uint8(),
  destinationAddr: cString(21, STATUS.ESME_RINVDSTADR),
} as const

/** Addresses of data_sm and alert_notification may be longer. [SMPP34 4.7.1, 4.12.1] */
export const LONG_ADDRESS_MAX = 65
