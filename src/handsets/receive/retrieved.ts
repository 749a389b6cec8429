import { type Body, contentParts, type Part, type RetrieveConf, textOf } from '../../../protocols/mms/index.ts'
import type { CoreChange, Ids, Instant, Phone } from '../../core/index.ts'
import {
  type HandsetMedia,
  type HandsetMessage,
  type Notification,
  plainAddress,
  threadOf,
  UNKNOWN_SENDER,
} from '../model/index.ts'

type Retrieved = {
  readonly pdu: RetrieveConf
  readonly notification: Notification
  readonly now: Instant
  readonly ids: Ids
  readonly hash: (octets: Uint8Array) => string
}

/** An m-retrieve.conf as this phone shows it, with the octets of its media to be kept. */
export function retrieved(
  phone: Phone,
  { pdu, notification, now, ids, hash }: Retrieved,
): { message: HandsetMessage; contents: CoreChange[] } {
  const envelope = {
    from: pdu.from === undefined ? UNKNOWN_SENDER : plainAddress(pdu.from),
    to: (pdu.to ?? []).map(plainAddress),
    cc: (pdu.cc ?? []).map(plainAddress),
  }
  const { text, media, contents } = contentOf(pdu.body, hash)
  const message: HandsetMessage = {
    // A new id, not the notification's: whoever reads on from the last message he saw must not miss this one.
    id: ids.number(),
    phone: phone.number,
    direction: 'received',
    transport: 'mms',
    ...envelope,
    thread: threadOf(envelope, phone),
    subject: pdu.subject ?? null,
    text,
    media,
    status: 'received',
    error: null,
    at: now,
    segments: null,
    encoding: null,
    messageId: notification.messageId,
    reports: null,
    nextAttemptAt: null,
    attempts: 0,
    readReport: pdu.readReport ? 'asked' : null,
    reactsTo: null,
    reaction: null,
  }
  return { message, contents }
}

function contentOf(body: Body | undefined, hash: (octets: Uint8Array) => string) {
  const parts = body ? contentParts(body) : []
  const texts = parts.filter(isText)
  const media: HandsetMedia[] = []
  const contents: CoreChange[] = []
  for (const part of parts) {
    if (isText(part)) continue
    const key = hash(part.data)
    media.push({ contentType: part.contentType.media, filename: filenameOf(part), size: part.data.length, hash: key })
    contents.push({ layer: 'core', put: 'content', hash: key, octets: part.data })
  }
  return { text: texts.map(textOf).join('\n'), media, contents }
}

function isText({ contentType }: Part): boolean {
  return contentType.media.toLowerCase() === 'text/plain'
}

function filenameOf({ contentLocation, contentType, contentDisposition, contentId }: Part): string | null {
  const { name, filename } = contentType.parameters
  return contentLocation ?? name ?? filename ?? contentDisposition?.parameters.filename ?? contentId ?? null
}
