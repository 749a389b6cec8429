import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import {
  type ApiError,
  apiError,
  errorBody,
  isApiError,
  isServiceHost,
  parseForm,
  statusOf,
} from '../../../protocols/conversations/index.ts'
import { configurationOf } from '../acts/conversation-draft.ts'
import { switchesOf } from '../model/switches.ts'
import { type FindTenant, readBasic, type Tenant } from './authentication.ts'
import { type Call, notFound, type Reply, type Route } from './call.ts'
import { strikeRequest } from './faults.ts'
import { LARGEST_UPLOAD } from './media/routes.ts'
import { missingHost, missingOperation } from './not-simulated.ts'
import type { RateLimits } from './rate-limits.ts'
import { ROUTES } from './routes.ts'
import { isService } from './services/routes.ts'
import { type Site, siteOf, splitPathHost } from './site.ts'

export { RateLimits } from './rate-limits.ts'

export type RouterParts = {
  readonly findTenant: FindTenant
  /** The tenant of an AccountSid, for what is served without credentials. */
  readonly findAccount?: (sid: string) => Tenant | undefined
  readonly baseUrl: () => string
  readonly onFault: (error: unknown, what: string) => void
  /** The documented limits of actions a second, which most people do not want to meet. */
  readonly limits?: RateLimits | undefined
}

type Locals = { site: Site; tenant: Tenant; rest: string }

const OURS = /^\/(v1|2010-04-01)(\/|$)/
/** Before the paths of the Messaging API, to tell them from those of Conversations. */
const MESSAGING = '/messaging'
const REALM = 'Basic realm="Twilio API"'

/** The REST API on one port for every world: mount it at the root, before any body parser. */
export function createConversationsRouter(parts: RouterParts): Router {
  const router = Router({ caseSensitive: true })
  router.use(locate(parts))
  const api = Router({ caseSensitive: true })
  api.use(authenticate(parts))
  api.use(express.raw({ type: () => true, limit: LARGEST_UPLOAD }))
  api.use(toMessaging)
  for (const route of ROUTES) for (const path of pathsOf(route)) api[route.method](path, handler(route, parts.limits))
  api.use(unmatched)
  router.use((request, response, next) => (isOurs(request, response) ? api(request, response, next) : next()))
  router.use(faults(parts.onFault))
  return router
}

function pathsOf({ level, path }: Route): readonly string[] {
  switch (level) {
    case 'account':
      return [`/v1${path}`]
    case 'service':
      return [`/v1/Services/:service${path}`]
    case 'both':
      return [`/v1${path}`, `/v1/Services/:service${path}`]
    case 'messaging':
      return [`${MESSAGING}/v1${path}`]
    case 'platform':
      return [`/2010-04-01${path}`]
    case 'classic':
      return [`/2010-04-01/Accounts/:account${path}`]
  }
}

/** Finds out which host was meant: by header, by the path's first segment, or none. */
function locate({ baseUrl }: RouterParts): RequestHandler {
  return (request, response, next) => {
    const { pathHost, rest } = splitPathHost(request.url)
    const host = request.get('x-twilio-host') ?? request.get('host')
    const site = siteOf({ host, pathHost, baseUrl: baseUrl() })
    response.locals = { site }
    const named = pathHost ?? host ?? ''
    if (site.product === null && isServiceHost(named)) return send(response, missingHost(named))
    if (pathHost) request.url = rest
    next()
  }
}

function isOurs(request: Request, response: Response): boolean {
  return OURS.test(request.path) || localsOf(response).site.product !== null
}

/** The octets of a message's files; applications fetch them as they fetch any picture. */
const OPEN = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\/\w+\/Media\/ME[0-9a-f]{32}$/

function authenticate({ findTenant, findAccount }: RouterParts): RequestHandler {
  return (request, response, next) => {
    const given = readBasic(request.get('authorization'))
    const open = request.method === 'GET' ? OPEN.exec(request.path)?.[1] : undefined
    const tenant = given ? findTenant(given.user, given.password) : open && findAccount?.(open)
    if (!tenant) {
      response.set('WWW-Authenticate', REALM)
      send(response, apiError(20003, 'Authentication failed: these credentials belong to no account here'))
      return
    }
    response.locals.tenant = tenant
    next()
  }
}

