import type { PostEvent } from '../../../protocols/conversations/index.ts'
import type { Address, Event } from '../../core/index.ts'
import type { Conversation, ConversationMessage, ConversationState, Participant, Receipt, Source } from './records.ts'

export type StateReason = 'API' | 'TIMER' | 'EVENT'

/** The binding that brought a conversation about: in a group Address lists the receivers and AuthorAddress is the sender. */
export type FirstBinding = {
  readonly address?: string
  readonly proxyAddress?: Address
  readonly authorAddress?: Address
}

/** Something that happened to a conversation, for the feed and for webhooks. */
export type Happening = { readonly conversation: Conversation } & (
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
} as const satisfies Record<Happening['event'] & PostEvent, string>

/** What happened, as the feed tells it. */
export function feedEvent(happening: Happening, source: Source): Event {
  const { accountSid, serviceSid, sid } = happening.conversation
  const about = { accountSid, chatServiceSid: serviceSid, conversationSid: sid, source }
  return { type: FEED_TYPES[happening.event], ...about, ...details(happening) }
}

function details(happening: Happening): Readonly<Record<string, unknown>> {
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
