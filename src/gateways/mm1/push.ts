import {
  encodePdu,
  encodePush,
  formatAddress,
  type MmsPdu,
  type NotificationInd,
  WAP_PUSH_PORT,
  WAP_PUSH_SOURCE_PORT,
} from '../../../protocols/mms/index.ts'
import { splitBinary, splitText } from '../../../protocols/sms/index.ts'
import type { CarrierReader, MmsContent, MmsTraits, Offer, SmsContent, Tidings } from '../../core/index.ts'
import { contentFor, sizeOf } from './adaptation/index.ts'
import { contentLocation, transactionIdOf } from './location.ts'
import { STATUS_OF_FAILURE } from './refusals.ts'

/** User data that goes to a handset as SMS. */
export type Carried = Pick<SmsContent, 'dataCoding' | 'hasHeader' | 'segments'>

export const MMS_VERSION = '1.2'
/** 8-bit data. [23.038 4] */
const BINARY = 4
const PORTS = { destination: WAP_PUSH_PORT, source: WAP_PUSH_SOURCE_PORT }

/** An m-notification.ind as WAP push; without the subject where only that keeps it within one SMS. */
export function notification(read: CarrierReader, offer: Offer, baseUrl: string): Carried {
  const { id } = offer.delivery
  const pdu = notificationInd(read, offer, baseUrl)
  const push = pushed(pdu, id)
  if (push.segments.length === 1 || pdu.subject === undefined) return push
  const { subject: _left, ...shorter } = pdu
  const single = pushed(shorter, id)
  return single.segments.length === 1 ? single : push
}

/** An m-delivery.ind as WAP push. */
export function deliveryReport({ delivery, message }: Tidings): Carried {
  const { status, reason, at } = delivery.report
  const failure = status === 'delivered' ? null : (reason ?? 'unknown-error')
  return pushed(
    {
      type: 'm-delivery.ind',
      mmsVersion: MMS_VERSION,
      messageId: String(message.id),
      to: [formatAddress(delivery.recipient)],
      date: seconds(at),
      status: failure === null ? 'retrieved' : STATUS_OF_FAILURE[failure],
      ...(failure !== null && { statusText: failure }),
    },
    delivery.id,
  )
}

/** An m-read-orig.ind as WAP push: To is who sent the message, From who read it. */
export function readReport({ delivery, message }: Tidings): Carried {
  const { status, at } = delivery.report
  return pushed(
    {
      type: 'm-read-orig.ind',
      mmsVersion: MMS_VERSION,
      messageId: String(message.id),
      to: [formatAddress(message.from)],
      from: formatAddress(delivery.recipient),
      date: seconds(at),
      readStatus: status === 'deleted' ? 'deleted-without-being-read' : 'read',
    },
    delivery.id,
  )
}

/** What a handset without MMS is told instead: who sent something, and where to see it. */
export function invitation({ delivery, message }: Offer, baseUrl: string): Carried {
  const text = `Multimedia message from ${message.from}: ${contentLocation(baseUrl, delivery.id)}/view`
  const parts = splitText(text, delivery.id)
  const { dataCoding, hasHeader } = parts[0]!
  return { dataCoding, hasHeader, segments: parts.map(({ userData }) => userData) }
}

export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

function notificationInd(read: CarrierReader, { delivery, message }: Offer, baseUrl: string) {
  // Only multimedia messages are notified.
  const content = contentFor(read, delivery, message.content as MmsContent)
  return {
    type: 'm-notification.ind' as const,
    transactionId: transactionIdOf(delivery.id),
    mmsVersion: MMS_VERSION,
    from: formatAddress(message.from),
    ...(content.subject && { subject: content.subject }),
    messageClass: content.messageClass ?? 'personal',
    ...(message.priority !== 'normal' && { priority: message.priority }),
    messageSize: sizeOf(content.parts),
    expiry: { absolute: seconds(message.expiresAt) },
    ...traitsIn(content),
    contentLocation: contentLocation(baseUrl, delivery.id),
  }
}

/** What the author says of a message besides its parts, in the fields of m-notification.ind and m-retrieve.conf. */
export function traitsIn({ redistribution, contentClass, drm, application }: MmsTraits) {
  const known = contentClass as NotificationInd['contentClass'] // from MM7 or MM1, which share one list of words
  return {
    ...(redistribution !== undefined && { distributionIndicator: redistribution }),
    ...application,
    ...(known !== undefined && { contentClass: known }),
    ...(drm !== undefined && { drmContent: drm }),
  }
}

function pushed(pdu: MmsPdu, deliveryId: number): Carried {
  const push = encodePush(encodePdu(pdu), deliveryId & 0xff)
  return { dataCoding: BINARY, hasHeader: true, segments: splitBinary(push, PORTS, deliveryId) }
}
