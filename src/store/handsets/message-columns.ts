import type { Address } from '../../core/index.ts'
import type { HandsetMedia, HandsetMessage, MessageStatus, SeenMessage } from '../../handsets/model/index.ts'
import type { PlainText } from './text-packs.ts'

/** What a message's thread says about it. */
export type ThreadColumns = {
  readonly phone: string
  /** The text of the thread, not its id. */
  readonly members: string
  readonly read_up_to: number
}

export type Row = ThreadColumns & {
  readonly id: number
  readonly sent: number
  readonly sender: string | null
  readonly text: string
  readonly status: string
  readonly at: number
  readonly segments: number | null
  readonly encoding: string | null
  readonly message_id: number | null
  readonly next_attempt_at: number | null
  readonly read_report: string | null
  readonly more: string | null
}

export const COLUMNS =
  'id, world, thread, sent, sender, text, status, at, segments, encoding, message_id, next_attempt_at, read_report, more'

/** What most messages do not have; what is left out is as in a text that this phone alone received. */
type More = {
  transport?: 'mms'
  to?: readonly string[]
  cc?: readonly string[]
  subject?: string
  media?: readonly HandsetMedia[]
  error?: string
  reports?: Readonly<Record<string, string>>
  attempts?: number
  reactsTo?: number
  reaction?: string
}

export type Place = { readonly world: number; readonly thread: number }

export function valuesOf(message: HandsetMessage, { world, thread }: Place): unknown[] {
  return [
    message.id,
    world,
    thread,
    message.direction === 'sent' ? 1 : 0,
    message.from === message.thread ? null : message.from,
    message.text,
    message.status,
    message.at,
    message.segments,
    message.encoding,
    message.messageId,
    message.nextAttemptAt,
    message.readReport,
    moreOf(message),
  ]
}

function moreOf(message: HandsetMessage): string | null {
  const { to, cc, subject, media, error, reports, attempts, reactsTo, reaction } = message
  const more: More = {}
  if (message.transport === 'mms') more.transport = 'mms'
  if (to.length !== 1 || to[0] !== message.phone) more.to = to
  if (cc.length > 0) more.cc = cc
  if (subject !== null) more.subject = subject
  if (media.length > 0) more.media = media
  if (error !== null) more.error = error
  if (reports !== null) more.reports = reports
  if (attempts > 0) more.attempts = attempts
  if (reactsTo !== null) more.reactsTo = reactsTo
  if (reaction !== null) more.reaction = reaction
  for (const _ in more) return JSON.stringify(more)
  return null
}

export function fromRow(row: Row): HandsetMessage {
  // Everything here was written from a HandsetMessage by valuesOf.
  const more: More = row.more === null ? {} : JSON.parse(row.more)
  return {
    id: row.id,
    phone: row.phone as Address,
    direction: row.sent === 1 ? 'sent' : 'received',
    transport: more.transport ?? 'sms',
    from: row.sender ?? row.members,
    to: more.to ?? [row.phone],
    cc: more.cc ?? [],
    thread: row.members,
    subject: more.subject ?? null,
    text: row.text,
    media: more.media ?? [],
    status: row.status as MessageStatus,
    error: more.error ?? null,
    at: row.at,
    segments: row.segments,
    encoding: row.encoding,
    messageId: row.message_id,
    reports: more.reports ?? null,
    nextAttemptAt: row.next_attempt_at,
    attempts: more.attempts ?? 0,
    readReport: row.read_report as HandsetMessage['readReport'],
    reactsTo: more.reactsTo ?? null,
    reaction: more.reaction ?? null,
  }
}

export function seen(row: Row): SeenMessage {
  return { message: fromRow(row), read: row.sent === 1 || row.id <= row.read_up_to }
}

/** The message as a plain text, or undefined if there is more to it. */
export function plainOf(message: HandsetMessage, thread: number): PlainText | undefined {
  const { id, at, text, segments, encoding, messageId } = message
  if (message.direction !== 'received' || message.status !== 'received' || message.from !== message.thread) return
  if (segments === null || encoding === null || messageId === null) return
  if (message.nextAttemptAt !== null || message.readReport !== null || moreOf(message) !== null) return
  return { id, thread, at, text, segments, encoding, messageId }
}

/** A plain text as its row would be. */
export function rowOfPlain(plain: PlainText, thread: ThreadColumns): Row {
  return {
    ...thread,
    id: plain.id,
    sent: 0,
    sender: null,
    text: plain.text,
    status: 'received',
    at: plain.at,
    segments: plain.segments,
    encoding: plain.encoding,
    message_id: plain.messageId,
    next_attempt_at: null,
    read_report: null,
    more: null,
  }
}
