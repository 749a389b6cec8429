export {
  CONTENT_TYPE_LENGTH_MAX,
  type ContentType,
  contentType,
  formatContentType,
  parseContentType,
} from './content-type.ts'
export { HEADER_FIELDS_MAX, HEADER_OCTETS_MAX } from './header-fields.ts'
export { BOUNDARY_LENGTH_MAX, bareContentId, decodeMultipart, type MimePart, PARTS_MAX } from './multipart-decode.ts'
export { encodeMultipart, type OutgoingPart, pickBoundary } from './multipart-encode.ts'
export { decodeBase64, decodeQuotedPrintable, decodeTransferEncoding, encodeBase64 } from './transfer-encoding.ts'
