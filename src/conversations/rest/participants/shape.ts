import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Member } from '../../model/number-group.ts'
import type { Participant } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A participant as the API shows it; the service level adds the service. */
export function participantShape(
  participant: Participant,
  place: { readonly url: UrlOf; readonly ofService: boolean },
) {
  const { sid, conversationSid } = participant
  return {
    sid,
    account_sid: participant.accountSid,
    ...(place.ofService && { chat_service_sid: participant.serviceSid }),
    conversation_sid: conversationSid,
    identity: participant.identity,
    attributes: participant.attributes,
    messaging_binding: bindingShape(participant),
    role_sid: participant.roleSid,
    date_created: isoSeconds(participant.createdAt),
    date_updated: isoSeconds(participant.updatedAt),
    url: place.url(`/Conversations/${conversationSid}/Participants/${sid}`),
    last_read_message_index: participant.lastReadIndex,
    last_read_timestamp: participant.lastReadAt,
  }
}

export function bindingShape({ address, proxyAddress, projectedAddress }: Member) {
  if (address === null && projectedAddress === null) return null
  return {
    type: 'sms',
    ...(address !== null && { address }),
    ...(proxyAddress !== null && { proxy_address: proxyAddress }),
    ...(projectedAddress !== null && { projected_address: projectedAddress }),
  }
}
