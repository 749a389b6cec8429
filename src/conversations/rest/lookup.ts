import { type ApiError, isSid } from '../../../protocols/conversations/index.ts'
import type { Conversation, ConversationMessage, Participant } from '../model/records.ts'
import type { ConversationsReader } from '../model/store-port.ts'
import { type Call, notFound } from './call.ts'

type Where = Pick<Call, 'params' | 'serviceSid' | 'path' | 'account'> & { readonly read: ConversationsReader }

/** What the path of a call names, read inside a unit or outside of one. */
export function whereOf(call: Call, read: ConversationsReader = call.conversations.reader): Where {
  const { params, serviceSid, path, account } = call
  return { params, serviceSid, path, account, read }
}

/** The conversation of the path, by SID or UniqueName. */
export function findConversation(where: Where): Conversation | ApiError {
  const { read, serviceSid, params } = where
  const name = params.conversation ?? ''
  const found = isSid('conversation', name) ? read.conversation(name) : read.conversationNamed(serviceSid, name)
  return found?.serviceSid === serviceSid ? found : notFound(where)
}

/** The participant of the path, by SID or identity. */
export function findParticipant(where: Where, { sid }: Conversation): Participant | ApiError {
  const name = where.params.participant ?? ''
  const found = isSid('participant', name)
    ? where.read.participant(name)
    : where.read.participants(sid).find(({ identity }) => identity === name)
  return found?.conversationSid === sid ? found : notFound(where)
}

export function findMessage(where: Where, { sid }: Conversation): ConversationMessage | ApiError {
  const found = where.read.message(where.params.message ?? '')
  return found?.conversationSid === sid ? found : notFound(where)
}
