import { apiError, field, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { Participant } from '../../model/records.ts'
import { type Call, listPage, type Reply, type Route } from '../call.ts'
import { urlOf } from '../urls.ts'
import { participantConversationShape } from './shape.ts'

export const PARTICIPANT_CONVERSATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: '/ParticipantConversations', handle: list },
]

function list(call: Call): Reply {
  const { reader } = call.conversations
  const identity = field(call.query, 'Identity') || undefined
  const address = field(call.query, 'Address') || undefined
  if ((identity === undefined) === (address === undefined)) {
    return apiError(50451, 'Look up participations by either Identity or Address')
  }
  const accountSid = call.account.sid
  const who = identity === undefined ? { accountSid, address: address ?? '' } : { accountSid, identity }
  return listPage<Participant>(call, {
    key: 'conversations',
    limits: PAGE_LIMITS.small,
    url: urlOf(call, '/ParticipantConversations'),
    read: (slice) => reader.participationsOf(who, call.serviceSid, slice),
    keyOf: ({ sid }) => sid,
    shape: (participant) => {
      const conversation = reader.conversation(participant.conversationSid)
      const { serviceSid, identity: name } = participant
      const userSid = name === null ? null : (reader.resourceNamed('user', serviceSid, name)?.sid ?? null)
      const participation = conversation && { participant, conversation, userSid }
      return participation && participantConversationShape(participation, (path) => urlOf(call, path))
    },
  })
}
