import type { PostEvent } from '../../../protocols/conversations/index.ts'
import type { Address, Event } from '../../core/index.ts'
import type { Conversation, ConversationMessage, ConversationState, Participant, Receipt, Source } from './records.ts'
import type { User } from './resources.ts'

export type StateReason = 'API' | 'TIMER' | 'EVENT'

/** The binding that brought a conversation about: in a group Address lists the receivers and AuthorAddress is the sender. */
export type FirstBinding = {
  readonly address?: string
  readonly proxyAddress?: Address
  readonly authorAddress?: Address
}

/** Something that happened, for the feed and for webhooks. */
export type Happening = ConversationHappening | UserHappening

export type UserHappening = { readonly event: 'onUserAdded' | 'onUserUpdated'; readonly user: User }

export type ConversationHappening = { readonly conversation: Conversation } & (
  | { readonly event: 'onConversationAdded'; readonly binding?: FirstBinding }
  | { readonly event: 'onConversationUpdated' | 'onConversationRemoved' }
  | {
      readonly event: 'onConversationStateUpdated'
      readonly from: ConversationState
      readonly to: ConversationState
      readonly reason: StateReason
    }
  | {
      readonly event: 'onParticipantAdded' | 'onParticipantUpdated' | 'onParticipantRemoved'
      readonly participant: Participant
    }
  | {
      readonly event: 'onMessageAdded' | 'onMessageUpdated' | 'onMessageRemoved'
      readonly message: ConversationMessage
    }
  | { readonly event: 'onDeliveryUpdated'; readonly receipt: Receipt }
)

const FEED_TYPES = {
  onConversationAdded: 'conversation.added',
  onConversationUpdated: 'conversation.updated',
  onConversationRemoved: 'conversation.removed',
  onConversationStateUpdated: 'conversation.state-changed',
  onParticipantAdded: 'conversation.participant-added',
  onParticipantUpdated: 'conversation.participant-updated',
  onParticipantRemoved: 'conversation.participant-removed',
  onMessageAdded: 'conversation.message-added',
  onMessageUpdated: 'conversation.message-updated',
  onMessageRemoved: 'conversation.message-removed',
  onDeliveryUpdated: 'conversation.receipt-updated',
  onUserAdded: 'conversation.user-added',
  onUserUpdated: 'conversation.user-updated',
} as const satisfies Record<Happening['event'] & PostEvent, string>

/** What happened, as the feed tells it. */
export function feedEvent(happening: Happening, source: Source): Event {
  if (happening.event === 'onMessageAdded') return messageAdded(happening.message, source)
  const { accountSid, serviceSid, conversationSid } = placeOf(happening)
  const about = { accountSid, chatServiceSid: serviceSid, conversationSid, source }
  return { type: FEED_TYPES[happening.event], ...about, ...details(happening) }
}

/** A message came to a conversation; its fields are made when somebody reads of it. */
export type MessageAdded = Event & {
  readonly type: 'conversation.message-added'
  readonly message: ConversationMessage
  readonly source: Source
}

export function messageAdded(message: ConversationMessage, source: Source): MessageAdded {
  return { type: FEED_TYPES.onMessageAdded, message, source }
}

export function addedFields({ message, source }: MessageAdded): Readonly<Record<string, unknown>> {
  const { accountSid, serviceSid: chatServiceSid, conversationSid } = message
  return { accountSid, chatServiceSid, conversationSid, source, ...messageDetails(message) }
}

/** Whom and what it concerns; a user belongs to no single conversation. */
export function placeOf(happening: Happening): {
  readonly accountSid: string
  readonly serviceSid: string
  readonly conversationSid: string | null
} {
  const { accountSid, serviceSid } = 'user' in happening ? happening.user : happening.conversation
  return { accountSid, serviceSid, conversationSid: 'user' in happening ? null : happening.conversation.sid }
}

function details(happening: Happening): Readonly<Record<string, unknown>> {
  if ('user' in happening) return { userSid: happening.user.sid, identity: happening.user.identity }
  if ('participant' in happening) return participantDetails(happening.participant)
  if ('message' in happening) return messageDetails(happening.message)
  if ('receipt' in happening) return receiptDetails(happening.receipt)
  if ('reason' in happening) return { from: happening.from, to: happening.to, reason: happening.reason }
  const { friendlyName, uniqueName, state } = happening.conversation
  return { friendlyName, uniqueName, state }
}

function participantDetails(participant: Participant) {
  const { sid, identity, address, proxyAddress, projectedAddress } = participant
  return { participantSid: sid, identity, address, proxyAddress, projectedAddress }
}

function messageDetails(message: ConversationMessage) {
  const { sid, index, author, participantSid, body, media, carrierMessageId } = message
  return {
    messageSid: sid,
    index,
    author,
    participantSid,
    body,
    media: media.length,
    messageId: carrierMessageId === null ? null : String(carrierMessageId),
  }
}

function receiptDetails(receipt: Receipt) {
  const { sid, messageSid, channelMessageSid, participantSid, address, status, errorCode } = receipt
  return { receiptSid: sid, messageSid, channelMessageSid, participantSid, address, status, errorCode }
}
