import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import type { Member } from '../model/number-group.ts'
import {
  checkActivation,
  checkDuplicate,
  checkGroup,
  GROUP_PARTICIPANTS,
  readMember,
  type Wanted,
} from '../model/participant-rules.ts'
import type { Conversation, Participant } from '../model/records.ts'
import { rosterKey } from '../model/roster.ts'
import { enterState, stopTimers } from '../model/states.ts'
import type { Work } from '../work.ts'
import type { ConversationFields } from './conversation-draft.ts'
import { draftConversation, tellState } from './conversations.ts'
import { applyFields, newParticipant, type ParticipantFields } from './participants.ts'
import { ensureUser } from './users.ts'

export const FEWEST_PARTICIPANTS = 3

export type WantedParticipant = { readonly wanted: Wanted; readonly fields: ParticipantFields }

/** A conversation together with all its participants: only the whole set is checked, not the ones on the way. */
export function createWithParticipants(
  work: Work,
  serviceSid: string,
  request: { readonly fields: ConversationFields; readonly participants: readonly WantedParticipant[] },
): Conversation | ApiError {
  const draft = draftConversation(work, serviceSid, request.fields)
  if (isApiError(draft)) return draft
  const members = readMembers(work, draft, request.participants)
  if (isApiError(members)) return members
  const participants: Participant[] = []
  for (const [index, member] of members.entries()) {
    const fields = request.participants[index]?.fields ?? {}
    const participant = applyFields(work, newParticipant(work, draft, member), fields)
    if (isApiError(participant)) return participant
    participants.push(participant)
  }
  return writeNew(work, { ...draft, roster: rosterKey(members) }, participants)
}

/** Writes a new conversation with its participants; it is `initializing` for as long as the account says. */
function writeNew(work: Work, draft: Conversation, participants: readonly Participant[]): Conversation {
  const initial = beginInitializing(work, draft)
  work.put('conversation', initial)
  work.happened({ event: 'onConversationAdded', conversation: initial })
  for (const participant of participants) {
    work.put('participant', participant)
    if (participant.identity !== null) ensureUser(work, initial, participant.identity)
    work.happened({ event: 'onParticipantAdded', conversation: initial, participant })
  }
  return endInitializing(work, initial)
}

export function beginInitializing(work: Work, draft: Conversation): Conversation {
  const activeAt = work.now + work.switches.initializingDelay
  return { ...draft, state: 'initializing', activeAt, timers: stopTimers(draft.timers) }
}

/** Where the account wants no delay, the conversation is active at once. */
export function endInitializing(work: Work, initial: Conversation): Conversation {
  if (work.switches.initializingDelay > 0) return initial
  const active = work.put('conversation', enterState(initial, 'active', work.now))
  tellState(work, initial, active, 'EVENT')
  return active
}

function readMembers(
  work: Work,
  draft: Conversation,
  wanted: readonly WantedParticipant[],
): readonly Member[] | ApiError {
  if (wanted.length > GROUP_PARTICIPANTS) {
    return apiError(50426, `${wanted.length} participants are more than ${GROUP_PARTICIPANTS}`)
  }
  if (wanted.length < FEWEST_PARTICIPANTS) {
    return apiError(50435, `${wanted.length} participants are fewer than ${FEWEST_PARTICIPANTS}`)
  }
  const around = work.around(draft)
  const members: Member[] = []
  for (const one of wanted) {
    const member = readMember(one.wanted, around)
    if (isApiError(member)) return member
    const twice = checkDuplicate(members, member, work.switches)
    if (twice) return twice
    members.push(member)
  }
  return checkActivation(members) ?? checkGroup(members, around) ?? members
}
