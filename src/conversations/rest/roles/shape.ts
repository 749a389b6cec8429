import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Role } from '../../model/resources.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A role as the API shows it. */
export function roleShape(role: Role, url: UrlOf) {
  return {
    sid: role.sid,
    account_sid: role.accountSid,
    chat_service_sid: role.serviceSid,
    friendly_name: role.friendlyName,
    type: role.type,
    permissions: role.permissions,
    date_created: isoSeconds(role.createdAt),
    date_updated: isoSeconds(role.updatedAt),
    url: url(`/Roles/${role.sid}`),
  }
}