/** The Messaging API has a host of its own, and paths that look like those of Conversations. */
function toMessaging(request: Request, response: Response, next: NextFunction): void {
  const messaging = localsOf(response).site.product === 'messaging' || /^\/v1\/Services\/MG/.test(request.path)
  if (messaging) request.url = MESSAGING + request.url
  next()
}

function handler({ handle, level }: Route, limits: RateLimits | undefined): RequestHandler {
  return async (request, response) => {
    const call = callOf(request, response)
    const { account, conversations, serviceSid } = call
    if (await strikeRequest(call, request, response)) return
    const { method } = request
    const counted = { method, path: call.path, level, accountSid: account.sid, serviceSid }
    const tooMany = limits?.count(counted)
    if (tooMany) return send(response, tooMany)
    const place = { account, read: conversations.reader }
    const lost =
      (call.ofService && level !== 'account' && !isService(place, call.serviceSid)) ||
      (level === 'classic' && call.params.account !== account.sid)
    send(response, lost ? notFound(call) : await handle(call))
  }
}

function callOf(request: Request, response: Response): Call {
  const { site, tenant } = localsOf(response)
  const { account, conversations } = tenant
  const octets: Uint8Array = Buffer.isBuffer(request.body) ? request.body : new Uint8Array()
  const contentType = request.get('content-type') ?? ''
  const isForm = contentType.startsWith('application/x-www-form-urlencoded')
  const at = request.url.indexOf('?')
  // Every route's parameters are single segments, never lists.
  const params = request.params as Record<string, string>
  const service = params.service
  return {
    account,
    conversations,
    site,
    serviceSid: service ?? configurationOf({ read: conversations.reader, account }).defaultServiceSid,
    ofService: service !== undefined,
    path: pathOf(request),
    params,
    query: parseForm(at < 0 ? '' : request.url.slice(at + 1)),
    form: parseForm(isForm ? Buffer.from(octets).toString('utf8') : ''),
    octets,
    contentType,
    request: () => requestOctets(request, octets),
    hooks: request.get('x-twilio-webhook-enabled')?.toLowerCase() === 'true',
  }
}

/** Headers that say who asks stay out: a journey is shown to whoever debugs. */
const SHOWN_HEADERS = ['host', 'user-agent', 'content-type', 'x-twilio-webhook-enabled']

function requestOctets(request: Request, octets: Uint8Array): Uint8Array {
  const { method, originalUrl, httpVersion } = request
  const headers = SHOWN_HEADERS.flatMap((name) => (request.get(name) ? [`${name}: ${request.get(name)}`] : []))
  const head = [`${method} ${originalUrl} HTTP/${httpVersion}`, ...headers, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), octets])
}

function unmatched(request: Request, response: Response): void {
  const { method, path } = request
  send(response, missingOperation(method, path) ?? notFound({ path: pathOf(request) }))
}

function pathOf({ path }: Request): string {
  return path.replace(/^(\/messaging)?\/(v1|2010-04-01)/, '')
}

function send(response: Response, reply: Reply): void {
  if (isApiError(reply)) {
    sendError(response, reply)
    return
  }
  const { status, body, octets } = reply
  response.status(status)
  if (octets) response.type(octets.contentType).send(Buffer.from(octets.content))
  else if (body === undefined) response.end()
  else response.json(body)
}

function sendError(response: Response, error: ApiError): void {
  const tenant: Tenant | undefined = response.locals.tenant
  const overrides = tenant ? switchesOf(tenant.account.switches).httpStatus : {}
  const status = statusOf(error.code, overrides)
  response.status(status).json(errorBody(error, status))
}

/** What Express throws at a request it cannot read is the peer's mistake; everything else is ours. */
function faults(onFault: RouterParts['onFault']) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
    if (status === 413) return send(response, apiError(50512))
    if (status >= 400 && status < 500) return send(response, apiError(20001, 'The request cannot be read'))
    onFault(error, `${request.method} ${request.path}`)
    response.status(500).json({ code: 20500, message: 'Internal error', more_info: '', status: 500 })
  }
}

function localsOf(response: Response): Locals {
  // `locate` and `authenticate` put them there before anybody asks.
  return response.locals as Locals
}
