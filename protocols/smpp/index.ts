export { STATUS, type StatusName, statusName } from './command-status.ts'
export { decodePdu, type Header, type PduDecoding } from './decode.ts'
export { encodePdu, pduLength, writePdu } from './encode.ts'
export { type Fault, findFault } from './faults.ts'
export {
  ESM_CLASS,
  hasUserDataHeader,
  INTERFACE_VERSION,
  isValidEsmClassFromEsme,
  NPI,
  REGISTERED_DELIVERY,
  TON,
  versionOf,
  wantsIntermediateNotification,
  wantsReceipt,
} from './flags.ts'
export { COMMAND_LENGTH_MAX, type Frame, HEADER_OCTETS, takeFrame } from './frame.ts'
export { type InspectedField, inspectPdu } from './inspect.ts'
export {
  commandId,
  commandName,
  genericNack,
  isResponseId,
  makePdu,
  type PduFields,
  respond,
  responseName,
} from './operations.ts'
export type { CommandName, Pdu, PduNamed, RequestName } from './pdus/index.ts'
export { DEST_FLAG } from './pdus/submit-multi.ts'
export { mayReceive, maySend, SESSION_STATES, type SessionState, type Side } from './permissions.ts'
export {
  formatReceipt,
  MESSAGE_STATES,
  type MessageStateName,
  messageStateName,
  parseReceipt,
  type Receipt,
  type ReceiptForm,
} from './receipts.ts'
export {
  formatAbsoluteTime,
  formatReceiptDate,
  formatRelativeTime,
  parseReceiptDate,
  parseTime,
  type SmppTime,
} from './times.ts'
export { TLV, type TlvKind } from './tlv-table.ts'
export { hasRightLength, makeTlv, type Tlv, type TlvName, tlv, tlvName, tlvNumber, tlvText } from './tlvs.ts'
