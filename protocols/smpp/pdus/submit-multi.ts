import { STATUS } from '../command-status.ts'
import { cString, list, listByFlag, uint8, uint32 } from '../fields.ts'
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

/** dest_flag: an SME address, or the name of a distribution list. [SMPP34 5.2.25] */
export const DEST_FLAG = { smeAddress: 1, distributionList: 2 } as const

/** [SMPP34 4.5.1, 4.5.1.1] */
export const submitMulti = request('submit_multi', 0x00000021, {
  serviceType,
  ...source,
  destAddress: listByFlag(
    'destFlag',
    { 1: destination, 2: { dlName: cString(21, STATUS.ESME_RINVDLNAME) } },
    { count: STATUS.ESME_RINVNUMDESTS, flag: STATUS.ESME_RINVDESTFLAG },
  ),
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

/** [SMPP34 4.5.2] */
export const submitMultiResp = responseTo(submitMulti, {
  messageId,
  unsuccessSme: list({ ...destination, errorStatusCode: uint32() }, STATUS.ESME_RINVNUMDESTS),
})
