import {
  type ApiError,
  apiError,
  fields,
  isApiError,
  isPostEvent,
  isSid,
  PAGE_LIMITS,
} from '../../../../protocols/conversations/index.ts'
import { replayMessages } from '../../acts/replay.ts'
import type { Conversation, HookMethod, ScopedWebhook } from '../../model/records.ts'
import { checkOpen } from '../../model/states.ts'
import type { Work } from '../../work.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  givenWord,
  listPage,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
} from '../call.ts'
import { findConversation, whereOf } from '../lookup.ts'
import { readUrl, URL_LENGTH } from '../url-field.ts'
import { urlOf } from '../urls.ts'
import { scopedWebhookShape } from './shape.ts'

const PATH = '/Conversations/:conversation/Webhooks'
export const MOST_WEBHOOKS = 5
export const MOST_TRIGGERS = 5

export const SCOPED_WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: PATH, handle: list },
  { method: 'post', level: 'both', path: PATH, handle: create },
  { method: 'get', level: 'both', path: `${PATH}/:webhook`, handle: fetch },
  { method: 'post', level: 'both', path: `${PATH}/:webhook`, handle: update },
  { method: 'delete', level: 'both', path: `${PATH}/:webhook`, handle: remove },
]

type Configuration = Pick<ScopedWebhook, 'url' | 'method' | 'filters' | 'triggers' | 'flowSid'>

function list(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const all = call.conversations.reader.scopedWebhooks(conversation.sid)
  return listPage(call, {
    key: 'webhooks',
    limits: PAGE_LIMITS.webhooks,
    url: urlOf(call, `/Conversations/${conversation.sid}/Webhooks`),
    // At most five: one page holds them all.
    read: ({ after, before, limit }) => {
      const rest = all.filter(({ sid }) => (!after || sid > after) && (!before || sid < before))
      return (before ? rest.toReversed() : rest).slice(0, limit)
    },
    keyOf: ({ sid }) => sid,
    shape: (hook) => show(call, 200)(hook).body,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const target = givenWord(call, 'Target')
  if (!target) return apiError(50368)
  if (target !== 'webhook' && target !== 'trigger' && target !== 'studio')
    return apiError(50364, `The Target ${target} is neither webhook, trigger nor studio`)
  const configuration = readConfiguration(call, { target })
  if (isApiError(configuration)) return configuration
  const replay = given(call, 'Configuration.ReplayAfter')
  if (replay && !/^\d{1,15}$/.test(replay)) return apiError(50516, `ReplayAfter ${replay} is no message index`)
  const act = (work: Work) => {
    const conversation = openConversation(call, work)
    if (isApiError(conversation)) return conversation
    if (work.read.scopedWebhooks(conversation.sid).length >= MOST_WEBHOOKS) {
      return apiError(50361, `A conversation has at most ${MOST_WEBHOOKS} webhooks`)
    }
    const { sid, accountSid, serviceSid } = conversation
    const hook = work.put('scopedWebhook', {
      sid: work.sid('webhook'),
      accountSid,
      serviceSid,
      conversationSid: sid,
      target,
      ...configuration,
      replayAfter: replay ? Number(replay) : null,
      createdAt: work.now,
      updatedAt: work.now,
    })
    replayMessages(work, conversation, hook)
    return hook
  }
  return decide(call, act, show(call, 201))
}

function fetch(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const hook = call.conversations.reader.scopedWebhook(call.params.webhook ?? '')
  return hook?.conversationSid === conversation.sid ? show(call, 200)(hook) : notFound(call)
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = openHook(call, work)
    if (isApiError(before)) return before
    const configuration = readConfiguration(call, before)
    if (isApiError(configuration)) return configuration
    return work.put('scopedWebhook', { ...before, ...configuration, updatedAt: work.now })
  }
  return decide(call, act, show(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const hook = openHook(call, work)
    if (isApiError(hook)) return hook
    work.remove('scopedWebhook', hook.sid)
    return hook
  }
  return decide(call, act, () => NO_CONTENT)
}

function openConversation(call: Call, { read }: Work): Conversation | ApiError {
  const conversation = findConversation(whereOf(call, read))
  return isApiError(conversation) ? conversation : (checkOpen(conversation) ?? conversation)
}

function openHook(call: Call, work: Work): ScopedWebhook | ApiError {
  const conversation = openConversation(call, work)
  if (isApiError(conversation)) return conversation
  const hook = work.read.scopedWebhook(call.params.webhook ?? '')
  return hook?.conversationSid === conversation.sid ? hook : notFound(call)
}

/** What a form says of a webhook, over what it had before. */
function readConfiguration(
  call: Call,
  before: Pick<ScopedWebhook, 'target'> & Partial<Configuration>,
): Configuration | ApiError {
  if (before.target === 'studio') return readFlow(call, before)
  const url = given(call, 'Configuration.Url') ?? before.url
  if (!url) return apiError(50369)
  if (url.length > URL_LENGTH) return apiError(50372)
  if (readUrl(url) === undefined) return apiError(50054, `The Configuration.Url ${url} is no URL`)
  const method = readMethod(given(call, 'Configuration.Method'), before.method ?? 'POST')
  if (isApiError(method)) return method
  const filters = listOf(call, 'Configuration.Filters') ?? before.filters ?? []
  const triggers = listOf(call, 'Configuration.Triggers') ?? before.triggers ?? []
  if (before.target === 'webhook' && filters.length === 0) return apiError(50370)
  if (before.target === 'trigger' && triggers.length === 0) return apiError(50371)
  if (triggers.length > MOST_TRIGGERS) return apiError(50362, `A webhook has at most ${MOST_TRIGGERS} triggers`)
  const wrong = filters.find((filter) => !isPostEvent(filter))
  if (wrong !== undefined) return apiError(50365, `${wrong} is no event that a conversation's webhook can hear of`)
  return { url, method, filters: filters.filter(isPostEvent), triggers }
}

/** A Studio flow is kept, and not run: there is no Studio here. */
function readFlow(call: Call, { flowSid: before }: Partial<Configuration>): Configuration | ApiError {
  const flowSid = given(call, 'Configuration.FlowSid') ?? before
  if (!flowSid || !isSid('flow', flowSid)) return apiError(50367, `${flowSid ?? ''} is no SID of a Studio flow`)
  return { url: '', method: 'POST', filters: [], triggers: [], flowSid }
}

export function readMethod(text: string | undefined, usual: HookMethod): HookMethod | ApiError {
  if (!text) return usual
  const method = text.toUpperCase()
  return method === 'GET' || method === 'POST' ? method : apiError(50055, `The method ${text} is neither GET nor POST`)
}

function listOf({ form }: Call, name: string): readonly string[] | undefined {
  return form.has(name) ? fields(form, name).filter((text) => text !== '') : undefined
}

function show(call: Call, status: number): (hook: ScopedWebhook) => Answer {
  const place = { url: (path: string) => urlOf(call, path), ofService: call.ofService }
  return (hook) => ({ status, body: scopedWebhookShape(hook, place) })
}
