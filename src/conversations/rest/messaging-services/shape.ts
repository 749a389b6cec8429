import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { OwnedNumber } from '../../../core/index.ts'
import type { MessagingService, PoolNumber } from '../../model/resources.ts'

type Kind = 'text' | 'flag' | 'count'

/** What an account may set for a messaging service: parameter, field of the answer, kind, and the usual value. */
export const SERVICE_SETTINGS = {
  InboundRequestUrl: ['inbound_request_url', 'text', null],
  InboundMethod: ['inbound_method', 'text', 'POST'],
  FallbackUrl: ['fallback_url', 'text', null],
  FallbackMethod: ['fallback_method', 'text', 'POST'],
  StatusCallback: ['status_callback', 'text', null],
  StickySender: ['sticky_sender', 'flag', 'true'],
  MmsConverter: ['mms_converter', 'flag', 'true'],
  SmartEncoding: ['smart_encoding', 'flag', 'true'],
  ScanMessageContent: ['scan_message_content', 'text', 'inherit'],
  FallbackToLongCode: ['fallback_to_long_code', 'flag', 'true'],
  AreaCodeGeomatch: ['area_code_geomatch', 'flag', 'true'],
  ValidityPeriod: ['validity_period', 'count', '36000'],
  SynchronousValidation: ['synchronous_validation', 'flag', 'false'],
  Usecase: ['usecase', 'text', 'undeclared'],
  UseInboundWebhookOnNumber: ['use_inbound_webhook_on_number', 'flag', 'false'],
} as const satisfies Readonly<Record<string, readonly [string, Kind, string | null]>>

/** A messaging service as its API shows it. */
export function messagingServiceShape(service: MessagingService, url: string) {
  const fields = Object.entries(SERVICE_SETTINGS).map(([name, [field, kind, usual]]) => [
    field,
    settingOf(service.settings[name] || usual, kind),
  ])
  return {
    sid: service.sid,
    account_sid: service.accountSid,
    friendly_name: service.friendlyName,
    date_created: isoSeconds(service.createdAt),
    date_updated: isoSeconds(service.updatedAt),
    ...(Object.fromEntries(fields) as Record<string, unknown>),
    us_app_to_person_registered: true,
    url,
    links: {
      phone_numbers: `${url}/PhoneNumbers`,
      short_codes: `${url}/ShortCodes`,
      alpha_senders: `${url}/AlphaSenders`,
      messages: `${url}/Messages`,
    },
  }
}

type Pooled = { readonly owned: OwnedNumber | undefined; readonly url: string }

/** A number in a sender pool as the API shows it. */
export function poolNumberShape(entry: PoolNumber, pooled: Pooled) {
  return { ...pooledShape(entry, pooled), phone_number: entry.number }
}

/** A short code in a sender pool. */
export function poolShortCodeShape(entry: PoolNumber, pooled: Pooled) {
  return { ...pooledShape(entry, pooled), short_code: entry.number }
}

function pooledShape(entry: PoolNumber, { owned, url }: Pooled) {
  const { sms = false, mms = false } = owned?.capabilities ?? {}
  return {
    sid: entry.sid,
    account_sid: entry.accountSid,
    service_sid: entry.messagingServiceSid,
    country_code: 'US',
    capabilities: [...(mms ? ['MMS'] : []), ...(sms ? ['SMS'] : [])],
    date_created: isoSeconds(entry.createdAt),
    date_updated: isoSeconds(entry.updatedAt),
    url,
  }
}

function settingOf(text: string | null, kind: Kind): unknown {
  if (text === null || kind === 'text') return text
  return kind === 'flag' ? text.toLowerCase() === 'true' : Number(text)
}
