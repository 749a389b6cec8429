import type { WebhookConfiguration } from '../../model/records.ts'

/** The webhooks of an account or of a service, as the API shows them: the one has a target, the other its service. */
export function webhookConfigurationShape(configuration: WebhookConfiguration, url: string) {
  const { serviceSid } = configuration
  return {
    account_sid: configuration.accountSid,
    ...(serviceSid === null ? { target: configuration.target } : { chat_service_sid: serviceSid }),
    method: configuration.method,
    filters: configuration.filters,
    pre_webhook_url: configuration.preUrl,
    post_webhook_url: configuration.postUrl,
    url,
  }
}
