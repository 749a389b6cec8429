import {
  composeBody,
  encodePdu,
  formatAddress,
  INSERT_ADDRESS,
  type Part,
  textPart,
} from '../../../protocols/mms/index.ts'
import type { CoreChange, Phone, Unit } from '../../core/index.ts'
import type { HandsetMedia, HandsetMessage } from '../model/index.ts'
import { blank } from './blank.ts'
import type { Outgoing } from './draft.ts'

export const MMS_VERSION = '1.2'
/** Where m-send.req, m-notifyresp.ind and m-acknowledge.ind go. */
export const MMSC_PATH = '/mm1'
const ID_RADIX = 36

/** An MMS written down on the phone, due to be sent at once; with the octets of its media to be kept. */
export function writeMms(
  unit: Unit,
  phone: Phone,
  { outgoing, hash }: { outgoing: Outgoing; hash: (octets: Uint8Array) => string },
): { message: HandsetMessage; contents: CoreChange[] } {
  const media: HandsetMedia[] = []
  const contents: CoreChange[] = []
  for (const { contentType, filename, octets } of outgoing.media) {
    const key = hash(octets)
    media.push({ contentType, filename: filename ?? null, size: octets.length, hash: key })
    contents.push({ layer: 'core', put: 'content', hash: key, octets })
  }
  return { message: { ...blank(unit, phone, outgoing), media, nextAttemptAt: unit.now }, contents }
}

/**
 * The octets of an m-send.req as handsets write it: every member in To, the sender left to the network, the text in a
 * part of its own, a presentation where there are media. The same message gives the same octets every time.
 */
export function encodeSendReq(
  message: HandsetMessage,
  contentOf: (hash: string) => Uint8Array | undefined,
): Uint8Array {
  return encodePdu({
    type: 'm-send.req',
    transactionId: message.id.toString(ID_RADIX),
    mmsVersion: MMS_VERSION,
    date: Math.floor(message.at / 1000),
    from: INSERT_ADDRESS,
    to: message.to.map(formatAddress),
    ...(message.cc.length > 0 && { cc: message.cc.map(formatAddress) }),
    ...(message.subject !== null && { subject: message.subject }),
    messageClass: 'personal',
    priority: 'normal',
    deliveryReport: true,
    readReport: message.readReport !== null,
    body: composeBody(partsOf(message, contentOf)),
  })
}

function partsOf({ media, text }: HandsetMessage, contentOf: (hash: string) => Uint8Array | undefined): Part[] {
  const parts: Part[] = media.map(({ contentType, filename, hash }) => ({
    contentType: { media: contentType.toLowerCase(), parameters: filename === null ? {} : { name: filename } },
    ...(filename !== null && { contentLocation: filename }),
    data: contentOf(hash) ?? new Uint8Array(0),
  }))
  return text === '' && parts.length > 0 ? parts : [...parts, textPart(text)]
}
