import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import type { Conversation } from '../model/records.ts'
import { checkOpen, parseState } from '../model/states.ts'
import type { Work } from '../work.ts'
import { applyFields, applyState, blankConversation, type ConversationFields } from './conversation-draft.ts'

/** A new conversation, with nobody in it yet. */
export function createConversation(
  work: Work,
  serviceSid: string,
  fields: ConversationFields,
): Conversation | ApiError {
  const draft = draftConversation(work, serviceSid, fields)
  if (isApiError(draft)) return draft
  const conversation = work.put('conversation', draft)
  work.happened({ event: 'onConversationAdded', conversation })
  return conversation
}

/** A new conversation as its request describes it, not yet written. */
export function draftConversation(work: Work, serviceSid: string, fields: ConversationFields): Conversation | ApiError {
  const { state, inactiveTimer, closedTimer } = fields
  if (state === undefined && (inactiveTimer !== undefined || closedTimer !== undefined)) return apiError(50382)
  const wanted = state === undefined ? 'active' : parseState(state)
  if (isApiError(wanted)) return wanted
  if (wanted === 'closed') return apiError(50384)
  const blank = blankConversation(work, serviceSid)
  const filled = applyFields(work, blank, fields)
  if (isApiError(filled)) return filled
  if (wanted === 'initializing')
    return { ...filled, state: wanted, activeAt: work.now + work.switches.initializingDelay }
  return applyState(work, filled, wanted)
}

export function updateConversation(
  work: Work,
  before: Conversation,
  fields: ConversationFields,
): Conversation | ApiError {
  const closed = checkOpen(before)
  if (closed) return closed
  const filled = applyFields(work, before, fields)
  if (isApiError(filled)) return filled
  const conversation = applyState(work, filled, fields.state)
  if (isApiError(conversation)) return conversation
  work.put('conversation', conversation)
  work.happened({ event: 'onConversationUpdated', conversation })
  tellState(work, before, conversation, 'API')
  return conversation
}

/** Takes a conversation with everything in it away; its set of numbers is free again. */
export function deleteConversation(work: Work, conversation: Conversation): Conversation {
  work.remove('conversation', conversation.sid)
  work.happened({ event: 'onConversationRemoved', conversation })
  return conversation
}

/** Tells of a change of state, if there was one. */
export function tellState(
  work: Work,
  before: Conversation,
  conversation: Conversation,
  reason: 'API' | 'TIMER' | 'EVENT',
): void {
  if (before.state === conversation.state) return
  const { state: from } = before
  work.happened({ event: 'onConversationStateUpdated', conversation, from, to: conversation.state, reason })
}
