import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Conversation, Participant } from '../../model/records.ts'
import { timersShape, type UrlOf } from '../conversations/shape.ts'

export type Participation = {
  readonly participant: Participant
  readonly conversation: Conversation
  /** Of the user behind the identity, if there is one. */
  readonly userSid: string | null
}

/** One participation as the API shows it. */
export function participantConversationShape({ participant, conversation, userSid }: Participation, url: UrlOf) {
  const own = url(`/Conversations/${conversation.sid}`)
  return {
    account_sid: participant.accountSid,
    chat_service_sid: participant.serviceSid,
    participant_sid: participant.sid,
    participant_user_sid: userSid,
    participant_identity: participant.identity,
    participant_messaging_binding: longBinding(participant),
    conversation_sid: conversation.sid,
    conversation_unique_name: conversation.uniqueName,
    conversation_friendly_name: conversation.friendlyName,
    conversation_attributes: conversation.attributes,
    conversation_date_created: isoSeconds(conversation.createdAt),
    conversation_date_updated: isoSeconds(conversation.updatedAt),
    conversation_created_by: conversation.createdBy,
    conversation_state: conversation.state === 'initializing' ? 'active' : conversation.state,
    conversation_timers: timersShape(conversation.timers),
    links: { participant: `${own}/Participants/${participant.sid}`, conversation: own },
  }
}

function longBinding({ address, proxyAddress, projectedAddress }: Participant) {
  if (address === null && projectedAddress === null) return null
  return {
    type: 'sms',
    address,
    proxy_address: proxyAddress,
    projected_address: projectedAddress,
    level: null,
    name: null,
  }
}
