import { type ApiError, isApiError, isSid, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { settingsOf } from '../../acts/roles.ts'
import { deleteUser } from '../../acts/user-removal.ts'
import { createUser, type UserFields, updateUser } from '../../acts/users.ts'
import type { User } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import { userParameters } from '../../model/webhook-parameters.ts'
import type { Work } from '../../work.ts'
import { askBefore, conflictIn } from '../asking.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  listResources,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
} from '../call.ts'
import { urlOf } from '../urls.ts'
import { userShape } from './shape.ts'

export const USER_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: '/Users', handle: list },
  { method: 'post', level: 'both', path: '/Users', handle: create },
  { method: 'get', level: 'both', path: '/Users/:user', handle: fetch },
  { method: 'post', level: 'both', path: '/Users/:user', handle: update },
  { method: 'delete', level: 'both', path: '/Users/:user', handle: remove },
]

/** The user of the path, by SID or identity. */
export function findUser(call: Call, read: ConversationsReader = call.conversations.reader): User | ApiError {
  const name = call.params.user ?? ''
  const found = isSid('user', name) ? read.resource('user', name) : read.resourceNamed('user', call.serviceSid, name)
  return found?.serviceSid === call.serviceSid ? found : notFound(call)
}

function list(call: Call): Reply {
  return listResources(call, {
    kind: 'user',
    parent: call.serviceSid,
    key: 'users',
    limits: PAGE_LIMITS.small,
    url: urlOf(call, '/Users'),
    shape: (user) => show(call, 200)(user).body,
  })
}

function create(call: Call): Promise<Reply> {
  const owner = { accountSid: call.account.sid, serviceSid: call.serviceSid }
  const wanted = { identity: given(call, 'Identity'), fields: readFields(call) }
  return decide(call, (work) => createUser(work, owner, wanted), show(call, 201))
}

function fetch(call: Call): Reply {
  const user = findUser(call)
  return isApiError(user) ? user : show(call, 200)(user)
}

async function update(call: Call): Promise<Reply> {
  const before = findUser(call)
  if (isApiError(before)) return before
  const fields = readFields(call)
  const { attributes = before.attributes, friendlyName = before.friendlyName, roleSid = before.roleSid } = fields
  const about = () => userParameters({ ...before, attributes, friendlyName, roleSid })
  const asked = await askBefore(call, 'onUserUpdate', { conversation: null, about })
  if (isApiError(asked)) return asked
  const act = (work: Work) => {
    const user = findUser(call, work.read)
    if (isApiError(user)) return user
    return conflictIn(50213, { before, now: user }, asked) ?? updateUser(work, user, fields)
  }
  return decide(call, act, show(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const user = findUser(call, work.read)
    return isApiError(user) ? user : deleteUser(work, user)
  }
  return decide(call, act, () => NO_CONTENT)
}

function show(call: Call, status: number): (user: User) => Answer {
  const url = (path: string) => urlOf(call, path)
  const settings = settingsOf({ read: call.conversations.reader }, call.serviceSid)
  return (user) => ({ status, body: userShape(user, { url, settings }) })
}

function readFields(call: Call): UserFields {
  return {
    friendlyName: given(call, 'FriendlyName'),
    attributes: given(call, 'Attributes'),
    roleSid: given(call, 'RoleSid'),
  }
}
