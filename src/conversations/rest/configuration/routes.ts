import { apiError, isApiError } from '../../../../protocols/conversations/index.ts'
import { configurationOf } from '../../acts/conversation-draft.ts'
import { parseTimer } from '../../model/states.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, notSimulated, type Reply, type Route } from '../call.ts'
import { isService } from '../services/routes.ts'
import { accountUrl, urlOf } from '../urls.ts'
import { configurationShape, serviceConfigurationShape } from './shape.ts'

export const CONFIGURATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: '/Configuration', handle: fetch },
  { method: 'post', level: 'account', path: '/Configuration', handle: update },
  { method: 'get', level: 'service', path: '/Configuration', handle: fetchOfService },
  {
    method: 'post',
    level: 'service',
    path: '/Configuration',
    handle: () => notSimulated('Roles and reachability of a service'),
  },
]

function fetch(call: Call): Reply {
  const configuration = configurationOf({ read: call.conversations.reader, account: call.account })
  return { status: 200, body: configurationShape(configuration, (path) => accountUrl(call, path)) }
}

function fetchOfService(call: Call): Reply {
  return { status: 200, body: serviceConfigurationShape(call.serviceSid, (path) => urlOf(call, path)) }
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = configurationOf(work)
    const service = given(call, 'DefaultChatServiceSid') ?? before.defaultServiceSid
    if (!isService(work, service)) return apiError(50050, `There is no service ${service}`)
    const messaging = given(call, 'DefaultMessagingServiceSid') ?? before.defaultMessagingServiceSid
    if (!/^MG[0-9a-f]{32}$/.test(messaging)) return apiError(50341, `${messaging} is no messaging service SID`)
    const inactive = given(call, 'DefaultInactiveTimer') ?? before.inactiveTimer ?? ''
    const closed = given(call, 'DefaultClosedTimer') ?? before.closedTimer ?? ''
    const wrong = [parseTimer('inactive', inactive), parseTimer('closed', closed)].find(isApiError)
    if (wrong) return wrong
    return work.put('configuration', {
      ...before,
      defaultServiceSid: service,
      defaultMessagingServiceSid: messaging,
      inactiveTimer: inactive || null,
      closedTimer: closed || null,
    })
  }
  return decide(call, act, (configuration) => ({
    status: 200,
    body: configurationShape(configuration, (path) => accountUrl(call, path)),
  }))
}
