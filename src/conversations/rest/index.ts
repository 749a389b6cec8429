import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiError, isServiceHost, parseForm } from '../../../protocols/conversations/index.ts'
import type { OnFault } from '../../core/index.ts'
import { requestFields } from '../../runtime/index.ts'
import { configurationOf } from '../acts/conversation-draft.ts'
import { createBasicReader, type FindTenant, type Tenant } from './authentication.ts'
import { type Call, notFound, type Reply, type Route } from './call.ts'
import { type Exchange, header, openExchange, send, sendJson } from './exchange.ts'
import { isWatched, strikeRequest } from './faults.ts'
import { LARGEST_UPLOAD } from './media/routes.ts'
import { missingHost, missingOperation } from './not-simulated.ts'
import { PathTree } from './path-tree.ts'
import type { RateLimits } from './rate-limits.ts'
import { type Body, readBody } from './request-body.ts'
import { ROUTES } from './routes.ts'
import { isService } from './services/routes.ts'

export { RateLimits } from './rate-limits.ts'

export type ApiParts = {
  readonly findTenant: FindTenant
  /** The tenant of an AccountSid, for what is served without credentials. */
  readonly findAccount?: (sid: string) => Tenant | undefined
  readonly baseUrl: () => string
  readonly onFault: OnFault
  /** The documented limits of actions a second, which most people do not want to meet. */
  readonly limits?: RateLimits | undefined
}

const OURS = /^\/(v1|2010-04-01)(\/|$)/
/** Before the paths of the Messaging API, to tell them from those of Conversations. */
const MESSAGING = '/messaging'
const REALM = 'Basic realm="Twilio API"'

/** The REST API on one port for every world, straight on node:http: through Express a post would cost half as much again. */
export function createConversationsApi(parts: ApiParts): (request: IncomingMessage, response: ServerResponse) => void {
  const api = { ...parts, routes: routesByMethod(), readBasic: createBasicReader() }
  return (request, response) => {
    const exchange = openExchange(request, response, parts.baseUrl())
    serve(api, exchange).catch((error: unknown) => answerFault(exchange, error, parts.onFault))
  }
}

type Api = ApiParts & { readonly routes: Routes; readonly readBasic: ReturnType<typeof createBasicReader> }
type Routes = Readonly<Record<Route['method'], PathTree<Route>>>

function routesByMethod(): Routes {
  const routes = { get: new PathTree<Route>(), post: new PathTree<Route>(), delete: new PathTree<Route>() }
  for (const route of ROUTES) for (const path of pathsOf(route)) routes[route.method].add(path, route)
  return routes
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

async function serve(api: Api, exchange: Exchange): Promise<void> {
  const { request, response, path, site, host } = exchange
  if (site.product === null && isServiceHost(host)) return send(response, missingHost(host))
  if (!OURS.test(path) && site.product === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end(`Nothing is served at ${path}\n`)
    return
  }
  const tenant = authenticated(api, exchange)
  if (!tenant) {
    response.setHeader('WWW-Authenticate', REALM)
    send(response, apiError(20003, 'Authentication failed: these credentials belong to no account here'))
    return
  }
  const body = await readBody(request, LARGEST_UPLOAD)
  const reply = await replyTo(api, { exchange, tenant, body })
  if (reply) send(response, reply, tenant)
}

/** The octets of a message's files; applications fetch them as they fetch any picture. */
const OPEN = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\/\w+\/Media\/ME[0-9a-f]{32}$/

function authenticated(
  { readBasic, findTenant, findAccount }: Api,
  { request, method, path }: Exchange,
): Tenant | undefined {
  const given = readBasic(request.headers.authorization)
  if (given) return findTenant(given.user, given.password)
  const open = method === 'GET' ? OPEN.exec(path)?.[1] : undefined
  return open === undefined ? undefined : findAccount?.(open)
}

type Asked = { readonly exchange: Exchange; readonly tenant: Tenant; readonly body: Body }

const UNREADABLE = apiError(20001, 'The request cannot be read')

/** The answer to an authenticated request; undefined where a fault rule has dealt with it. */
function replyTo({ routes, limits }: Api, { exchange, tenant, body }: Asked): Promise<Reply | undefined> | Reply {
  if (body === 'too-large') return apiError(50512)
  if (body === 'unreadable') return UNREADABLE
  const { method } = exchange
  const path = routedPath(exchange)
  const found = treeOf(routes, method)?.find(path)
  if (!found) return missingOperation(method, path) ?? notFound({ path: shownPath(exchange) })
  if (!found.params) return UNREADABLE
  const call = callOf(exchange, { tenant, octets: body, params: found.params })
  const answered = () => answer(found.value, call, { method, limits })
  if (!isWatched(call)) return answered()
  return strikeRequest(call, exchange.response, { method, path }).then((isDealtWith) =>
    isDealtWith ? undefined : answered(),
  )
}

/** [RFC9110 9.3.2] HEAD is a GET whose answer stays without its body. */
function treeOf(routes: Routes, method: string): PathTree<Route> | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return routes.get
    case 'POST':
      return routes.post
    case 'DELETE':
      return routes.delete
  }
  return undefined
}

