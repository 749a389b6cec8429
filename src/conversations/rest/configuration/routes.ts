import { apiError, isApiError } from '../../../../protocols/conversations/index.ts'
import { configurationOf } from '../../acts/conversation-draft.ts'
import { checkMessagingService } from '../../acts/numbers.ts'
import { checkRole, settingsOf } from '../../acts/roles.ts'
import type { ServiceSettings } from '../../model/resources.ts'
import { parseTimer } from '../../model/states.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, type Reply, type Route } from '../call.ts'
import { readFlag } from '../flag-field.ts'
import { isService } from '../services/routes.ts'
import { accountUrl, urlOf } from '../urls.ts'
import { configurationShape, serviceConfigurationShape } from './shape.ts'

export const CONFIGURATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: '/Configuration', handle: fetch },
  { method: 'post', level: 'account', path: '/Configuration', handle: update },
  { method: 'get', level: 'service', path: '/Configuration', handle: fetchOfService },
  { method: 'post', level: 'service', path: '/Configuration', handle: updateOfService },
]

function fetch(call: Call): Reply {
  const configuration = configurationOf({ read: call.conversations.reader, account: call.account })
  return { status: 200, body: configurationShape(configuration, (path) => accountUrl(call, path)) }
}

function fetchOfService(call: Call): Reply {
  return { status: 200, body: showOfService(call, settingsOf({ read: call.conversations.reader }, call.serviceSid)) }
}

function updateOfService(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = settingsOf(work, call.serviceSid)
    const creatorRoleSid = given(call, 'DefaultConversationCreatorRoleSid') || before.creatorRoleSid
    const conversationRoleSid = given(call, 'DefaultConversationRoleSid') || before.conversationRoleSid
    const serviceRoleSid = given(call, 'DefaultChatServiceRoleSid') || before.serviceRoleSid
    const owner = { accountSid: work.account.sid, serviceSid: call.serviceSid }
    const wrong =
      checkRole(work, owner, { sid: creatorRoleSid, type: 'conversation' }) ??
      checkRole(work, owner, { sid: conversationRoleSid, type: 'conversation' }) ??
      checkRole(work, owner, { sid: serviceRoleSid, type: 'service' })
    if (wrong) return wrong
    const reachabilityEnabled = readFlag(call, 'ReachabilityEnabled', before.reachabilityEnabled)
    if (isApiError(reachabilityEnabled)) return reachabilityEnabled
    const roles = { creatorRoleSid, conversationRoleSid, serviceRoleSid }
    return work.keep('serviceSettings', { sid: call.serviceSid, ...roles, reachabilityEnabled })
  }
  return decide(call, act, (settings) => ({ status: 200, body: showOfService(call, settings) }))
}

function showOfService(call: Call, settings: ServiceSettings) {
  return serviceConfigurationShape(settings, (path) => urlOf(call, path))
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = configurationOf(work)
    const service = given(call, 'DefaultChatServiceSid') ?? before.defaultServiceSid
    if (!isService(work, service)) return apiError(50050, `There is no service ${service}`)
    const messaging = given(call, 'DefaultMessagingServiceSid') ?? before.defaultMessagingServiceSid
    const unknown = checkMessagingService(work, messaging)
    if (unknown) return unknown
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
