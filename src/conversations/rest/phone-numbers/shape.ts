import { sidOf } from '../../../../protocols/conversations/index.ts'
import type { OwnedNumber } from '../../../core/index.ts'
import { contentHash } from '../../../runtime/index.ts'
import { API_VERSION } from '../channel-messages/shape.ts'

const HEX_DIGITS = 32

/** The SID of a number: it has no row of its own, so it follows from account and number. */
export function phoneNumberSid({ number, owner }: OwnedNumber): string {
  return sidOf('phoneNumber', contentHash(new TextEncoder().encode(`${owner.account} ${number}`)).slice(0, HEX_DIGITS))
}

/** A number of the account as the 2010-04-01 API shows it; voice and the rest of telephony are not simulated. */
export function phoneNumberShape(owned: OwnedNumber) {
  const { number, owner, capabilities } = owned
  const sid = phoneNumberSid(owned)
  return {
    sid,
    account_sid: owner.account,
    api_version: API_VERSION,
    friendly_name: number,
    phone_number: number,
    capabilities: { voice: false, sms: capabilities.sms, mms: capabilities.mms, fax: false },
    beta: false,
    origin: 'twilio',
    status: 'in-use',
    type: owned.kind === 'toll-free' ? 'toll-free' : 'local',
    date_created: null,
    date_updated: null,
    address_requirements: 'none',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    trunk_sid: null,
    ...SMS_SETTINGS,
    ...VOICE_SETTINGS,
    uri: `/${API_VERSION}/Accounts/${owner.account}/IncomingPhoneNumbers/${sid}.json`,
  }
}

const SMS_SETTINGS = {
  sms_application_sid: '',
  sms_fallback_method: 'POST',
  sms_fallback_url: '',
  sms_method: 'POST',
  sms_url: '',
  status_callback: '',
  status_callback_method: 'POST',
} as const

const VOICE_SETTINGS = {
  voice_application_sid: '',
  voice_caller_id_lookup: false,
  voice_fallback_method: 'POST',
  voice_fallback_url: null,
  voice_method: 'POST',
  voice_receive_mode: 'voice',
  voice_url: null,
  emergency_status: 'Inactive',
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
} as const
