export { formatAddress, type MmsAddress, parseAddress } from './address.ts'
export { composeBody, contentParts, MULTIPART_DEPTH_LIMIT, textOf, textPart } from './body.ts'
export { charsetMib, charsetName, decodeText } from './charset.ts'
export { type ContentType, isMultipart } from './content-type.ts'
export { decodePdu, type PduEnvelope, readEnvelope } from './decode.ts'
export { type DescribedField, describePdu } from './describe.ts'
export { encodePdu, inTwo, joined, type PduInTwo, withTransaction } from './encode.ts'
export { FIELDS, type FieldName, type FieldValue } from './fields.ts'
export { type KeptField, keptText } from './kept-field.ts'
export { type Body, type Disposition, isSmil, PARTS_LIMIT, type Part } from './multipart.ts'
export type { Parameters } from './parameters.ts'
export {
  type AcknowledgeInd,
  type DeleteReq,
  type DeliveryInd,
  type ForwardConf,
  type ForwardReq,
  type MmsPdu,
  type NotificationInd,
  type NotifyRespInd,
  PDUS,
  type PduOf,
  type PduType,
  type ReadOrigInd,
  type ReadRecInd,
  type RetrieveConf,
  repeatsIn,
  type SendConf,
  type SendReq,
} from './pdus.ts'
export {
  decodePush,
  encodePush,
  MMS_MEDIA,
  MMS_UA_APPLICATION,
  WAP_PUSH_PORT,
  WAP_PUSH_SOURCE_PORT,
  type WapPush,
} from './push.ts'
export { presentationOrder, writeSmil } from './smil.ts'
export {
  RESPONSE_STATUS,
  RETRIEVE_STATUS,
  responseStatusName,
  retrieveStatusName,
  STORE_STATUS,
  statusGroup,
  storeStatusName,
} from './statuses.ts'
export { INSERT_ADDRESS, type PreviouslySentBy, type PreviouslySentDate, type Time } from './value-kinds.ts'
