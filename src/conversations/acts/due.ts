import type { Conversation, ConversationMessage } from '../model/records.ts'
import { enterState, stateDue } from '../model/states.ts'
import type { Work } from '../work.ts'
import { tellState } from './conversations.ts'
import { sendToPhones } from './sending.ts'

/** Takes a conversation into the state that its clock has brought about. */
export function enterDueState(work: Work, before: Conversation): void {
  const state = stateDue(before, work.now)
  if (!state) return
  const conversation = work.put('conversation', enterState(before, state, work.now))
  tellState(work, before, conversation, before.state === 'initializing' ? 'EVENT' : 'TIMER')
}

/** Sends a message that came from a phone on to the masked participants. */
export function relay(work: Work, message: ConversationMessage): void {
  work.put('message', { ...message, relayAt: null })
  const conversation = work.read.conversation(message.conversationSid)
  if (!conversation || conversation.state === 'closed') return
  sendToPhones(work, { conversation, message }, work.read.participants(conversation.sid))
}
