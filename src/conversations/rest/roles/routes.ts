import { type ApiError, apiError, fields, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { NAME_LENGTH } from '../../acts/conversation-draft.ts'
import { builtInRoles, roleOf } from '../../acts/roles.ts'
import { ROLE_TYPES, type Role } from '../../model/resources.ts'
import type { Work } from '../../work.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  givenWord,
  listPage,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
  withFixed,
} from '../call.ts'
import { urlOf } from '../urls.ts'
import { roleShape } from './shape.ts'

export const ROLE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: '/Roles', handle: list },
  { method: 'post', level: 'both', path: '/Roles', handle: create },
  { method: 'get', level: 'both', path: '/Roles/:role', handle: fetch },
  { method: 'post', level: 'both', path: '/Roles/:role', handle: update },
  { method: 'delete', level: 'both', path: '/Roles/:role', handle: remove },
]

/** Names of permissions as the documentation writes them; which of them exist is not published as a list. */
const PERMISSION = /^(add|create|delete|destroy|edit|invite|join|leave|remove|send)[A-Z][A-Za-z]{0,63}$/

function list(call: Call): Reply {
  const { account, serviceSid, conversations } = call
  return listPage<Role>(call, {
    key: 'roles',
    limits: PAGE_LIMITS.small,
    url: urlOf(call, '/Roles'),
    read: withFixed(builtInRoles(account.sid, serviceSid), (slice) =>
      conversations.reader.resources('role', serviceSid, slice),
    ),
    keyOf: ({ sid }) => sid,
    shape: (role) => show(call, 200)(role).body,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const friendlyName = given(call, 'FriendlyName')
  if (!friendlyName) return apiError(50000)
  if (friendlyName.length > NAME_LENGTH) return apiError(50003)
  const type = ROLE_TYPES.find((one) => one === givenWord(call, 'Type'))
  if (!type) return apiError(50105, `The Type ${given(call, 'Type') ?? ''} is none of ${ROLE_TYPES.join(', ')}`)
  const permissions = readPermissions(call)
  if (isApiError(permissions)) return permissions
  const act = (work: Work) =>
    work.keep('role', {
      sid: work.sid('role'),
      accountSid: work.account.sid,
      serviceSid: call.serviceSid,
      friendlyName,
      type,
      permissions,
      createdAt: work.now,
      updatedAt: work.now,
    })
  return decide(call, act, show(call, 201))
}

function fetch(call: Call): Reply {
  const role = find(call)
  return isApiError(role) ? role : show(call, 200)(role)
}

function update(call: Call): Reply | Promise<Reply> {
  const permissions = readPermissions(call)
  const act = (work: Work) => {
    const role = find(call, work)
    if (isApiError(role)) return role
    return isApiError(permissions) ? permissions : work.keep('role', { ...role, permissions, updatedAt: work.now })
  }
  return decide(call, act, show(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const role = find(call, work)
    if (isApiError(role)) return role
    if (builtInRoles(role.accountSid, role.serviceSid).some(({ sid }) => sid === role.sid)) {
      return apiError(20001, `The role ${role.sid} is one that every service has, and cannot be deleted`)
    }
    work.remove('role', role.sid)
    return role
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, place: Pick<Work, 'read'> = { read: call.conversations.reader }): Role | ApiError {
  const owner = { accountSid: call.account.sid, serviceSid: call.serviceSid }
  return roleOf(place, owner, call.params.role ?? '') ?? notFound(call)
}

function readPermissions({ form }: Call): readonly string[] | ApiError {
  const permissions = fields(form, 'Permission').filter((text) => text !== '')
  if (permissions.length === 0) return apiError(50104, 'A role needs at least one Permission')
  const wrong = permissions.find((text) => !PERMISSION.test(text))
  return wrong === undefined ? [...new Set(permissions)] : apiError(50104, `There is no permission ${wrong}`)
}

function show(call: Call, status: number): (role: Role) => Answer {
  return (role) => ({ status, body: roleShape(role, (path) => urlOf(call, path)) })
}
