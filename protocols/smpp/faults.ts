import { STATUS } from './command-status.ts'
import { INTERFACE_VERSION, isValidEsmClassFromEsme, REGISTERED_DELIVERY, versionOf } from './flags.ts'
import type { Pdu, PduNamed } from './pdus/index.ts'
import { parseTime } from './times.ts'
import { tlvFault } from './tlv-faults.ts'
import { hasRightLength, tlv } from './tlvs.ts'

/** A well-formed request that says something the standard does not allow, and the status that answers it. */
export type Fault = { readonly commandStatus: number; readonly path: string; readonly says?: string }

/** [SMPP34 5.2.21] One octet less than SMPP 5.0 allows. */
const SM_LENGTH_MAX_34 = 254

/** [SMPP34 5.2.24] */
const DESTINATIONS_MAX_34 = 254

/** [SMPP34 5.2.14, SMPP50 4.7.19] */
const PRIORITY_MAX = { [INTERFACE_VERSION.v33]: 3, [INTERFACE_VERSION.v34]: 3, [INTERFACE_VERSION.v50]: 4 } as const

type Version = keyof typeof PRIORITY_MAX

/**
 * The first fault of an ESME's request under the version it bound with. Only what one PDU alone shows is judged:
 * whether an address exists or an identity is known is the carrier's business.
 */
export function findFault(pdu: Pdu, interfaceVersion: number): Fault | undefined {
  const version = versionOf(interfaceVersion)
  if (pdu.command === 'submit_sm') return submissionFault(pdu, version)
  if (pdu.command === 'submit_multi') return destinationsFault(pdu, version) ?? submissionFault(pdu, version)
  if (pdu.command === 'data_sm') return dataFault(pdu, version)
  if (pdu.command === 'replace_sm') return replacementFault(pdu, version)
  if (pdu.command === 'broadcast_sm') return broadcastFault(pdu, version)
  if (pdu.command === 'query_sm' || pdu.command === 'cancel_sm')
    return tlvFault(pdu.tlvs, { command: pdu.command, version })
  return lengthFault(pdu)
}

type Submission = PduNamed<'submit_sm'> | PduNamed<'submit_multi'>

function submissionFault(pdu: Submission, version: Version): Fault | undefined {
  return (
    esmClassFault(pdu.esmClass) ??
    priorityFault(pdu.priorityFlag, version) ??
    timesFault(pdu) ??
    registeredDeliveryFault(pdu.registeredDelivery) ??
    replaceFault(pdu.replaceIfPresentFlag) ??
    textFault(pdu, version)
  )
}

function dataFault(pdu: PduNamed<'data_sm'>, version: Version): Fault | undefined {
  return (
    esmClassFault(pdu.esmClass) ??
    registeredDeliveryFault(pdu.registeredDelivery) ??
    tlvFault(pdu.tlvs, { command: pdu.command, version })
  )
}

function replacementFault(pdu: PduNamed<'replace_sm'>, version: Version): Fault | undefined {
  return timesFault(pdu) ?? registeredDeliveryFault(pdu.registeredDelivery) ?? textFault(pdu, version)
}

function broadcastFault(pdu: PduNamed<'broadcast_sm'>, version: Version): Fault | undefined {
  return (
    priorityFault(pdu.priorityFlag, version) ??
    timesFault(pdu) ??
    replaceFault(pdu.replaceIfPresentFlag) ??
    tlvFault(pdu.tlvs, { command: pdu.command, version })
  )
}

function destinationsFault({ destAddress }: PduNamed<'submit_multi'>, version: Version): Fault | undefined {
  const tooMany = version !== INTERFACE_VERSION.v50 && destAddress.length > DESTINATIONS_MAX_34
  return destAddress.length === 0 || tooMany ? fault(STATUS.ESME_RINVNUMDESTS, 'number_of_dests') : undefined
}

function esmClassFault(esmClass: number): Fault | undefined {
  return isValidEsmClassFromEsme(esmClass) ? undefined : fault(STATUS.ESME_RINVESMCLASS, 'esm_class')
}

function priorityFault(priorityFlag: number, version: Version): Fault | undefined {
  return priorityFlag > PRIORITY_MAX[version] ? fault(STATUS.ESME_RINVPRTFLG, 'priority_flag') : undefined
}

function timesFault(pdu: { scheduleDeliveryTime: string; validityPeriod: string }): Fault | undefined {
  if (!parseTime(pdu.scheduleDeliveryTime)) return fault(STATUS.ESME_RINVSCHED, 'schedule_delivery_time')
  return parseTime(pdu.validityPeriod) ? undefined : fault(STATUS.ESME_RINVEXPIRY, 'validity_period')
}

function registeredDeliveryFault(registeredDelivery: number): Fault | undefined {
  const reserved = (registeredDelivery & REGISTERED_DELIVERY.reservedMask) !== 0
  return reserved ? fault(STATUS.ESME_RINVREGDLVFLG, 'registered_delivery') : undefined
}

function replaceFault(flag: number): Fault | undefined {
  return flag > 1 ? fault(STATUS.ESME_RINVREPFLAG, 'replace_if_present_flag') : undefined
}

function textFault(pdu: Submission | PduNamed<'replace_sm'>, version: Version): Fault | undefined {
  const { command, shortMessage, tlvs } = pdu
  const tooLong = version !== INTERFACE_VERSION.v50 && shortMessage.length > SM_LENGTH_MAX_34
  // [SMPP34 5.3.2.32] sm_length must be 0 when message_payload is used
  const twice = shortMessage.length > 0 && tlv(tlvs, 'message_payload') !== undefined
  return tooLong || twice ? fault(STATUS.ESME_RINVMSGLEN, 'sm_length') : tlvFault(tlvs, { command, version })
}

/** Of whatever else has parameters only the length is judged. */
function lengthFault({ tlvs }: Pdu): Fault | undefined {
  const at = tlvs.findIndex((one) => !hasRightLength(one))
  return at < 0 ? undefined : fault(STATUS.ESME_RINVPARLEN, `tlvs[${at}]`)
}

function fault(commandStatus: number, path: string): Fault {
  return { commandStatus, path }
}
