import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import type { Address } from '../../core/index.ts'
import { isGroupModel } from './number-group.ts'
import type { Participant } from './records.ts'

/** Who writes when nobody is named. */
export const SYSTEM_AUTHOR = 'system'

/** The participant that an Author names: by identity, by phone, or by projected number. */
export function participantOf(participants: readonly Participant[], author: string): Participant | undefined {
  return (
    participants.find(({ identity }) => identity === author) ??
    participants.find(({ address }) => address === author) ??
    participants.find(({ identity, projectedAddress }) => identity === null && projectedAddress === author) ??
    participants.find(({ projectedAddress }) => projectedAddress === (author as Address))
  )
}

/** In a group only members write: phones must see a sender they know. */
export function checkAuthor(participants: readonly Participant[], author: string): ApiError | undefined {
  if (!isGroupModel(participants) || participantOf(participants, author)) return undefined
  return apiError(50513, `The author ${author} is neither an identity nor an address in this group`)
}
