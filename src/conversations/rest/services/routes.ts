import { type ApiError, apiError, defaultSid, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { configurationOf, NAME_LENGTH } from '../../acts/conversation-draft.ts'
import type { Service } from '../../model/records.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, listPage, NO_CONTENT, notFound, type Reply, type Route, withFixed } from '../call.ts'
import { accountUrl } from '../urls.ts'
import { serviceShape } from './shape.ts'

export const SERVICE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: '/Services', handle: list },
  { method: 'post', level: 'account', path: '/Services', handle: create },
  { method: 'get', level: 'account', path: '/Services/:service', handle: fetch },
  { method: 'delete', level: 'account', path: '/Services/:service', handle: remove },
]

type Place = Pick<Work, 'read' | 'account'>

/** The service that every account has from the start. It has no row, and its dates are those of the API's first day. */
const FIRST_DAY = Date.UTC(2020, 0, 1)

/** Whether the account has this service. */
export function isService(place: Place, sid: string): boolean {
  return serviceOf(place, sid) !== undefined
}

function serviceOf({ read, account }: Place, sid: string): Service | undefined {
  if (sid === defaultSid('service', account.sid)) return defaultService(account.sid)
  const service = read.service(sid)
  return service?.accountSid === account.sid ? service : undefined
}

function defaultService(accountSid: string): Service {
  const sid = defaultSid('service', accountSid)
  return { sid, accountSid, friendlyName: 'Default Conversations Service', createdAt: FIRST_DAY, updatedAt: FIRST_DAY }
}

function list(call: Call): Reply {
  const { account, conversations } = call
  return listPage<Service>(call, {
    key: 'services',
    limits: PAGE_LIMITS.large,
    url: accountUrl(call, '/Services'),
    read: withFixed([defaultService(account.sid)], (slice) => conversations.reader.services(account.sid, slice)),
    keyOf: ({ sid }) => sid,
    shape: (service) => show(call, service),
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const friendlyName = given(call, 'FriendlyName')
  if (!friendlyName) return apiError(50000)
  if (friendlyName.length > NAME_LENGTH) return apiError(50003)
  const act = (work: Work) =>
    work.put('service', {
      sid: work.sid('service'),
      accountSid: work.account.sid,
      friendlyName,
      createdAt: work.now,
      updatedAt: work.now,
    })
  return decide(call, act, (service) => ({ status: 201, body: show(call, service) }))
}

function fetch(call: Call): Reply {
  const service = serviceOf({ read: call.conversations.reader, account: call.account }, call.params.service ?? '')
  return service ? { status: 200, body: show(call, service) } : notFound(call)
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work): Service | ApiError => {
    const service = serviceOf(work, call.params.service ?? '')
    if (!service) return notFound(call)
    if (service.sid === configurationOf(work).defaultServiceSid || !work.read.service(service.sid)) {
      return apiError(20001, `The service ${service.sid} is the account's default and cannot be deleted`)
    }
    const all = work.read.conversations({ serviceSid: service.sid }, { limit: Number.MAX_SAFE_INTEGER })
    for (const { sid } of all) work.remove('conversation', sid)
    work.remove('service', service.sid)
    return service
  }
  return decide(call, act, () => NO_CONTENT)
}

function show(call: Call, service: Service) {
  return serviceShape(service, (path) => accountUrl(call, path))
}
