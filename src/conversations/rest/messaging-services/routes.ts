import {
  type ApiError,
  apiError,
  defaultSid,
  isApiError,
  PAGE_LIMITS,
} from '../../../../protocols/conversations/index.ts'
import { NAME_LENGTH } from '../../acts/conversation-draft.ts'
import type { MessagingService } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  listPage,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
  withFixed,
} from '../call.ts'
import { readUrl } from '../url-field.ts'
import { messagingUrl } from '../urls.ts'
import { messagingServiceShape, SERVICE_SETTINGS } from './shape.ts'

/** Messaging services: a sender pool, and the webhook of its numbers. */
export const MESSAGING_SERVICE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'messaging', path: '/Services', handle: list },
  { method: 'post', level: 'messaging', path: '/Services', handle: create },
  { method: 'get', level: 'messaging', path: '/Services/:messaging', handle: fetch },
  { method: 'post', level: 'messaging', path: '/Services/:messaging', handle: update },
  { method: 'delete', level: 'messaging', path: '/Services/:messaging', handle: remove },
]

const FIRST_DAY = Date.UTC(2020, 0, 1)

/** The messaging service of the path; the one every account has from the start has a row once somebody changes it. */
export function findMessagingService(
  call: Call,
  read: ConversationsReader = call.conversations.reader,
): MessagingService | ApiError {
  const sid = call.params.messaging ?? ''
  const first = firstService(call.account.sid)
  const found = read.resource('messagingService', sid) ?? (sid === first.sid ? first : undefined)
  return found?.accountSid === call.account.sid ? found : notFound(call)
}

function firstService(accountSid: string): MessagingService {
  const sid = defaultSid('messagingService', accountSid)
  const dates = { createdAt: FIRST_DAY, updatedAt: FIRST_DAY }
  return { sid, accountSid, friendlyName: 'Default Messaging Service for Conversations', settings: {}, ...dates }
}

function list(call: Call): Reply {
  const { account, conversations } = call
  return listPage<MessagingService>(call, {
    key: 'services',
    limits: PAGE_LIMITS.classic,
    url: messagingUrl(call, '/Services'),
    read: withFixed([firstService(account.sid)], (slice) =>
      conversations.reader.resources('messagingService', account.sid, slice),
    ),
    keyOf: ({ sid }) => sid,
    shape: (service) => show(call, 200)(service).body,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const friendlyName = given(call, 'FriendlyName')
  if (!friendlyName) return apiError(20001, 'FriendlyName is required')
  const settings = readSettings(call)
  if (isApiError(settings)) return settings
  const act = (work: Work) =>
    work.keep('messagingService', {
      sid: work.sid('messagingService'),
      accountSid: work.account.sid,
      friendlyName: friendlyName.slice(0, NAME_LENGTH),
      settings,
      createdAt: work.now,
      updatedAt: work.now,
    })
  return decide(call, act, show(call, 201))
}

function fetch(call: Call): Reply {
  const service = findMessagingService(call)
  return isApiError(service) ? service : show(call, 200)(service)
}

function update(call: Call): Reply | Promise<Reply> {
  const settings = readSettings(call)
  if (isApiError(settings)) return settings
  const act = (work: Work) => {
    const before = findMessagingService(call, work.read)
    if (isApiError(before)) return before
    const friendlyName = given(call, 'FriendlyName') || before.friendlyName
    const all = { ...before.settings, ...settings }
    return work.keep('messagingService', { ...before, friendlyName, settings: all, updatedAt: work.now })
  }
  return decide(call, act, show(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const service = findMessagingService(call, work.read)
    if (isApiError(service)) return service
    work.remove('messagingService', service.sid)
    const all = work.read.resources('poolNumber', service.sid, { limit: Number.MAX_SAFE_INTEGER })
    for (const { sid } of all) work.remove('poolNumber', sid)
    return service
  }
  return decide(call, act, () => NO_CONTENT)
}

function readSettings(call: Call): Readonly<Record<string, string>> | ApiError {
  const settings: Record<string, string> = {}
  for (const name of Object.keys(SERVICE_SETTINGS)) {
    const value = given(call, name)
    if (value === undefined) continue
    const isUrl = name.endsWith('Url') || name === 'StatusCallback'
    if (isUrl && readUrl(value) === undefined) return apiError(20001, `${name} ${value} is no URL`)
    if (name === 'ValidityPeriod' && !/^\d{1,6}$/.test(value)) return apiError(20001, `${name} ${value} is no number`)
    settings[name] = value
  }
  return settings
}

function show(call: Call, status: number): (service: MessagingService) => Answer {
  return (service) => ({
    status,
    body: messagingServiceShape(service, messagingUrl(call, `/Services/${service.sid}`)),
  })
}
