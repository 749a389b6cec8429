import type { Position } from '../../../protocols/conversations/index.ts'
import type { Instant, MessageId } from '../../core/index.ts'
import type {
  AccountConfiguration,
  AddressConfiguration,
  ChannelMessage,
  Conversation,
  ConversationMessage,
  ConversationState,
  Media,
  Participant,
  Receipt,
  ScopedWebhook,
  Service,
  WebhookCall,
  WebhookConfiguration,
} from './records.ts'
import type { ResourceKind, Resources } from './resources.ts'

/** What the layer keeps, by name. */
export type Records = {
  readonly configuration: AccountConfiguration
  readonly service: Service
  readonly conversation: Conversation
  readonly participant: Participant
  readonly message: ConversationMessage
  readonly receipt: Receipt
  readonly channelMessage: ChannelMessage
  readonly webhookConfiguration: WebhookConfiguration
  readonly scopedWebhook: ScopedWebhook
  readonly addressConfiguration: AddressConfiguration
  readonly media: Media
  readonly webhookCall: WebhookCall
}
export type RecordKind = keyof Records
/** Kinds that can be taken away; removing a conversation takes everything in it along. */
export type RemovableKind =
  | 'service'
  | 'channelMessage'
  | 'conversation'
  | 'participant'
  | 'message'
  | 'scopedWebhook'
  | 'addressConfiguration'
  | 'media'

type Put<K extends RecordKind> = { readonly layer: 'conversations'; readonly put: K; readonly value: Records[K] }

type PutResource<K extends ResourceKind> = {
  readonly layer: 'conversations'
  readonly put: K
  readonly value: Resources[K]
}

/** A change of the layer's rows. */
export type ConversationsChange =
  | { readonly [K in RecordKind]: Put<K> }[RecordKind]
  | { readonly [K in ResourceKind]: PutResource<K> }[ResourceKind]
  | { readonly layer: 'conversations'; readonly remove: RemovableKind | ResourceKind; readonly key: string }

/** One row more than `limit` is never read; the caller asks for one beyond its page to see whether there is a next one. */
export type Slice = Position & { readonly limit: number }

export type ConversationFilter = {
  readonly serviceSid: string
  readonly state?: ConversationState
  readonly from?: Instant
  readonly until?: Instant
}

/** The layer's rows of one world. Lists are in the order of their SIDs (messages: of their index), backwards with `before`. */
export interface ConversationsReader {
  configuration(accountSid: string): AccountConfiguration | undefined
  service(sid: string): Service | undefined
  services(accountSid: string, slice: Slice): readonly Service[]

  conversation(sid: string): Conversation | undefined
  conversationNamed(serviceSid: string, uniqueName: string): Conversation | undefined
  conversations(filter: ConversationFilter, slice: Slice): readonly Conversation[]
  /** Every conversation that is not closed and holds this set of numbers, oldest first. */
  rosterHolders(accountSid: string, roster: string): readonly Conversation[]
  /** Conversations whose `initializing` or whose timer has run out, earliest first. */
  conversationsDue(now: Instant, limit: number): readonly Conversation[]
  nextConversationAt(): Instant | undefined

  participant(sid: string): Participant | undefined
  /** All of one conversation, in the order they were added. */
  participants(conversationSid: string): readonly Participant[]
  participantSlice(conversationSid: string, slice: Slice): readonly Participant[]
  participationsOf(
    who:
      | { readonly accountSid: string; readonly identity: string }
      | { readonly accountSid: string; readonly address: string },
    serviceSid: string,
    slice: Slice,
  ): readonly Participant[]
  /** Participants of conversations that are not closed with this Address and ProxyAddress, oldest first. */
  pairHolders(accountSid: string, address: string, proxyAddress: string): readonly Participant[]

  message(sid: string): ConversationMessage | undefined
  messages(conversationSid: string, slice: Slice & { readonly descending?: boolean }): readonly ConversationMessage[]
  /** How many messages there are behind this index. */
  messageCount(conversationSid: string, afterIndex: number): number
  /** The messages of a conversation that came from one network message. */
  messagesOfCarrier(conversationSid: string, id: MessageId): readonly ConversationMessage[]
  messagesToRelay(now: Instant, limit: number): readonly ConversationMessage[]
  nextRelayAt(): Instant | undefined

  receipt(sid: string): Receipt | undefined
  receipts(messageSid: string): readonly Receipt[]
  receiptSlice(messageSid: string, slice: Slice): readonly Receipt[]

  channelMessage(sid: string): ChannelMessage | undefined
  channelMessages(filter: { accountSid: string; to?: string; from?: string }, slice: Slice): readonly ChannelMessage[]
  /** Texts whose time has come, earliest first. */
  channelMessagesDue(now: Instant, limit: number): readonly ChannelMessage[]
  nextChannelMessageAt(): Instant | undefined

  webhookConfiguration(accountSid: string, serviceSid: string | null): WebhookConfiguration | undefined
  scopedWebhook(sid: string): ScopedWebhook | undefined
  scopedWebhooks(conversationSid: string): readonly ScopedWebhook[]
  addressConfiguration(sid: string): AddressConfiguration | undefined
  addressConfigurations(
    filter: { accountSid: string; type?: string; address?: string },
    slice: Slice,
  ): readonly AddressConfiguration[]
  media(sid: string): Media | undefined
  /** Uploads that no message refers to, made at `until` or before, oldest first. */
  mediaUnused(until: Instant, limit: number): readonly Media[]
  nextUnusedMediaAt(): Instant | undefined

  resource<K extends ResourceKind>(kind: K, sid: string): Resources[K] | undefined
  resourceNamed<K extends ResourceKind>(kind: K, parent: string, name: string): Resources[K] | undefined
  resources<K extends ResourceKind>(kind: K, parent: string, slice: Slice): readonly Resources[K][]

  webhookCall(id: string): WebhookCall | undefined
  /** Newest first. */
  webhookCalls(slice: { readonly before?: string; readonly limit: number }): readonly WebhookCall[]
  webhookCallsDue(now: Instant, limit: number): readonly WebhookCall[]
  nextWebhookCallAt(): Instant | undefined
}
