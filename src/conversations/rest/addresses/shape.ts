import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { AddressConfiguration } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** What happens to texts that no conversation claims, as the API shows it. */
export function addressConfigurationShape(configuration: AddressConfiguration, url: UrlOf) {
  return {
    sid: configuration.sid,
    account_sid: configuration.accountSid,
    type: configuration.type,
    address: configuration.address,
    friendly_name: configuration.friendlyName,
    auto_creation: autoCreationShape(configuration),
    date_created: isoSeconds(configuration.createdAt),
    date_updated: isoSeconds(configuration.updatedAt),
    url: url(`/Configuration/Addresses/${configuration.sid}`),
    address_country: configuration.addressCountry,
  }
}

function autoCreationShape(configuration: AddressConfiguration) {
  const { enabled, creation, serviceSid, webhookUrl, webhookMethod, webhookFilters, flowSid, retryCount } =
    configuration
  return {
    enabled,
    type: creation,
    ...(serviceSid !== null && { conversation_service_sid: serviceSid }),
    ...(creation === 'webhook' && {
      webhook_url: webhookUrl,
      webhook_method: webhookMethod,
      webhook_filters: webhookFilters,
    }),
    ...(creation === 'studio' && { studio_flow_sid: flowSid, studio_retry_count: retryCount }),
  }
}
