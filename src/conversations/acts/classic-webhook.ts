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
  const ofService = hookOf('messaging-service', service.settings.InboundRequestUrl, {
    method: service.settings.InboundMethod,
    fallback: service.settings.FallbackUrl,
  })
  // The webhook of the messaging service is the one that a conversation replaces.
  return captured && classicWebhook === 'number-level' ? numberHook(work, number) : ofService
}

function numberHook(work: Work, number: Address): DueHook | null {
  const { SmsUrl, SmsMethod, SmsFallbackUrl } = numberSettings(work, number)
  return hookOf('number', SmsUrl, { method: SmsMethod, fallback: SmsFallbackUrl })
}

function hookOf(
  scope: DueHook['scope'],
  url: string | undefined,
  { method, fallback }: { readonly method: string | undefined; readonly fallback: string | undefined },
): DueHook | null {
  if (!url) return null
  return { scope, url, method: methodOf(method), ...(fallback && { fallbackUrl: fallback }) }
}

function methodOf(text: string | undefined): HookMethod {
  return text?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}
