import { type ApiError, isApiError } from '../../../protocols/conversations/index.ts'
import type { Participant } from '../model/records.ts'
import type { User } from '../model/resources.ts'
import type { Work } from '../work.ts'
import { removeParticipant } from './participants.ts'

const PER_READ = 100

/** Takes a user away, out of every conversation that is still open. */
export function deleteUser(work: Work, user: User): User | ApiError {
  for (const participant of participationsOf(work, user)) {
    const conversation = work.read.conversation(participant.conversationSid)
    if (!conversation || conversation.state === 'closed') continue
    const removed = removeParticipant(work, conversation, participant)
    if (isApiError(removed)) return removed
  }
  work.remove('user', user.sid)
  return user
}

/** Everywhere a user takes part. */
function* participationsOf({ read }: Work, { accountSid, serviceSid, identity }: User): Generator<Participant> {
  let after: string | undefined
  for (;;) {
    const slice = { limit: PER_READ, ...(after !== undefined && { after }) }
    const rows = read.participationsOf({ accountSid, identity }, serviceSid, slice)
    yield* rows
    after = rows.at(-1)?.sid
    if (rows.length < PER_READ) return
  }
}
