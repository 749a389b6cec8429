import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import { checkIdentity } from '../model/participant-rules.ts'
import type { Conversation } from '../model/records.ts'
import type { User } from '../model/resources.ts'
import type { Work } from '../work.ts'
import { checkAttributes, NAME_LENGTH, SMALL_ATTRIBUTES_LENGTH } from './conversation-draft.ts'
import { checkRole, type Owner, settingsOf } from './roles.ts'

export type UserFields = {
  readonly friendlyName?: string | undefined
  readonly attributes?: string | undefined
  readonly roleSid?: string | undefined
}

export function createUser(
  work: Work,
  owner: Owner,
  { identity, fields }: { readonly identity: string | undefined; readonly fields: UserFields },
): User | ApiError {
  if (!identity) return apiError(50204)
  const wrong = checkIdentity(identity) ?? checkFields(work, owner, fields)
  if (wrong) return wrong
  if (work.read.resourceNamed('user', owner.serviceSid, identity))
    return apiError(50201, `The user ${identity} is in the service already`)
  return addUser(work, owner, { identity, fields })
}

export function updateUser(work: Work, before: User, fields: UserFields): User | ApiError {
  const wrong = checkFields(work, before, fields)
  if (wrong) return wrong
  const user = work.keep('user', { ...before, ...said(before, fields), updatedAt: work.now })
  work.happened({ event: 'onUserUpdated', user })
  return user
}

/** Whoever joins a conversation with an identity becomes a user of its service. */
export function ensureUser(work: Work, { accountSid, serviceSid }: Conversation, identity: string): void {
  if (work.read.resourceNamed('user', serviceSid, identity)) return
  addUser(work, { accountSid, serviceSid }, { identity, fields: {} })
}

function addUser(
  work: Work,
  { accountSid, serviceSid }: Owner,
  { identity, fields }: { readonly identity: string; readonly fields: UserFields },
): User {
  const blank = {
    friendlyName: null,
    attributes: '{}',
    roleSid: settingsOf(work, serviceSid).serviceRoleSid,
  }
  const user = work.keep('user', {
    sid: work.sid('user'),
    accountSid,
    serviceSid,
    identity,
    ...said(blank, fields),
    createdAt: work.now,
    updatedAt: work.now,
  })
  work.happened({ event: 'onUserAdded', user })
  return user
}

function said(
  before: Pick<User, 'friendlyName' | 'attributes' | 'roleSid'>,
  { friendlyName, attributes, roleSid }: UserFields,
): Pick<User, 'friendlyName' | 'attributes' | 'roleSid'> {
  return {
    friendlyName: friendlyName === undefined ? before.friendlyName : friendlyName || null,
    attributes: attributes === undefined ? before.attributes : attributes || '{}',
    roleSid: roleSid || before.roleSid,
  }
}

function checkFields(work: Work, owner: Owner, fields: UserFields): ApiError | undefined {
  const { friendlyName, attributes, roleSid } = fields
  if ((friendlyName?.length ?? 0) > NAME_LENGTH) return apiError(50003, `FriendlyName is longer than ${NAME_LENGTH}`)
  const wrong = checkAttributes(attributes, SMALL_ATTRIBUTES_LENGTH)
  return wrong ?? (roleSid ? checkRole(work, owner, { sid: roleSid, type: 'service' }) : undefined)
}
