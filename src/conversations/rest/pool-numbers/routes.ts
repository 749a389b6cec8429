import { type ApiError, apiError, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { phoneNumberSid } from '../../acts/numbers.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import type { PoolNumber } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, listResources, NO_CONTENT, notFound, type Reply, type Route } from '../call.ts'
import { findMessagingService } from '../messaging-services/routes.ts'
import { poolNumberShape } from '../messaging-services/shape.ts'
import { messagingUrl } from '../urls.ts'

const PATH = '/Services/:messaging/PhoneNumbers'

/** The numbers that a messaging service sends from. */
export const POOL_NUMBER_ROUTES: readonly Route[] = [
  { method: 'get', level: 'messaging', path: PATH, handle: list },
  { method: 'post', level: 'messaging', path: PATH, handle: create },
  { method: 'get', level: 'messaging', path: `${PATH}/:number`, handle: fetch },
  { method: 'delete', level: 'messaging', path: `${PATH}/:number`, handle: remove },
]

function list(call: Call): Reply {
  const service = findMessagingService(call)
  if (isApiError(service)) return service
  return listResources(call, {
    kind: 'poolNumber',
    parent: service.sid,
    key: 'phone_numbers',
    limits: PAGE_LIMITS.classic,
    url: messagingUrl(call, `/Services/${service.sid}/PhoneNumbers`),
    shape: (entry) => show(call, entry),
  })
}

function create(call: Call): Promise<Reply> {
  const sid = given(call, 'PhoneNumberSid') ?? ''
  const act = (work: Work): PoolNumber | ApiError => {
    const service = findMessagingService(call, work.read)
    if (isApiError(service)) return service
    const { account, carrier, read, now } = work
    const owned = carrier
      .numbers()
      .find((one) => isOwnNumber(one, account.sid) && phoneNumberSid(account.sid, one.number) === sid)
    if (!owned) return apiError(20404, `There is no phone number ${sid}`)
    const taken = read.resource('poolNumber', sid)
    if (taken) return apiError(taken.messagingServiceSid === service.sid ? 21710 : 21712)
    // The service that every account has from the start gets its row with its first number.
    if (!read.resource('messagingService', service.sid)) work.keep('messagingService', service)
    const owner = { accountSid: account.sid, messagingServiceSid: service.sid }
    return work.keep('poolNumber', { sid, ...owner, number: owned.number, createdAt: now, updatedAt: now })
  }
  return decide(call, act, (entry) => ({ status: 201, body: show(call, entry) }))
}

function fetch(call: Call): Reply {
  const entry = find(call)
  return isApiError(entry) ? entry : { status: 200, body: show(call, entry) }
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const entry = find(call, work.read)
    if (!isApiError(entry)) work.remove('poolNumber', entry.sid)
    return entry
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader = call.conversations.reader): PoolNumber | ApiError {
  const service = findMessagingService(call, read)
  if (isApiError(service)) return service
  const entry = read.resource('poolNumber', call.params.number ?? '')
  return entry?.messagingServiceSid === service.sid ? entry : notFound(call)
}

function show(call: Call, entry: PoolNumber) {
  const owned = call.conversations.carrier().read.number(entry.number)
  const url = messagingUrl(call, `/Services/${entry.messagingServiceSid}/PhoneNumbers/${entry.sid}`)
  return poolNumberShape(entry, { owned, url })
}
