import { rfc2822 } from '../../../../protocols/conversations/index.ts'
import type { TwilioAccount } from '../../../core/index.ts'
import { API_VERSION } from '../channel-messages/shape.ts'

/** Accounts have no dates here; these are those of the API's first day. */
const FIRST_DAY = Date.UTC(2020, 0, 1)

/** An account as the 2010-04-01 API shows it. */
export function accountShape({ sid, authToken }: TwilioAccount) {
  const place = `/${API_VERSION}/Accounts/${sid}`
  return {
    sid,
    owner_account_sid: sid,
    auth_token: authToken,
    friendly_name: 'Partyline',
    status: 'active',
    type: 'Full',
    date_created: rfc2822(FIRST_DAY),
    date_updated: rfc2822(FIRST_DAY),
    subresource_uris: {
      messages: `${place}/Messages.json`,
      incoming_phone_numbers: `${place}/IncomingPhoneNumbers.json`,
      available_phone_numbers: `${place}/AvailablePhoneNumbers.json`,
    },
    uri: `${place}.json`,
  }
}
