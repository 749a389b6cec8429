import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Conversation, Participant } from '../../model/records.ts'
import type { User } from '../../model/resources.ts'
import { timersShape, type UrlOf } from '../conversations/shape.ts'

export type UserConversation = {
  readonly user: User
  readonly conversation: Conversation
  readonly participant: Participant
  /** Messages behind the last one read; null if none was ever read. */
  readonly unread: number | null
}

/** A conversation as one of its users has it. */
export function userConversationShape({ user, conversation, participant, unread }: UserConversation, url: UrlOf) {
  const conversationUrl = url(`/Conversations/${conversation.sid}`)
  return {
    account_sid: conversation.accountSid,
    chat_service_sid: conversation.serviceSid,
    conversation_sid: conversation.sid,
    participant_sid: participant.sid,
    user_sid: user.sid,
    unread_messages_count: unread,
    last_read_message_index: participant.lastReadIndex,
    notification_level: participant.notificationLevel ?? 'default',
    friendly_name: conversation.friendlyName,
    unique_name: conversation.uniqueName,
    attributes: conversation.attributes,
    conversation_state: conversation.state === 'initializing' ? 'active' : conversation.state,
    timers: timersShape(conversation.timers),
    created_by: conversation.createdBy,
    date_created: isoSeconds(conversation.createdAt),
    date_updated: isoSeconds(conversation.updatedAt),
    url: url(`/Users/${user.sid}/Conversations/${conversation.sid}`),
    links: { participant: `${conversationUrl}/Participants/${participant.sid}`, conversation: conversationUrl },
  }
}
