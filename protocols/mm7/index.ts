export type { Mm7Address, Mm7Recipients } from './addresses.ts'
export { CONTENT_DEPTH_MAX, CONTENT_PARTS_MAX, type Mm7Content, type Mm7Part } from './content.ts'
export type { Mm7Time } from './date-time.ts'
export { decodeMm7Request, type Mm7Request, type Mm7Unreadable } from './decode-request.ts'
export { decodeMm7Response, type Mm7Fault, type Mm7Response } from './decode-response.ts'
export { encodeRequest, type OutgoingRequest, packageRequest } from './encode-request.ts'
export {
  type EncodedDocument,
  encodeFault,
  encodeResponse,
  type OutgoingFault,
  type OutgoingResponse,
  XML_CONTENT_TYPE,
} from './encode-response.ts'
export {
  DEFAULT_NAMESPACE,
  DEFAULT_VERSION,
  MM7_NAMESPACES,
  MM7_VERSIONS,
  namespaceNamed,
  SOAP_NAMESPACE,
} from './namespaces.ts'
export type { CancelReq, CancelRsp } from './operations/cancel.ts'
export type { DeliverReq, DeliverRsp } from './operations/deliver.ts'
export type { DeliveryReportReq, DeliveryReportRsp } from './operations/delivery-report.ts'
export type { ExtendedCancelReq, ExtendedCancelRsp } from './operations/extended-cancel.ts'
export type { ExtendedReplaceReq, ExtendedReplaceRsp } from './operations/extended-replace.ts'
export {
  REQUESTS,
  RESPONSE_TO,
  RESPONSES,
  type RequestBodies,
  type RequestName,
  type ResponseBodies,
  type ResponseName,
} from './operations/index.ts'
export type { ReadReplyReq, ReadReplyRsp } from './operations/read-reply.ts'
export type { ReplaceReq, ReplaceRsp } from './operations/replace.ts'
export type { SubmitReq, SubmitRsp } from './operations/submit.ts'
export type { Mm7Document } from './soap-package.ts'
export { isSuccess, type Mm7Status, statusText } from './status.ts'
export { STATUS_TEXTS, type StatusCode } from './status-codes.ts'
export type { ContentReference, SenderIdentification } from './submission-elements.ts'
