import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Credential } from '../../model/resources.ts'

/** A push credential as the API shows it: without its secrets. */
export function credentialShape(credential: Credential, url: string) {
  return {
    sid: credential.sid,
    account_sid: credential.accountSid,
    friendly_name: credential.friendlyName,
    type: credential.type,
    sandbox: credential.sandbox,
    date_created: isoSeconds(credential.createdAt),
    date_updated: isoSeconds(credential.updatedAt),
    url,
  }
}
