import type { Parameters, PostEvent, PreEvent, WebhookEvent } from '../../../protocols/conversations/index.ts'
import type { Address, Instant, MessageId } from '../../core/index.ts'

export const CONVERSATION_STATES = ['initializing', 'active', 'inactive', 'closed'] as const
export type ConversationState = (typeof CONVERSATION_STATES)[number]

/** Timers as they were set, and when they run out; an inactive conversation has only the second left. */
export type Timers = {
  readonly inactiveMs: number | null
  readonly closedMs: number | null
  readonly inactiveAt: Instant | null
  readonly closedAt: Instant | null
}
export const NO_TIMERS: Timers = { inactiveMs: null, closedMs: null, inactiveAt: null, closedAt: null }

type Dated = { readonly createdAt: Instant; readonly updatedAt: Instant }

export type Service = Dated & { readonly sid: string; readonly accountSid: string; readonly friendlyName: string }

/** What an account has set for all its conversations. */
export type AccountConfiguration = {
  readonly accountSid: string
  readonly defaultServiceSid: string
  readonly defaultMessagingServiceSid: string
  readonly inactiveTimer: string | null
  readonly closedTimer: string | null
}

export type Conversation = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly serviceSid: string
  readonly messagingServiceSid: string
  readonly friendlyName: string | null
  readonly uniqueName: string | null
  readonly attributes: string
  readonly state: ConversationState
  readonly timers: Timers
  readonly email: { readonly projectedAddress: string | null; readonly name: string | null } | null
  readonly createdBy: string
  /** The key of its set of numbers, as long as it holds one; freed when closed. */
  readonly roster: string | null
  /** When `initializing` ends. */
  readonly activeAt: Instant | null
  readonly nextIndex: number
}

export type Participant = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly serviceSid: string
  readonly conversationSid: string
  readonly identity: string | null
  readonly address: Address | null
  readonly proxyAddress: Address | null
  readonly projectedAddress: Address | null
  readonly attributes: string
  readonly roleSid: string | null
  readonly lastReadIndex: number | null
  readonly lastReadAt: string | null
  readonly notificationLevel?: 'default' | 'muted'
}

export type MessageMedia = {
  readonly sid: string
  readonly contentType: string
  readonly filename: string | null
  readonly size: number
  /** The name of its octets in the carrier's store. */
  readonly hash: string
}

export type ConversationMessage = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly serviceSid: string
  readonly conversationSid: string
  readonly index: number
  readonly author: string
  readonly participantSid: string | null
  readonly body: string | null
  readonly subject: string | null
  /** The template that the body was made from. */
  readonly contentSid?: string
  readonly media: readonly MessageMedia[]
  readonly attributes: string
  readonly source: Source
  /** The network message it came from or went out as. */
  readonly carrierMessageId: MessageId | null
  /** A message from a phone that has yet to go on to masked participants. */
  readonly relayAt: Instant | null
}

/** Where a change comes from, as webhooks name it. */
export type Source = 'API' | 'SMS' | 'SDK'

export const RECEIPT_STATUSES = ['sent', 'delivered', 'read', 'undelivered', 'failed'] as const
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number]

export type Receipt = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly serviceSid: string
  readonly conversationSid: string
  readonly messageSid: string
  readonly channelMessageSid: string
  readonly participantSid: string
  readonly address: Address
  readonly status: ReceiptStatus
  readonly errorCode: number
}

/** A message as the 2010-04-01 API shows it: a leg of a conversation message, one sent there, or one that came in. */
export type ChannelMessage = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly messagingServiceSid: string | null
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  readonly from: Address
  readonly to: Address
  readonly body: string
  readonly segments: number
  readonly media: readonly MessageMedia[]
  readonly status: 'received' | 'queued' | 'scheduled' | 'canceled' | ReceiptStatus
  readonly errorCode: number | null
  readonly sentAt: Instant | null
  /** When it goes out; null once it is on its way. */
  readonly sendAt?: Instant | null
  /** A text that goes out as MMS though nothing is attached to it. */
  readonly asMms?: boolean
  /** For how long the network tries, once it has it. */
  readonly validityMs?: number | null
  /** Who hears of its way. */
  readonly statusCallback?: string | null
}

export type HookMethod = 'GET' | 'POST'

/** The webhooks of an account (serviceSid null) or of one service. */
export type WebhookConfiguration = {
  readonly accountSid: string
  readonly serviceSid: string | null
  readonly method: HookMethod
  readonly filters: readonly WebhookEvent[]
  readonly preUrl: string | null
  readonly postUrl: string | null
  readonly target: 'webhook' | 'flex'
}

export type ScopedWebhook = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly serviceSid: string
  readonly conversationSid: string
  /** A Studio flow is kept and not run. */
  readonly target: 'webhook' | 'trigger' | 'studio'
  readonly flowSid?: string
  readonly url: string
  readonly method: HookMethod
  readonly filters: readonly PostEvent[]
  readonly triggers: readonly string[]
  readonly replayAfter: number | null
}

export type AddressConfiguration = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly type: string
  readonly address: Address
  readonly friendlyName: string | null
  readonly addressCountry: string | null
  readonly enabled: boolean
  readonly creation: 'webhook' | 'studio' | 'default'
  readonly flowSid?: string | null
  readonly retryCount?: number | null
  readonly serviceSid: string | null
  readonly webhookUrl: string | null
  readonly webhookMethod: HookMethod
  readonly webhookFilters: readonly PostEvent[]
}

/** An upload of the media service, until and after a message refers to it. */
export type Media = Dated &
  MessageMedia & {
    readonly accountSid: string
    readonly serviceSid: string
    readonly conversationSid: string | null
    readonly messageSid: string | null
    readonly author: string | null
  }

/** Events of conversations, and those of messages as the older API tells them. */
export type CallEvent = PreEvent | PostEvent | 'onIncomingMessage' | 'onMessageStatus'

/** One call of an application: what will be sent, what was sent and signed, and what it answered. */
export type WebhookCall = {
  readonly id: string
  readonly accountSid: string
  readonly conversationSid: string | null
  readonly event: CallEvent
  readonly scope: 'account' | 'service' | 'conversation' | 'number' | 'messaging-service' | 'message'
  readonly url: string
  /** Called instead if this one fails. */
  readonly fallbackUrl?: string
  readonly fallbackMethod?: HookMethod
  readonly method: HookMethod
  readonly parameters: Parameters
  readonly createdAt: Instant
  /** null once called. */
  readonly nextAttemptAt: Instant | null
  /** A rule has held it back once; it goes out untouched. */
  readonly putOff?: boolean
  readonly attempt: WebhookAttempt | null
}

export type WebhookAttempt = {
  readonly at: Instant
  readonly durationMs: number
  readonly request: {
    readonly method: HookMethod
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  /** What the signature was computed over. */
  readonly signed: string
  readonly response: { readonly status: number; readonly body: string } | null
  /** 50056 refused, 50057 failed, 50076 timed out. */
  readonly errorCode: number | null
  readonly error: string | null
}
