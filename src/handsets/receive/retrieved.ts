import type { RetrieveConf } from '../../../protocols/mms/index.ts'
import type { CoreChange, Ids, Instant, Phone } from '../../core/index.ts'
import { type HandsetMessage, type Notification, threadOf } from '../model/index.ts'
import type { KnownContents } from './known-contents.ts'

type Retrieved = {
  readonly pdu: RetrieveConf
  readonly notification: Notification
  readonly now: Instant
  readonly ids: Ids
  readonly known: KnownContents
}

/** An m-retrieve.conf as this phone shows it, with the octets of its media to be kept. */
export function retrieved(
  phone: Phone,
  { pdu, notification, now, ids, known }: Retrieved,
): { message: HandsetMessage; contents: readonly CoreChange[] } {
  const { from, to, cc, text, media, contents } = known.contentOf(pdu)
  const message: HandsetMessage = {
    // A new id, not the notification's: whoever reads on from the last message he saw must not miss this one.
    id: ids.number(),
    phone: phone.number,
    direction: 'received',
    transport: 'mms',
    from,
    to,
    cc,
    thread: threadOf({ from, to, cc }, phone),
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
