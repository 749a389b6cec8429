import { type ApiError, apiError, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { applyFields, removeParticipant } from '../../acts/participants.ts'
import type { Participant } from '../../model/records.ts'
import type { User } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, givenWord, listPage, NO_CONTENT, notFound, type Reply, type Route } from '../call.ts'
import { findConversation, whereOf } from '../lookup.ts'
import { urlOf } from '../urls.ts'
import { findUser } from '../users/routes.ts'
import { type UserConversation, userConversationShape } from './shape.ts'

const PATH = '/Users/:user/Conversations'

export const USER_CONVERSATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: PATH, handle: list },
  { method: 'get', level: 'both', path: `${PATH}/:conversation`, handle: fetch },
  { method: 'post', level: 'both', path: `${PATH}/:conversation`, handle: update },
  { method: 'delete', level: 'both', path: `${PATH}/:conversation`, handle: remove },
]

function list(call: Call): Reply {
  const user = findUser(call)
  if (isApiError(user)) return user
  const { reader } = call.conversations
  return listPage<Participant>(call, {
    key: 'conversations',
    limits: PAGE_LIMITS.small,
    url: urlOf(call, `/Users/${user.sid}/Conversations`),
    read: (slice) => reader.participationsOf(user, call.serviceSid, slice),
    keyOf: ({ sid }) => sid,
    shape: (participant) => {
      const conversation = reader.conversation(participant.conversationSid)
      return conversation && show(call, { user, conversation, participant, unread: unreadOf(reader, participant) })
    },
  })
}

function fetch(call: Call): Reply {
  const found = find(call)
  return isApiError(found) ? found : { status: 200, body: show(call, found) }
}

function update(call: Call): Promise<Reply> {
  const level = givenWord(call, 'NotificationLevel')
  const fields = { lastReadIndex: given(call, 'LastReadMessageIndex'), lastReadAt: given(call, 'LastReadTimestamp') }
  const act = (work: Work) => {
    const found = find(call, work.read)
    if (isApiError(found)) return found
    if (level !== undefined && level !== 'default' && level !== 'muted') {
      return apiError(50210, `The NotificationLevel ${level} is neither default nor muted`)
    }
    const changed = applyFields(work, found.participant, fields)
    if (isApiError(changed)) return changed
    const participant = work.put('participant', { ...changed, ...(level && { notificationLevel: level }) })
    return { ...found, participant, unread: unreadOf(work.read, participant) }
  }
  return decide(call, act, (found) => ({ status: 200, body: show(call, found) }))
}

/** Takes the user out of the conversation. */
function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const found = find(call, work.read)
    return isApiError(found) ? found : removeParticipant(work, found.conversation, found.participant)
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader = call.conversations.reader): UserConversation | ApiError {
  const user = findUser(call, read)
  if (isApiError(user)) return user
  const conversation = findConversation(whereOf(call, read))
  if (isApiError(conversation)) return conversation
  const participant = participantFor(read, conversation.sid, user)
  return participant ? { user, conversation, participant, unread: unreadOf(read, participant) } : notFound(call)
}

function participantFor(read: ConversationsReader, conversationSid: string, { identity }: User) {
  return read.participants(conversationSid).find((one) => one.identity === identity)
}

function unreadOf(read: ConversationsReader, { conversationSid, lastReadIndex }: Participant): number | null {
  return lastReadIndex === null ? null : read.messageCount(conversationSid, lastReadIndex)
}

function show(call: Call, found: UserConversation) {
  return userConversationShape(found, (path) => urlOf(call, path))
}
