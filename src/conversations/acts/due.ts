import { isOwnNumber } from '../model/autocreation.ts'
import { isGroup } from '../model/number-group.ts'
import type { Conversation, ConversationMessage } from '../model/records.ts'
import { enterState, stateDue } from '../model/states.ts'
import type { Work } from '../work.ts'
import { tellState } from './conversations.ts'
import { sendToPhones } from './sending.ts'

/** Takes a conversation into the state that its clock has brought about. */
export function enterDueState(work: Work, before: Conversation): void {
  const due = stateDue(before, work.now)
  if (!due) return
  const fault = before.state === 'initializing' ? activationFault(work, before) : undefined
  const conversation = work.put('conversation', enterState(before, fault ? 'closed' : due, work.now))
  if (fault) tellFailure(work, conversation, fault)
  tellState(work, before, conversation, before.state === 'initializing' ? 'EVENT' : 'TIMER')
}

/** Why a group cannot begin after all: what was true when it was made need not be so by now. */
function activationFault(work: Work, { sid }: Conversation): string | undefined {
  const members = work.read.participants(sid)
  if (!isGroup(members)) return undefined
  if (work.switches.groupMms === 'disabled') return 'Groups are not enabled for this account'
  const numbers = members.flatMap(({ projectedAddress }) => projectedAddress ?? [])
  const lost = numbers.find((number) => !isOwnNumber(work.carrier.number(number), work.account.sid))
  return lost && `The ProjectedAddress ${lost} belongs to the account no more`
}

/** [50427] Nobody waits for an answer any more: it is told where alerts are. */
function tellFailure(work: Work, { sid, accountSid, serviceSid }: Conversation, reason: string): void {
  const about = { accountSid, chatServiceSid: serviceSid, conversationSid: sid }
  work.events.push({ type: 'conversation.activation-failed', ...about, code: 50427, reason })
}

/** Sends a message that came from a phone on to the masked participants. */
export function relay(work: Work, message: ConversationMessage): void {
  work.put('message', { ...message, relayAt: null })
  const conversation = work.read.conversation(message.conversationSid)
  if (!conversation || conversation.state === 'closed') return
  sendToPhones(work, { conversation, message }, work.read.participants(conversation.sid))
}
