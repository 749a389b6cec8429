import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { ScopedWebhook } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A conversation's webhook as the API shows it. */
export function scopedWebhookShape(hook: ScopedWebhook, place: { readonly url: UrlOf; readonly ofService: boolean }) {
  const { sid, conversationSid } = hook
  return {
    sid,
    account_sid: hook.accountSid,
    ...(place.ofService && { chat_service_sid: hook.serviceSid }),
    conversation_sid: conversationSid,
    target: hook.target,
    url: place.url(`/Conversations/${conversationSid}/Webhooks/${sid}`),
    configuration: configurationShape(hook),
    date_created: isoSeconds(hook.createdAt),
    date_updated: isoSeconds(hook.updatedAt),
  }
}

/** The words of a trigger come back under `filters`, as the published examples have it, and by their own name too. */
function configurationShape({ target, url, method, filters, triggers, replayAfter, flowSid }: ScopedWebhook) {
  if (target === 'studio') return { flow_sid: flowSid }
  return {
    url,
    method: method.toLowerCase(),
    ...(target === 'webhook' ? { filters } : { filters: triggers, triggers }),
    ...(replayAfter !== null && { replay_after: replayAfter }),
  }
}
