import type { Ids, Instant, Phone } from '../../core/index.ts'
import { type HandsetMessage, threadTo } from '../model/index.ts'
import type { Outgoing } from './draft.ts'

/** A message as the phone writes it down before the network has seen it. */
export function blank({ now, ids }: { now: Instant; ids: Ids }, phone: Phone, outgoing: Outgoing): HandsetMessage {
  const { transport, members, to, subject, text } = outgoing
  return {
    id: ids.number(),
    phone: phone.number,
    direction: 'sent',
    transport,
    from: phone.number,
    to,
    cc: [],
    thread: threadTo(members),
    subject,
    text,
    media: [],
    status: 'sending',
    error: null,
    at: now,
    segments: null,
    encoding: null,
    messageId: null,
    reports: null,
    nextAttemptAt: null,
    attempts: 0,
    readReport: outgoing.readReport ? 'asked' : null,
    reactsTo: null,
    reaction: null,
  }
}
