import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Service } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A conversation service as the API shows it. */
export function serviceShape(service: Service, url: UrlOf) {
  const own = url(`/Services/${service.sid}`)
  return {
    sid: service.sid,
    account_sid: service.accountSid,
    friendly_name: service.friendlyName,
    date_created: isoSeconds(service.createdAt),
    date_updated: isoSeconds(service.updatedAt),
    url: own,
    links: {
      conversations: `${own}/Conversations`,
      users: `${own}/Users`,
      roles: `${own}/Roles`,
      bindings: `${own}/Bindings`,
      configuration: `${own}/Configuration`,
      participant_conversations: `${own}/ParticipantConversations`,
      conversation_with_participants: `${own}/ConversationWithParticipants`,
    },
  }
}
