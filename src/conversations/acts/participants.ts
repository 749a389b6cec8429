import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import { GROUP_SIZE, type Member, shapeOf } from '../model/number-group.ts'
import { changeMember, type WantedChange } from '../model/participant-changes.ts'
import { admit, checkRoster, type Wanted } from '../model/participant-rules.ts'
import type { Conversation, Participant } from '../model/records.ts'
import { rosterKey } from '../model/roster.ts'
import type { Work } from '../work.ts'
import { checkAttributes, dateOf, SMALL_ATTRIBUTES_LENGTH } from './conversation-draft.ts'
import { checkRole, settingsOf } from './roles.ts'
import { ensureUser } from './users.ts'

/** What of a participant is no business of the rules of groups. */
export type ParticipantFields = {
  readonly attributes?: string | undefined
  readonly roleSid?: string | undefined
  readonly dateCreated?: string | undefined
  readonly dateUpdated?: string | undefined
  readonly lastReadIndex?: string | undefined
  readonly lastReadAt?: string | undefined
}

/** One more participant in a conversation, if the rules admit it. */
export function addParticipant(
  work: Work,
  conversation: Conversation,
  { wanted, fields }: { readonly wanted: Wanted; readonly fields: ParticipantFields },
): Participant | ApiError {
  const closed = checkChangeable(conversation)
  if (closed) return closed
  const others = work.read.participants(conversation.sid)
  const member = admit(others, wanted, work.around(conversation))
  if (isApiError(member)) return member
  const participant = applyFields(work, newParticipant(work, conversation, member), fields)
  if (isApiError(participant)) return participant
  work.put('participant', participant)
  holdRoster(work, conversation, [...others, participant])
  if (participant.identity !== null) ensureUser(work, conversation, participant.identity)
  work.happened({ event: 'onParticipantAdded', conversation, participant })
  return participant
}

export function updateParticipant(
  work: Work,
  conversation: Conversation,
  change: { readonly before: Participant; readonly wanted: WantedChange; readonly fields: ParticipantFields },
): Participant | ApiError {
  const closed = checkChangeable(conversation)
  if (closed) return closed
  const { before, wanted, fields } = change
  const others = work.read.participants(conversation.sid).filter(({ sid }) => sid !== before.sid)
  const member = changeMember({ member: before, others }, wanted, work.around(conversation))
  if (isApiError(member)) return member
  const changed = { ...before, ...member, updatedAt: work.now }
  const participant = applyFields(work, changed, fields)
  if (isApiError(participant)) return participant
  work.put('participant', participant)
  holdRoster(work, conversation, [...others, participant])
  if (participant.identity !== null) ensureUser(work, conversation, participant.identity)
  work.happened({ event: 'onParticipantUpdated', conversation, participant })
  return participant
}

/** Takes a participant out; the smaller set must not be another conversation's. */
export function removeParticipant(
  work: Work,
  conversation: Conversation,
  participant: Participant,
): Participant | ApiError {
  const closed = checkChangeable(conversation)
  if (closed) return closed
  const others = work.read.participants(conversation.sid).filter(({ sid }) => sid !== participant.sid)
  const taken = checkRoster(others, work.around(conversation))
  if (taken) return taken
  work.remove('participant', participant.sid)
  holdRoster(work, conversation, others)
  work.happened({ event: 'onParticipantRemoved', conversation, participant })
  return participant
}

/** A participant as it will be written. Phones of a group have no role; everybody else has the usual one. */
export function newParticipant(work: Work, conversation: Conversation, member: Member): Participant {
  const { sid, accountSid, serviceSid } = conversation
  return {
    ...member,
    sid: work.sid('participant'),
    accountSid,
    serviceSid,
    conversationSid: sid,
    attributes: '{}',
    roleSid: shapeOf(member) === 'handset' ? null : settingsOf(work, serviceSid).conversationRoleSid,
    lastReadIndex: null,
    lastReadAt: null,
    createdAt: work.now,
    updatedAt: work.now,
  }
}

/** What a request says beside identity and addresses. */
export function applyFields(work: Work, before: Participant, fields: ParticipantFields): Participant | ApiError {
  const { attributes, roleSid, lastReadIndex, lastReadAt } = fields
  const wrong = checkAttributes(attributes, SMALL_ATTRIBUTES_LENGTH) ?? checkRead(fields)
  if (wrong) return wrong
  const unfit = roleSid ? checkRole(work, before, { sid: roleSid, type: 'conversation' }) : undefined
  if (unfit) return unfit
  const createdAt = dateOf(fields.dateCreated, 50308, before.createdAt)
  if (isApiError(createdAt)) return createdAt
  const updatedAt = dateOf(fields.dateUpdated, 50309, work.now)
  if (isApiError(updatedAt)) return updatedAt
  return {
    ...before,
    attributes: attributes === undefined ? before.attributes : attributes || '{}',
    roleSid: roleSid || before.roleSid,
    lastReadIndex: lastReadIndex === undefined ? before.lastReadIndex : readIndex(lastReadIndex),
    lastReadAt: lastReadAt === undefined ? before.lastReadAt : lastReadAt || null,
    createdAt,
    updatedAt,
  }
}

/** Writes the key of the conversation's numbers, by which it is found and which nobody else may hold. */
export function holdRoster(work: Work, conversation: Conversation, participants: readonly Member[]): void {
  const roster = rosterKey(participants)
  if (roster !== conversation.roster) work.put('conversation', { ...conversation, roster })
}

/** The code of a conflict about participants: a group has one of its own. */
export function conflictCode({ roster }: Pick<Conversation, 'roster'>): 50419 | 50449 {
  return roster !== null && roster.split(',').length >= GROUP_SIZE ? 50449 : 50419
}

function checkChangeable(conversation: Conversation): ApiError | undefined {
  const { sid, state } = conversation
  if (state === 'closed') return apiError(50377, `The conversation ${sid} is closed, which is final`)
  if (state === 'initializing') {
    return apiError(
      conflictCode(conversation),
      `The conversation ${sid} is still initializing: try again when it is active`,
    )
  }
  return undefined
}

function checkRead({ lastReadIndex, lastReadAt }: ParticipantFields): ApiError | undefined {
  if (lastReadIndex && lastReadIndex !== 'null' && !/^\d{1,15}$/.test(lastReadIndex)) {
    return apiError(50421, `LastReadMessageIndex ${lastReadIndex} is no number`)
  }
  return lastReadAt && isApiError(dateOf(lastReadAt, 50308, 0)) ? apiError(50405) : undefined
}

function readIndex(text: string): number | null {
  return text === '' || text === 'null' ? null : Number(text)
}
