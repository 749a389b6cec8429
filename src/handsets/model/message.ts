import type { Address, Instant, MessageId } from '../../core/index.ts'

/** A picture, sound or file of a message; its octets are the carrier's content under `hash`. */
export type HandsetMedia = {
  readonly contentType: string
  readonly filename: string | null
  readonly size: number
  readonly hash: string
}

export type MessageStatus = 'received' | 'sending' | 'sent' | 'delivered' | 'failed'

/** What one phone keeps of one message: nothing but what it decoded or what its owner typed. */
export type HandsetMessage = {
  readonly id: number
  readonly phone: Address
  readonly direction: 'received' | 'sent'
  readonly transport: 'sms' | 'mms'
  /** As the phone read it: a number in E.164 where it is one, else the text that stood there. */
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly thread: string
  readonly subject: string | null
  readonly text: string
  readonly media: readonly HandsetMedia[]
  readonly status: MessageStatus
  /** Why it failed, or why what came could not be read. */
  readonly error: string | null
  readonly at: Instant
  /** Short messages it travelled in; null for MMS. */
  readonly segments: number | null
  readonly encoding: string | null
  /** The network message it came from or became; null until the network took it. */
  readonly messageId: MessageId | null
  /** What became of it per recipient: `delivered`, or the reason why not. */
  readonly reports: Readonly<Record<string, string>> | null
  /**
   * Received: the sender asked to hear that it was read; that is owed once the person has read it, and told after that.
   * Sent: `asked` where this phone asked.
   */
  readonly readReport: 'asked' | 'owed' | 'told' | null
  /** The message on this phone that the text is a reaction to, where the phone folds such texts. */
  readonly reactsTo: number | null
  /** With `-` in front where the reaction was taken back. */
  readonly reaction: string | null
  /** When an MMS that is still `sending`, or a read report, is to be tried again; null if not at all or not without data. */
  readonly nextAttemptAt: Instant | null
  readonly attempts: number
}
