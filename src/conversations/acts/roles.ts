import { type ApiError, apiError, sidOf } from '../../../protocols/conversations/index.ts'
import { contentHash } from '../../runtime/index.ts'
import type { Role, RoleType, ServiceSettings } from '../model/resources.ts'
import type { Work } from '../work.ts'

const HEX_DIGITS = 32
/** The roles of a service that nobody made have the date of the API's first day. */
const FIRST_DAY = Date.UTC(2020, 0, 1)

const OWN = ['editOwnMessage', 'editOwnMessageAttributes', 'deleteOwnMessage', 'leaveConversation']
const TALKING = ['sendMessage', 'sendMediaMessage', 'editNotificationLevel', 'editOwnUserInfo', ...OWN]
const MODERATING = ['addParticipant', 'removeParticipant', 'editConversationName', 'editConversationAttributes']
const RULING = ['editAnyMessage', 'editAnyMessageAttributes', 'deleteAnyMessage', 'deleteConversation']

const BUILT_IN = {
  'service admin': {
    type: 'service',
    permissions: ['createConversation', 'joinConversation', 'editAnyUserInfo', ...MODERATING, ...RULING, ...TALKING],
  },
  'service user': { type: 'service', permissions: ['createConversation', 'joinConversation', 'editOwnUserInfo'] },
  'channel admin': { type: 'conversation', permissions: [...MODERATING, ...RULING, ...TALKING] },
  'channel user': { type: 'conversation', permissions: [...TALKING, 'addParticipant'] },
} as const satisfies Readonly<Record<string, { type: RoleType; permissions: readonly string[] }>>
export type BuiltInRole = keyof typeof BUILT_IN

type Place = Pick<Work, 'read'>

/** Roles that every service has from the start. They have no rows until somebody changes them. */
export function builtInRoles(accountSid: string, serviceSid: string): readonly Role[] {
  return Object.entries(BUILT_IN).map(([friendlyName, { type, permissions }]) => ({
    // The entries of a table carry its own keys.
    sid: builtInRoleSid(serviceSid, friendlyName as BuiltInRole),
    accountSid,
    serviceSid,
    friendlyName,
    type,
    permissions,
    createdAt: FIRST_DAY,
    updatedAt: FIRST_DAY,
  }))
}

export function builtInRoleSid(serviceSid: string, name: BuiltInRole): string {
  return sidOf('role', contentHash(new TextEncoder().encode(`${serviceSid} ${name}`)).slice(0, HEX_DIGITS))
}

/** A role of a service by its SID. */
export function roleOf({ read }: Place, { accountSid, serviceSid }: Owner, sid: string): Role | undefined {
  const role = read.resource('role', sid) ?? builtInRoles(accountSid, serviceSid).find((one) => one.sid === sid)
  return role?.serviceSid === serviceSid ? role : undefined
}
export type Owner = { readonly accountSid: string; readonly serviceSid: string }

/** Whether a role can be given: it exists in the service and is of the type that fits. */
export function checkRole(place: Place, owner: Owner, wanted: { sid: string; type: RoleType }): ApiError | undefined {
  const role = roleOf(place, owner, wanted.sid)
  if (!role) return apiError(50100, `There is no role ${wanted.sid} in the service ${owner.serviceSid}`)
  if (role.type === wanted.type) return undefined
  return apiError(50105, `The role ${role.sid} is of type ${role.type}, and one of type ${wanted.type} is needed`)
}

/** What a service has set, or what every service starts with. */
export function settingsOf({ read }: Place, serviceSid: string): ServiceSettings {
  return (
    read.resource('serviceSettings', serviceSid) ?? {
      sid: serviceSid,
      creatorRoleSid: builtInRoleSid(serviceSid, 'channel admin'),
      conversationRoleSid: builtInRoleSid(serviceSid, 'channel user'),
      serviceRoleSid: builtInRoleSid(serviceSid, 'service user'),
      reachabilityEnabled: false,
    }
  )
}
