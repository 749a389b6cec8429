import {
  type ApiError,
  apiError,
  fields,
  isApiError,
  isWebhookEvent,
} from '../../../../protocols/conversations/index.ts'
import type { WebhookConfiguration } from '../../model/records.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, givenWord, type Reply, type Route } from '../call.ts'
import { readMethod } from '../scoped-webhooks/routes.ts'
import { readUrl } from '../url-field.ts'
import { urlOf } from '../urls.ts'
import { webhookConfigurationShape } from './shape.ts'

export const CONFIGURATION_WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: '/Configuration/Webhooks', handle: fetch },
  { method: 'post', level: 'both', path: '/Configuration/Webhooks', handle: update },
]

function fetch(call: Call): Reply {
  return { status: 200, body: show(call, configurationFor(call, call.conversations.reader)) }
}

function update(call: Call): Reply | Promise<Reply> {
  const target = givenWord(call, 'Target') || 'webhook'
  if (target !== 'webhook' && target !== 'flex') {
    return apiError(50364, `The Target ${target} is neither webhook nor flex`)
  }
  const act = (work: Work) => {
    const before = configurationFor(call, work.read)
    const method = readMethod(given(call, 'Method'), before.method)
    if (isApiError(method)) return method
    const filters = call.form.has('Filters')
      ? fields(call.form, 'Filters').filter((text) => text !== '')
      : before.filters
    const wrong = filters.find((filter) => !isWebhookEvent(filter))
    if (wrong !== undefined) return apiError(50365, `${wrong} is no event of conversations`)
    const preUrl = urlField(call, 'PreWebhookUrl', before.preUrl)
    if (isApiError(preUrl)) return preUrl
    const postUrl = urlField(call, 'PostWebhookUrl', before.postUrl)
    if (isApiError(postUrl)) return postUrl
    return work.put('webhookConfiguration', {
      ...before,
      // Flex is kept and not called: there is none here.
      target: call.form.has('Target') && !call.ofService ? target : before.target,
      method,
      filters: filters.filter(isWebhookEvent),
      preUrl,
      postUrl,
    })
  }
  return decide(call, act, (configuration) => ({ status: 200, body: show(call, configuration) }))
}

function configurationFor({ account, ofService, serviceSid }: Call, read: ConversationsReader): WebhookConfiguration {
  const scope = ofService ? serviceSid : null
  const blank = { method: 'POST', filters: [], preUrl: null, postUrl: null, target: 'webhook' } as const
  return read.webhookConfiguration(account.sid, scope) ?? { accountSid: account.sid, serviceSid: scope, ...blank }
}

function urlField(call: Call, name: string, before: string | null): string | null | ApiError {
  const text = given(call, name)
  if (text === undefined) return before
  return readUrl(text) === undefined ? apiError(50054, `The ${name} ${text} is no URL`) : text || null
}

function show(call: Call, configuration: WebhookConfiguration) {
  return webhookConfigurationShape(configuration, urlOf(call, '/Configuration/Webhooks'))
}