/** The Messaging API has a host of its own, and paths that look like those of Conversations. */
function routedPath({ site, path }: Exchange): string {
  return site.product === 'messaging' || /^\/v1\/Services\/MG/.test(path) ? MESSAGING + path : path
}

function shownPath({ path }: Exchange): string {
  return path.replace(/^\/(v1|2010-04-01)/, '')
}

type Given = {
  readonly tenant: Tenant
  readonly octets: Buffer
  readonly params: Readonly<Record<string, string>>
}

function callOf(exchange: Exchange, { tenant, octets, params }: Given): Call {
  const { request, site, query } = exchange
  const { account, conversations } = tenant
  const contentType = request.headers['content-type'] ?? ''
  const isForm = contentType.startsWith('application/x-www-form-urlencoded')
  const { service } = params
  return {
    account,
    conversations,
    site,
    serviceSid: service ?? configurationOf({ read: conversations.reader, account }).defaultServiceSid,
    ofService: service !== undefined,
    path: shownPath(exchange),
    params,
    query: parseForm(query),
    form: parseForm(isForm ? octets.toString('utf8') : ''),
    octets,
    contentType,
    request: () => requestOctets(request, octets),
    hooks: header(request, 'x-twilio-webhook-enabled')?.toLowerCase() === 'true',
  }
}

/** Headers that say who asks stay out: a journey is shown to whoever debugs. */
const SHOWN_HEADERS = ['host', 'user-agent', 'content-type', 'x-twilio-webhook-enabled']

function requestOctets(request: IncomingMessage, octets: Uint8Array): Uint8Array {
  const { method, url, httpVersion } = request
  const headers = SHOWN_HEADERS.flatMap((name) => (header(request, name) ? [`${name}: ${header(request, name)}`] : []))
  const head = [`${method} ${url} HTTP/${httpVersion}`, ...headers, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), octets])
}

type Manner = { readonly method: string; readonly limits: RateLimits | undefined }

function answer({ handle, level }: Route, call: Call, { method, limits }: Manner): Reply | Promise<Reply> {
  const { account, conversations, serviceSid } = call
  const tooMany = limits?.count({ method, path: call.path, level, accountSid: account.sid, serviceSid })
  if (tooMany) return tooMany
  const place = { account, read: conversations.reader }
  const lost =
    (call.ofService && level !== 'account' && !isService(place, serviceSid)) ||
    (level === 'classic' && call.params.account !== account.sid)
  return lost ? notFound(call) : handle(call)
}

/** A world that is closing says so with a status of its own; everything else that is thrown is our fault. */
function answerFault(exchange: Exchange, error: unknown, onFault: ApiParts['onFault']): void {
  const { response, method, path } = exchange
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  if (status >= 400 && status < 500) return send(response, UNREADABLE)
  onFault(error, `${method} ${path}`, requestFields(exchange.request))
  if (response.headersSent) return
  sendJson(response, 500, { code: 20500, message: 'Internal error', more_info: '', status: 500 })
}
