import {
  type ApiError,
  apiError,
  isApiError,
  isSid,
  PAGE_LIMITS,
  type SidKind,
} from '../../../../protocols/conversations/index.ts'
import { phoneNumberSid } from '../../acts/numbers.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import type { PoolNumber } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, listPage, NO_CONTENT, notFound, type Reply, type Route, walk } from '../call.ts'
import { findMessagingService } from '../messaging-services/routes.ts'
import { poolNumberShape, poolShortCodeShape } from '../messaging-services/shape.ts'
import { messagingUrl } from '../urls.ts'

/** What a pool has of one kind: its place in the API and its words there. */
type Kind = {
  readonly path: string
  readonly key: string
  readonly parameter: string
  readonly sid: SidKind
  readonly shape: typeof poolNumberShape | typeof poolShortCodeShape
}
const KINDS: readonly Kind[] = [
  {
    path: 'PhoneNumbers',
    key: 'phone_numbers',
    parameter: 'PhoneNumberSid',
    sid: 'phoneNumber',
    shape: poolNumberShape,
  },
  { path: 'ShortCodes', key: 'short_codes', parameter: 'ShortCodeSid', sid: 'shortCode', shape: poolShortCodeShape },
]

/** The numbers that a messaging service sends from. */
export const POOL_NUMBER_ROUTES: readonly Route[] = KINDS.flatMap((kind): Route[] => {
  const path = `/Services/:messaging/${kind.path}`
  return [
    { method: 'get', level: 'messaging', path, handle: (call) => list(call, kind) },
    { method: 'post', level: 'messaging', path, handle: (call) => create(call, kind) },
    { method: 'get', level: 'messaging', path: `${path}/:number`, handle: (call) => fetch(call, kind) },
    { method: 'delete', level: 'messaging', path: `${path}/:number`, handle: (call) => remove(call, kind) },
  ]
})

function list(call: Call, kind: Kind): Reply {
  const service = findMessagingService(call)
  if (isApiError(service)) return service
  const { reader } = call.conversations
  return listPage<PoolNumber>(call, {
    key: kind.key,
    limits: PAGE_LIMITS.classic,
    url: messagingUrl(call, `/Services/${service.sid}/${kind.path}`),
    read: walk(
      (slice) => reader.resources('poolNumber', service.sid, slice),
      ({ sid }) => isSid(kind.sid, sid),
    ),
    keyOf: ({ sid }) => sid,
    shape: (entry) => show(call, kind, entry),
  })
}

function create(call: Call, kind: Kind): Promise<Reply> {
  const sid = given(call, kind.parameter) ?? ''
  const act = (work: Work): PoolNumber | ApiError => {
    const service = findMessagingService(call, work.read)
    if (isApiError(service)) return service
    const { account, carrier, read, now } = work
    const owned = carrier
      .numbers()
      .find((one) => isOwnNumber(one, account.sid) && phoneNumberSid(account.sid, one.number) === sid)
    if (!owned || !isSid(kind.sid, sid)) return apiError(20404, `There is no ${kind.parameter} ${sid}`)
    const taken = read.resource('poolNumber', sid)
    if (taken) return apiError(taken.messagingServiceSid === service.sid ? 21710 : 21712)
    // The service that every account has from the start gets its row with its first number.
    if (!read.resource('messagingService', service.sid)) work.keep('messagingService', service)
    const owner = { accountSid: account.sid, messagingServiceSid: service.sid }
    return work.keep('poolNumber', { sid, ...owner, number: owned.number, createdAt: now, updatedAt: now })
  }
  return decide(call, act, (entry) => ({ status: 201, body: show(call, kind, entry) }))
}

function fetch(call: Call, kind: Kind): Reply {
  const entry = find(call, kind)
  return isApiError(entry) ? entry : { status: 200, body: show(call, kind, entry) }
}

function remove(call: Call, kind: Kind): Promise<Reply> {
  const act = (work: Work) => {
    const entry = find(call, kind, work.read)
    if (!isApiError(entry)) work.remove('poolNumber', entry.sid)
    return entry
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, kind: Kind, read: ConversationsReader = call.conversations.reader): PoolNumber | ApiError {
  const service = findMessagingService(call, read)
  if (isApiError(service)) return service
  const entry = read.resource('poolNumber', call.params.number ?? '')
  return entry?.messagingServiceSid === service.sid && isSid(kind.sid, entry.sid) ? entry : notFound(call)
}

function show(call: Call, { path, shape }: Kind, entry: PoolNumber) {
  const owned = call.conversations.carrier().read.number(entry.number)
  const url = messagingUrl(call, `/Services/${entry.messagingServiceSid}/${path}/${entry.sid}`)
  return shape(entry, { owned, url })
}
