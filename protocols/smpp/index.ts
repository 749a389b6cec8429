export { STATUS, type StatusName, statusName } from './command-status.ts'
export { decodePdu, type Header, type PduDecoding } from './decode.ts'
export { encodePdu, pduLength, writePdu } from './encode.ts'
export { COMMAND_LENGTH_MAX, type Frame, HEADER_OCTETS, takeFrame } from './frame.ts'
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
export { TLV, type TlvKind } from './tlv-table.ts'
export { hasRightLength, makeTlv, type Tlv, type TlvName, tlv, tlvName, tlvNumber, tlvText } from './tlvs.ts'
