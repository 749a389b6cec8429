import { rfc2822 } from '../../../../protocols/conversations/index.ts'
import type { OwnedNumber } from '../../../core/index.ts'
import type { NumberSettings } from '../../model/resources.ts'
import { API_VERSION } from '../channel-messages/shape.ts'
import { FIRST_DAY } from '../phone-numbers/shape.ts'

/** What an account may set for a short code. */
export const SHORT_CODE_SETTINGS = ['FriendlyName', 'SmsUrl', 'SmsMethod', 'SmsFallbackUrl', 'SmsFallbackMethod']

type Own = { readonly sid: string; readonly settings: NumberSettings | undefined }

/** A short code of the account as the 2010-04-01 API shows it. */
export function shortCodeShape({ number, owner }: OwnedNumber, { sid, settings }: Own) {
  const set = settings?.settings ?? {}
  return {
    sid,
    account_sid: owner.account,
    api_version: API_VERSION,
    short_code: number,
    friendly_name: set.FriendlyName || number,
    sms_url: set.SmsUrl || null,
    sms_method: set.SmsMethod || 'POST',
    sms_fallback_url: set.SmsFallbackUrl || null,
    sms_fallback_method: set.SmsFallbackMethod || 'POST',
    date_created: rfc2822(settings?.createdAt ?? FIRST_DAY),
    date_updated: rfc2822(settings?.updatedAt ?? FIRST_DAY),
    uri: `/${API_VERSION}/Accounts/${owner.account}/SMS/ShortCodes/${sid}.json`,
  }
}
