import type { Address, Instant, MessageId } from '../../core/index.ts'
import type { HandsetMessage } from './message.ts'
import type { Notification } from './notification.ts'
import type { PartSet, StoredPart } from './sms-part.ts'

export type MessagePage = {
  readonly thread?: string
  /** Answers what came after this id, first come first; without it the newest. Oldest first in both cases. */
  readonly after?: number
  /** Answers the newest of those before this id. */
  readonly before?: number
  readonly limit: number
}

/** Received messages whose read report stands so; `within` a thread up to a message, or all. */
export type ReadReports = {
  readonly state: 'asked' | 'owed'
  readonly within?: { readonly thread: string; readonly upTo: number }
}

export type ThreadRow = { readonly unread: number; readonly last: HandsetMessage }
export type SeenMessage = { readonly message: HandsetMessage; readonly read: boolean }
export type SeenMedia = { readonly contentType: string; readonly filename: string | null }

/** Something that a phone does by itself when its time comes. */
export type Errand =
  | { readonly kind: 'post' | 'read-report'; readonly message: HandsetMessage }
  | { readonly kind: 'notification'; readonly notification: Notification }
  | { readonly kind: 'show-incomplete'; readonly set: PartSet }

/** The phones' rows of one world. Inside a unit of work it sees what earlier units of the batch decided. */
export interface HandsetReader {
  message(phone: Address, id: number): SeenMessage | undefined
  messages(phone: Address, page: MessagePage): readonly SeenMessage[]
  /** The message that this phone sent and the network took as `messageId`. */
  sent(phone: Address, messageId: MessageId): HandsetMessage | undefined
  /** Newest first. */
  threads(phone: Address): readonly ThreadRow[]
  parts(set: PartSet): readonly StoredPart[]
  notification(phone: Address, id: number): Notification | undefined
  notificationOf(phone: Address, contentLocation: string): Notification | undefined
  /** The newest notification of this network message, older than the row `before`. */
  notificationFor(
    phone: Address,
    of: { readonly messageId: MessageId; readonly before: number },
  ): Notification | undefined
  /** Those that are not done with, oldest first. */
  openNotifications(phone: Address): readonly Notification[]
  /** Oldest first. */
  readReports(phone: Address, of: ReadReports): readonly HandsetMessage[]
  /** Messages that wait in the phone to be sent, oldest first. */
  unsent(phone: Address): readonly HandsetMessage[]
  media(phone: Address, hash: string): SeenMedia | undefined
  due(now: Instant, limit: number): readonly Errand[]
  /** The earliest errand of all, or the earliest later than `after`. */
  nextDueAt(after?: Instant): Instant | undefined
}
