import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Conversation, Timers } from '../../model/records.ts'

export type UrlOf = (path: string) => string

/** A conversation as the API shows it. */
export function conversationShape(conversation: Conversation, url: UrlOf) {
  const { sid, email } = conversation
  const own = url(`/Conversations/${sid}`)
  return {
    sid,
    account_sid: conversation.accountSid,
    chat_service_sid: conversation.serviceSid,
    messaging_service_sid: conversation.messagingServiceSid,
    friendly_name: conversation.friendlyName,
    unique_name: conversation.uniqueName,
    attributes: conversation.attributes,
    date_created: isoSeconds(conversation.createdAt),
    date_updated: isoSeconds(conversation.updatedAt),
    state: conversation.state,
    timers: timersShape(conversation.timers),
    bindings: email ? { email: { projected_address: email.projectedAddress, name: email.name } } : {},
    url: own,
    links: {
      participants: `${own}/Participants`,
      messages: `${own}/Messages`,
      webhooks: `${own}/Webhooks`,
      export: `${own}/Export`,
    },
  }
}

export function timersShape({ inactiveAt, closedAt }: Timers) {
  return {
    ...(inactiveAt !== null && { date_inactive: isoSeconds(inactiveAt) }),
    ...(closedAt !== null && { date_closed: isoSeconds(closedAt) }),
  }
}
