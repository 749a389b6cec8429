import type { AccountConfiguration } from '../../model/records.ts'
import type { ServiceSettings } from '../../model/resources.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** What the account has set, as the API shows it. */
export function configurationShape(configuration: AccountConfiguration, url: UrlOf) {
  const { defaultServiceSid } = configuration
  return {
    account_sid: configuration.accountSid,
    default_chat_service_sid: defaultServiceSid,
    default_messaging_service_sid: configuration.defaultMessagingServiceSid,
    default_inactive_timer: configuration.inactiveTimer,
    default_closed_timer: configuration.closedTimer,
    url: url('/Configuration'),
    links: {
      service: url(`/Services/${defaultServiceSid}/Configuration`),
      webhooks: url('/Configuration/Webhooks'),
    },
  }
}

/** What a service has set, as the API shows it. */
export function serviceConfigurationShape(settings: ServiceSettings, url: UrlOf) {
  const own = url('/Configuration')
  return {
    chat_service_sid: settings.sid,
    default_conversation_creator_role_sid: settings.creatorRoleSid,
    default_conversation_role_sid: settings.conversationRoleSid,
    default_chat_service_role_sid: settings.serviceRoleSid,
    reachability_enabled: settings.reachabilityEnabled,
    url: own,
    links: { notifications: `${own}/Notifications`, webhooks: `${own}/Webhooks` },
  }
}
