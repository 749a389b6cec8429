import type { Address } from '../../core/index.ts'
import type { HandsetMedia, HandsetMessage, MessageStatus } from '../../handsets/model/index.ts'

export type Row = {
  readonly phone: string
  readonly id: number
  readonly sent: number
  readonly transport: string
  readonly sender: string
  readonly recipients: string | null
  readonly cc: string | null
  readonly thread: string
  readonly subject: string | null
  readonly text: string
  readonly media: string | null
  readonly status: string
  readonly error: string | null
  readonly at: number
  readonly segments: number | null
  readonly encoding: string | null
  readonly message_id: number | null
  readonly reports: string | null
  readonly next_attempt_at: number | null
  readonly attempts: number
  readonly read_report: string | null
  readonly reacts_to: number | null
  readonly reaction: string | null
}

export const COLUMNS =
  'phone, id, sent, transport, sender, recipients, cc, thread, subject, text, media, status, error, at, segments, encoding, message_id, reports, next_attempt_at, attempts, read_report, reacts_to, reaction'

export function valuesOf(message: HandsetMessage): unknown[] {
  const { to, cc, media, reports } = message
  return [
    message.phone,
    message.id,
    message.direction === 'sent' ? 1 : 0,
    message.transport,
    message.from,
    to.length === 1 && to[0] === message.phone ? null : JSON.stringify(to),
    cc.length > 0 ? JSON.stringify(cc) : null,
    message.thread,
    message.subject,
    message.text,
    media.length > 0 ? JSON.stringify(media) : null,
    message.status,
    message.error,
    message.at,
    message.segments,
    message.encoding,
    message.messageId,
    reports === null ? null : JSON.stringify(reports),
    message.nextAttemptAt,
    message.attempts,
    message.readReport,
    message.reactsTo,
    message.reaction,
  ]
}

export function fromRow(row: Row): HandsetMessage {
  // Everything here was written from a HandsetMessage by valuesOf.
  return {
    id: row.id,
    phone: row.phone as Address,
    direction: row.sent === 1 ? 'sent' : 'received',
    transport: row.transport as HandsetMessage['transport'],
    from: row.sender,
    to: row.recipients === null ? [row.phone] : (JSON.parse(row.recipients) as string[]),
    cc: row.cc === null ? [] : (JSON.parse(row.cc) as string[]),
    thread: row.thread,
    subject: row.subject,
    text: row.text,
    media: row.media === null ? [] : (JSON.parse(row.media) as HandsetMedia[]),
    status: row.status as MessageStatus,
    error: row.error,
    at: row.at,
    segments: row.segments,
    encoding: row.encoding,
    messageId: row.message_id,
    reports: row.reports === null ? null : (JSON.parse(row.reports) as Record<string, string>),
    nextAttemptAt: row.next_attempt_at,
    attempts: row.attempts,
    readReport: row.read_report as HandsetMessage['readReport'],
    reactsTo: row.reacts_to,
    reaction: row.reaction,
  }
}
