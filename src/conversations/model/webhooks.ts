import type { PostEvent, PreEvent } from '../../../protocols/conversations/index.ts'
import type { ConversationMessage, HookMethod, ScopedWebhook, WebhookCall, WebhookConfiguration } from './records.ts'
import type { Switches } from './switches.ts'

/** What makes calls due: where the change came from, and whether its request asked for webhooks. */
export type Occasion = {
  readonly event: PostEvent
  /** Changes over REST call webhooks only when they say so; phones, timers and receipts always do. */
  readonly enabled: boolean
  readonly message?: ConversationMessage | undefined
}

export type Hooks = {
  readonly account: WebhookConfiguration | undefined
  readonly service: WebhookConfiguration | undefined
  readonly scoped: readonly ScopedWebhook[]
}

export type DueHook = {
  readonly scope: WebhookCall['scope']
  readonly url: string
  readonly method: HookMethod
  readonly fallbackUrl?: string
  readonly fallbackMethod?: HookMethod
}

/** The applications to be told of an event. */
export function dueHooks(
  occasion: Occasion,
  hooks: Hooks,
  switches: Pick<Switches, 'webhookScope'>,
): readonly DueHook[] {
  if (!occasion.enabled && occasion.event !== 'onDeliveryUpdated') return []
  return [...configuredHooks(occasion.event, hooks, switches), ...scopedHooks(occasion, hooks.scoped)]
}

/** The one application that is asked before an event: that of the service if it has any, else that of the account. */
export function preHook(event: PreEvent, { account, service }: Omit<Hooks, 'scoped'>): DueHook | null {
  const configuration = service ?? account
  if (!configuration?.preUrl || configuration.target === 'flex' || !configuration.filters.includes(event)) return null
  return { scope: service ? 'service' : 'account', url: configuration.preUrl, method: configuration.method }
}

function configuredHooks(
  event: PostEvent,
  { account, service }: Hooks,
  { webhookScope }: Pick<Switches, 'webhookScope'>,
): DueHook[] {
  const ofAccount = hookOf(account, event, 'account')
  const ofService = hookOf(service, event, 'service')
  switch (webhookScope) {
    case 'both':
      return [...ofAccount, ...ofService]
    case 'service-overrides-global':
      return service ? ofService : ofAccount
    case 'service-delivery-only':
      return service && event === 'onDeliveryUpdated' ? ofService : ofAccount
  }
}

function hookOf(
  configuration: WebhookConfiguration | undefined,
  event: PostEvent,
  scope: 'account' | 'service',
): DueHook[] {
  if (!configuration?.postUrl || configuration.target === 'flex' || !configuration.filters.includes(event)) return []
  return [{ scope, url: configuration.postUrl, method: configuration.method }]
}

function scopedHooks({ event, message }: Occasion, scoped: readonly ScopedWebhook[]): DueHook[] {
  return scoped
    .filter(({ target }) => target !== 'studio')
    .filter((hook) => (hook.target === 'trigger' ? isTriggered(hook, event, message) : hook.filters.includes(event)))
    .map(({ url, method }) => ({ scope: 'conversation' as const, url, method }))
}

function isTriggered({ triggers }: ScopedWebhook, event: PostEvent, message: ConversationMessage | undefined): boolean {
  const body = message?.body?.toLowerCase()
  return event === 'onMessageAdded' && !!body && triggers.some((trigger) => body.includes(trigger.toLowerCase()))
}
