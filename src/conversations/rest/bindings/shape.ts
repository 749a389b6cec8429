import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Binding } from '../../model/resources.ts'

/** A device registered for push, as the API shows it. */
export function bindingShape(binding: Binding, url: string) {
  return {
    sid: binding.sid,
    account_sid: binding.accountSid,
    chat_service_sid: binding.serviceSid,
    credential_sid: binding.credentialSid,
    endpoint: binding.endpoint,
    identity: binding.identity,
    binding_type: binding.bindingType,
    message_types: binding.messageTypes,
    date_created: isoSeconds(binding.createdAt),
    date_updated: isoSeconds(binding.updatedAt),
    url,
  }
}
