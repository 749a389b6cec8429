import { isoMilliseconds, type Parameters } from '../../../protocols/conversations/index.ts'
import type { Address, Instant } from '../../core/index.ts'
import { type FirstBinding, type Happening, placeOf } from './happening.ts'
import { type Member, shapeOf } from './number-group.ts'
import type { Conversation, ConversationMessage, MessageMedia, Participant, Receipt, Source } from './records.ts'
import type { User } from './resources.ts'

/** Values by name; what does not exist is undefined and left out. */
export type Named = Readonly<Record<string, string | undefined>>

/** The parameters of a post event's call. */
export function parametersOf(happening: Happening, source: Source, at: Instant): Parameters {
  const { event } = happening
  const removedAt = event.endsWith('Removed') ? { DateRemoved: isoMilliseconds(at) } : {}
  return parameters({
    ...common(event, placeOf(happening).accountSid, source),
    ...aboutEvent(happening),
    ...removedAt,
  })
}

export function parameters(named: Named): Parameters {
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

export function common(event: string, accountSid: string, source: Source): Named {
  return { AccountSid: accountSid, EventType: event, Source: source, RetryCount: '0' }
}

function aboutEvent(happening: Happening): Named {
  if ('user' in happening) return { ...userParameters(happening.user), ...isReachable(happening.event) }
  const { conversation } = happening
  if ('participant' in happening) {
    const read = happening.event === 'onParticipantUpdated'
    return participantParameters(conversation, happening.participant, read)
  }
  if ('message' in happening) return messageParameters(conversation, happening)
  if ('receipt' in happening) return aboutReceipt(conversation, happening.receipt)
  if ('reason' in happening) {
    return {
      ChatServiceSid: conversation.serviceSid,
      ConversationSid: conversation.sid,
      MessagingServiceSid: conversation.messagingServiceSid,
      StateUpdated: isoMilliseconds(conversation.updatedAt),
      StateFrom: happening.from,
      StateTo: happening.to,
      Reason: happening.reason,
    }
  }
  return conversationParameters(conversation, happening.event === 'onConversationAdded' ? happening.binding : undefined)
}

/** What is told of a conversation, and asked about one that is to be changed. */
export function conversationParameters(conversation: Conversation, binding?: FirstBinding): Named {
  return {
    ConversationSid: conversation.sid,
    FriendlyName: conversation.friendlyName ?? undefined,
    UniqueName: conversation.uniqueName ?? undefined,
    Attributes: conversation.attributes,
    ChatServiceSid: conversation.serviceSid,
    MessagingServiceSid: conversation.messagingServiceSid,
    State: conversation.state,
    DateCreated: isoMilliseconds(conversation.createdAt),
    DateUpdated: isoMilliseconds(conversation.updatedAt),
    ...bindingParameters(binding),
  }
}

export function bindingParameters(binding: FirstBinding = {}): Named {
  return {
    'MessagingBinding.ProxyAddress': binding.proxyAddress,
    'MessagingBinding.Address': binding.address,
    'MessagingBinding.AuthorAddress': binding.authorAddress,
  }
}

/** What is told of a message, and asked about one that is to be changed. */
export function messageParameters(
  conversation: Conversation,
  { event, message }: { readonly event: string; readonly message: ConversationMessage },
): Named {
  return {
    ConversationSid: conversation.sid,
    ChatServiceSid: conversation.serviceSid,
    MessageSid: message.sid,
    Index: String(message.index),
    DateCreated: isoMilliseconds(message.createdAt),
    MessagingServiceSid: event === 'onMessageAdded' ? conversation.messagingServiceSid : undefined,
    DateUpdated: event === 'onMessageAdded' ? undefined : isoMilliseconds(message.updatedAt),
    ...contentParameters(message),
  }
}

export function contentParameters(
  message: Pick<ConversationMessage, 'body' | 'author' | 'participantSid' | 'attributes' | 'media'>,
): Named {
  return {
    Body: message.body ?? undefined,
    Author: message.author,
    ParticipantSid: message.participantSid ?? undefined,
    Attributes: message.attributes,
    Media: message.media.length > 0 ? mediaParameter(message.media) : undefined,
  }
}

export function mediaParameter(media: readonly MessageMedia[]): string {
  return JSON.stringify(
    media.map(({ sid, filename, contentType, size }) => ({
      Sid: sid,
      Filename: filename,
      ContentType: contentType,
      Size: size,
    })),
  )
}

/** What is told of a participant, and asked about one that is to be changed. */
export function participantParameters(conversation: Conversation, participant: Participant, withRead = false): Named {
  const { lastReadIndex } = participant
  return {
    ConversationSid: conversation.sid,
    ChatServiceSid: conversation.serviceSid,
    ParticipantSid: participant.sid,
    DateCreated: isoMilliseconds(participant.createdAt),
    DateUpdated: isoMilliseconds(participant.updatedAt),
    Identity: participant.identity ?? undefined,
    RoleSid: participant.roleSid ?? undefined,
    Attributes: participant.attributes,
    ...memberParameters(participant),
    LastReadMessageIndex: withRead && lastReadIndex !== null ? String(lastReadIndex) : undefined,
  }
}

/** What is told of a user, and asked about one that is to be changed. */
export function userParameters(user: User): Named {
  return {
    ChatServiceSid: user.serviceSid,
    UserSid: user.sid,
    Identity: user.identity,
    RoleSid: user.roleSid,
    Attributes: user.attributes,
    FriendlyName: user.friendlyName ?? undefined,
    DateCreated: isoMilliseconds(user.createdAt),
    DateUpdated: isoMilliseconds(user.updatedAt),
  }
}

function isReachable(event: 'onUserAdded' | 'onUserUpdated'): Named {
  return event === 'onUserUpdated' ? { isOnline: 'false', isNotifiable: 'false' } : {}
}

export function memberParameters(member: Member): Named {
  const named = (address: Address | null) => address ?? undefined
  return {
    'MessagingBinding.ProxyAddress': named(member.proxyAddress),
    'MessagingBinding.Address': named(member.address),
    'MessagingBinding.ProjectedAddress': named(member.projectedAddress),
    'MessagingBinding.Type': shapeOf(member) === 'chat' ? 'CHAT' : 'SMS',
  }
}

function aboutReceipt(conversation: Conversation, receipt: Receipt): Named {
  return {
    ConversationSid: conversation.sid,
    ChatServiceSid: conversation.serviceSid,
    MessageSid: receipt.messageSid,
    DeliveryReceiptSid: receipt.sid,
    ChannelMessageSid: receipt.channelMessageSid,
    ParticipantSid: receipt.participantSid,
    Status: receipt.status,
    ErrorCode: String(receipt.errorCode),
    DateCreated: isoMilliseconds(receipt.createdAt),
    DateUpdated: isoMilliseconds(receipt.updatedAt),
  }
}
