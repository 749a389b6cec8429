import type { Address, Phone } from '../../core/index.ts'
import { codesIn } from './codes.ts'
import type { HandsetMessage } from './message.ts'
import type { Notification } from './notification.ts'
import type { SeenMessage, ThreadRow } from './reader.ts'
import { participantsOf } from './thread.ts'

/** A message as the control API and the feed show it (section 4 of the product contract). */
export type PhoneMessage = {
  readonly id: string
  readonly phone: string
  readonly direction: 'received' | 'sent'
  readonly transport: 'sms' | 'mms'
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly thread: string
  readonly kind: 'direct' | 'group'
  readonly subject: string | null
  readonly text: string
  readonly media: readonly {
    readonly contentType: string
    readonly filename: string | null
    readonly size: number
    readonly url: string
  }[]
  readonly status: string
  readonly read: boolean
  readonly at: string
  readonly segments?: number
  readonly encoding?: string
  readonly messageId: string | null
  readonly error?: string
  /** Per recipient of a sent message: `delivered`, or the reason why not. */
  readonly reports?: Readonly<Record<string, string>>
  /** The sender wants to hear that it was read: `asked`, `owed` or `told`. */
  readonly readReport?: string
  /** The id of the message that this text is a reaction to, where the phone folds such texts. */
  readonly reactsTo?: string
  readonly reaction?: string
  /** The reaction was taken back. */
  readonly reactionRemoved?: boolean
  /** One-time codes in a text that came, ready to be copied. */
  readonly codes?: readonly string[]
}

export type ThreadView = {
  readonly id: string
  readonly kind: 'direct' | 'group'
  readonly participants: readonly string[]
  readonly title: string
  readonly unread: number
  readonly lastMessage: PhoneMessage
}

export type NotificationView = {
  readonly id: string
  readonly from: string
  readonly subject: string | null
  readonly size: number
  readonly expiresAt: string
  readonly contentLocation: string
  readonly transactionId: string
  readonly messageId: string
  readonly stage: string
  readonly error?: string
}

export function messageView({ message, read }: SeenMessage): PhoneMessage {
  const { segments, encoding, error, reports, messageId, readReport } = message
  const codes = message.direction === 'received' ? codesIn(message.text) : []
  return {
    id: String(message.id),
    phone: message.phone,
    direction: message.direction,
    transport: message.transport,
    from: message.from,
    to: message.to,
    cc: message.cc,
    thread: message.thread,
    kind: kindOf(message.thread),
    subject: message.subject,
    text: message.text,
    media: message.media.map(({ hash, ...about }) => ({ ...about, url: mediaUrl(message.phone, hash) })),
    status: message.status,
    read,
    at: new Date(message.at).toISOString(),
    ...(segments !== null && { segments }),
    ...(encoding !== null && { encoding }),
    messageId: messageId === null ? null : String(messageId),
    ...(error !== null && { error }),
    ...(reports !== null && { reports }),
    ...(readReport !== null && { readReport }),
    ...reactionOf(message),
    ...(codes.length > 0 && { codes }),
  }
}

function reactionOf({ reactsTo, reaction }: HandsetMessage): Partial<PhoneMessage> {
  if (reactsTo === null || reaction === null) return {}
  const isRemoved = reaction.startsWith('-')
  return {
    reactsTo: String(reactsTo),
    reaction: isRemoved ? reaction.slice(1) : reaction,
    ...(isRemoved && { reactionRemoved: true }),
  }
}

/** A message that has just come is unread; one that the person sent is read. */
export function newMessageView(message: HandsetMessage): PhoneMessage {
  return messageView({ message, read: message.direction === 'sent' })
}

/** The title is this phone's own: from its contacts, never from anybody else's. */
export function threadView({ unread, last }: ThreadRow, contacts: Phone['contacts']): ThreadView {
  const participants = participantsOf(last.thread)
  return {
    id: last.thread,
    kind: kindOf(last.thread),
    participants,
    title: participants.map((number) => contacts[number] ?? number).join(', '),
    unread,
    lastMessage: messageView({ message: last, read: unread === 0 || last.direction === 'sent' }),
  }
}

export function notificationView(notification: Notification): NotificationView {
  const { id, from, subject, size, expiresAt, contentLocation, transactionId, messageId, stage, error } = notification
  return {
    id: String(id),
    from: from ?? '',
    subject,
    size,
    expiresAt: new Date(expiresAt).toISOString(),
    contentLocation,
    transactionId,
    messageId: String(messageId),
    stage,
    ...(error !== null && { error }),
  }
}

function kindOf(thread: string): 'direct' | 'group' {
  return participantsOf(thread).length > 1 ? 'group' : 'direct'
}

function mediaUrl(phone: Address, hash: string): string {
  return `/carrier/phones/${phone}/media/${hash}`
}
