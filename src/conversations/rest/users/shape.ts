import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { ServiceSettings, User } from '../../model/resources.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A user as the API shows it; whether it is reachable is told only where the service wants to know. */
export function userShape(
  user: User,
  { url, settings }: { readonly url: UrlOf; readonly settings: Pick<ServiceSettings, 'reachabilityEnabled'> },
) {
  const reachable = settings.reachabilityEnabled ? false : null
  const own = url(`/Users/${user.sid}`)
  return {
    sid: user.sid,
    account_sid: user.accountSid,
    chat_service_sid: user.serviceSid,
    role_sid: user.roleSid,
    identity: user.identity,
    friendly_name: user.friendlyName,
    attributes: user.attributes,
    is_online: reachable,
    is_notifiable: reachable,
    date_created: isoSeconds(user.createdAt),
    date_updated: isoSeconds(user.updatedAt),
    url: own,
    links: { user_conversations: `${own}/Conversations` },
  }
}
