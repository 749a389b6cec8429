import type { Address } from '../../core/index.ts'
import type { Destination } from '../model/autocreation.ts'
import { incomingParameters } from '../model/classic-parameters.ts'
import type { ChannelMessage, HookMethod } from '../model/records.ts'
import type { DueHook } from '../model/webhooks.ts'
import type { Work } from '../work.ts'
import { numberSettings, poolOf } from './numbers.ts'

/**
 * Calls the webhook of a number about a message that came in. A conversation that took the message does not keep it from
 * the webhook of the number itself, unless the account's `classicWebhook` says otherwise.
 */
export function callClassicWebhook(
  work: Work,
  { message, everybody }: { readonly message: ChannelMessage; readonly everybody: readonly Address[] },
  destination: Destination['kind'],
): void {
  const hook = hookFor(work, message.to, destination)
  if (!hook) return
  const otherRecipients = everybody.filter((number) => number !== message.from && number !== message.to)
  const { accountSid, sid } = message
  const mediaUrl = (media: string) =>
    `${work.baseUrl()}/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${media}`
  work.callClassic('onIncomingMessage', hook, incomingParameters({ message, otherRecipients, mediaUrl }))
}

function hookFor(work: Work, number: Address, destination: Destination['kind']): DueHook | null {
  const captured = destination !== 'nowhere'
  const { classicWebhook } = work.switches
  if (captured && classicWebhook === 'never') return null
  const { service } = poolOf(work, number)
  const usesService = service !== undefined && service.settings.UseInboundWebhookOnNumber !== 'true'
  if (!usesService) return numberHook(work, number)
  // The webhook of the messaging service is the one that a conversation replaces.
  if (captured && classicWebhook === 'number-level') return numberHook(work, number)
  const { InboundRequestUrl, InboundMethod, FallbackUrl, FallbackMethod } = service.settings
  return hookOf('messaging-service', [InboundRequestUrl, InboundMethod], [FallbackUrl, FallbackMethod])
}

function numberHook(work: Work, number: Address): DueHook | null {
  const { SmsUrl, SmsMethod, SmsFallbackUrl, SmsFallbackMethod } = numberSettings(work, number)
  return hookOf('number', [SmsUrl, SmsMethod], [SmsFallbackUrl, SmsFallbackMethod])
}

type Target = readonly [url: string | undefined, method: string | undefined]

function hookOf(scope: DueHook['scope'], [url, method]: Target, [fallbackUrl, fallback]: Target): DueHook | null {
  if (!url) return null
  const hook = { scope, url, method: methodOf(method) }
  return fallbackUrl ? { ...hook, fallbackUrl, fallbackMethod: methodOf(fallback) } : hook
}

function methodOf(text: string | undefined): HookMethod {
  return text?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}
