import { type Decoded, Reader, Writer } from '../octets/index.ts'
import { type ContentType, readContentType } from './content-type.ts'
import { readFieldName } from './kept-field.ts'
import { FIRST_TEXT_OCTET, readInteger, readText, readUintvar, SHORT_INTEGER, skipValue } from './primitives.ts'

/** [WSP Table 34] PDU types of a push, unconfirmed and confirmed. */
const PUSH = 0x06
const CONFIRMED_PUSH = 0x07
/** [WSP Table 39] X-Wap-Application-Id. */
const APPLICATION_ID = 0x2f
/** application/vnd.wap.mms-message; X-Wap-Application-Id: mms.ua. */
const SHORT_HEADERS = Uint8Array.of(0xbe, APPLICATION_ID | SHORT_INTEGER, 0x84)

/** The registered number of the MMS user agent. */
export const MMS_UA_APPLICATION = 4
export const MMS_MEDIA = 'application/vnd.wap.mms-message'
/** The port a handset listens on for WAP push, and the port pushes usually come from. */
export const WAP_PUSH_PORT = 2948
export const WAP_PUSH_SOURCE_PORT = 9200

export type WapPush = {
  readonly transactionId: number
  readonly contentType: ContentType
  /** A registered number (4 is the MMS user agent) or a URI. */
  readonly applicationId?: number | string
  readonly body: Uint8Array
}

/** A PDU as the user data of a push SMS, in the shortest form that handsets take. [WSP 8.2.4] */
export function encodePush(pdu: Uint8Array, transactionId = 0): Uint8Array {
  const writer = new Writer(pdu.length + 8).uint8(transactionId).uint8(PUSH).uint8(SHORT_HEADERS.length)
  return writer.bytes(SHORT_HEADERS).bytes(pdu).finish()
}

/** A push from the user data of an SMS or of several put together. [WSP 8.2.4] */
export function decodePush(octets: Uint8Array): Decoded<WapPush> {
  const reader = new Reader(octets)
  const transactionId = reader.uint8('push.transactionId')
  const type = reader.uint8('push.type')
  if (type !== PUSH && type !== CONFIRMED_PUSH) reader.fail('not-a-push', 'push.type', 1)
  const headersLength = readUintvar(reader, 'push.headersLen')
  const start = reader.offset
  reader.bytes(headersLength, 'push.headers')
  const head = new Reader(octets, start, reader.offset)
  const contentType = readContentType(head, 'push.contentType')
  const applicationId = readApplicationId(head)
  if (head.malformed) reader.fail(head.malformed.kind, head.malformed.path, head.malformed.offset)
  const body = reader.bytes(reader.remaining, 'push.body')
  return reader.finish({ transactionId, contentType, ...(applicationId !== undefined && { applicationId }), body })
}

function readApplicationId(head: Reader): number | string | undefined {
  let applicationId: number | string | undefined
  while (head.remaining > 0 && !head.malformed) {
    const field = readFieldName(head)
    if (field !== APPLICATION_ID || applicationId !== undefined) skipValue(head, 'push.headers')
    else applicationId = readApplication(head)
  }
  return applicationId
}

function readApplication(head: Reader): number | string {
  const first = head.peek() ?? 0
  const isText = first >= FIRST_TEXT_OCTET && first < SHORT_INTEGER
  return isText ? readText(head, 'push.applicationId') : readInteger(head, 'push.applicationId')
}
