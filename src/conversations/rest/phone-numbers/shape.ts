import { rfc2822 } from '../../../../protocols/conversations/index.ts'
import type { OwnedNumber } from '../../../core/index.ts'
import type { NumberSettings } from '../../model/resources.ts'
import { API_VERSION } from '../channel-messages/shape.ts'

/** Numbers that nobody has configured have the date of the API's first day. */
export const FIRST_DAY = Date.UTC(2020, 0, 1)

/** What an account may set for a number: parameter, field of the answer, and the value before anybody sets one. */
export const NUMBER_SETTINGS = {
  FriendlyName: ['friendly_name', null],
  SmsApplicationSid: ['sms_application_sid', null],
  SmsFallbackMethod: ['sms_fallback_method', 'POST'],
  SmsFallbackUrl: ['sms_fallback_url', null],
  SmsMethod: ['sms_method', 'POST'],
  SmsUrl: ['sms_url', null],
  StatusCallback: ['status_callback', null],
  StatusCallbackMethod: ['status_callback_method', 'POST'],
  VoiceApplicationSid: ['voice_application_sid', null],
  VoiceFallbackMethod: ['voice_fallback_method', 'POST'],
  VoiceFallbackUrl: ['voice_fallback_url', null],
  VoiceMethod: ['voice_method', 'POST'],
  VoiceReceiveMode: ['voice_receive_mode', 'voice'],
  VoiceUrl: ['voice_url', null],
  EmergencyStatus: ['emergency_status', 'Inactive'],
  EmergencyAddressSid: ['emergency_address_sid', null],
  TrunkSid: ['trunk_sid', null],
  IdentitySid: ['identity_sid', null],
  AddressSid: ['address_sid', null],
  BundleSid: ['bundle_sid', null],
  VoiceCallerIdLookup: ['voice_caller_id_lookup', 'false'],
} as const satisfies Readonly<Record<string, readonly [string, string | null]>>

type Own = { readonly sid: string; readonly settings: NumberSettings | undefined }

/** A number of the account as the 2010-04-01 API shows it; voice and the rest of telephony are not simulated. */
export function phoneNumberShape({ number, owner, capabilities, kind }: OwnedNumber, { sid, settings }: Own) {
  const set = settings?.settings ?? {}
  const shown = Object.entries(NUMBER_SETTINGS).map(([name, [field, usual]]) => [field, set[name] || usual])
  const fields: Record<string, string | null> = Object.fromEntries(shown)
  return {
    sid,
    account_sid: owner.account,
    api_version: API_VERSION,
    phone_number: number,
    ...fields,
    friendly_name: set.FriendlyName || number,
    voice_caller_id_lookup: set.VoiceCallerIdLookup?.toLowerCase() === 'true',
    capabilities: { voice: false, sms: capabilities.sms, mms: capabilities.mms, fax: false },
    beta: false,
    origin: 'twilio',
    status: 'in-use',
    type: kind === 'toll-free' ? 'toll-free' : 'local',
    date_created: rfc2822(settings?.createdAt ?? FIRST_DAY),
    date_updated: rfc2822(settings?.updatedAt ?? FIRST_DAY),
    address_requirements: 'none',
    emergency_address_status: 'unregistered',
    uri: `/${API_VERSION}/Accounts/${owner.account}/IncomingPhoneNumbers/${sid}.json`,
  }
}
