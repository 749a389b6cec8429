// Who listens publicly asks for a token: control API, feed, metrics and viewer. SMPP, MM7 and the REST API have accounts
// of their own; MM1 knows its handsets by their headers, as inside an operator's network.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpRoute, pathOf, type UpgradeRoute } from '../../runtime/index.ts'
import { entrance, entranceHeaders } from './entrance.ts'

export type TokenGuard = {
  /** Before every other route: answers what comes without the token. */
  readonly route: HttpRoute
  readonly guarded: (upgrade: UpgradeRoute) => UpgradeRoute
}

const COOKIE = 'partyline-token'
const OPEN = /^\/(mm7|mm1|v1|v3|2010-04-01|token|assets|[A-Za-z0-9.-]+\.twilio\.com)(\/|$)/
/** Health checks have no secrets, and the CA is public by its nature. */
const OPEN_OF_CARRIER = ['/carrier/health', '/carrier/ready', '/carrier/ca.pem', '/carrier/sdk-shim.js']

export function createTokenGuard(token: string): TokenGuard {
  const isRight = comparedWith(token)
  const holds = (request: IncomingMessage) => isRight(bearerOf(request)) || isRight(cookieOf(request))
  const byQuery = (request: IncomingMessage) => isRight(queryOf(request).get('token') ?? '')
  return {
    route: {
      serves: (path, request) => (isGuarded(path, request) && !holds(request)) || (!isData(path) && byQuery(request)),
      handle: (request, response) => {
        if (byQuery(request) && !isData(pathOf(request))) return enter(token, request, response)
        refuse(request, response)
      },
    },
    guarded: ({ serves, upgrade }) => ({
      serves,
      upgrade: (request, socket, head) => {
        // A browser cannot put a header on a WebSocket; the cookie or the query says it.
        if (!isGuarded(pathOf(request), request) || holds(request) || byQuery(request))
          return upgrade(request, socket, head)
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      },
    }),
  }
}

function isGuarded(path: string, { headers }: IncomingMessage): boolean {
  return !OPEN.test(path) && !OPEN_OF_CARRIER.includes(path) && headers['x-twilio-host'] === undefined
}

/** What scripts read; everything else is a page for people. */
function isData(path: string): boolean {
  return path.startsWith('/carrier/') || path === '/metrics'
}

/** The token leaves the address bar for a cookie that scripts cannot read. */
function enter(token: string, request: IncomingMessage, response: ServerResponse): void {
  const rest = queryOf(request)
  rest.delete('token')
  const query = rest.size > 0 ? `?${rest}` : ''
  response
    .writeHead(303, {
      location: `${pathOf(request).replace(/^\/+/, '/')}${query}`,
      // Lax: a link to a journey that stands in a chat or a ticket opens it; nothing changes by a GET.
      'set-cookie': `${COOKIE}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Lax`,
      'referrer-policy': 'no-referrer',
    })
    .end()
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const head = { 'www-authenticate': 'Bearer realm="partyline"', 'cache-control': 'no-store' }
  if (!isData(pathOf(request))) {
    response.writeHead(401, { ...head, ...entranceHeaders }).end(entrance(queryOf(request)))
    return
  }
  const detail = 'this carrier listens publicly: send Authorization: Bearer with its token'
  const problem = JSON.stringify({ type: 'about:blank', status: 401, title: 'Token needed', detail })
  response.writeHead(401, { ...head, 'content-type': 'application/problem+json' }).end(problem)
}

/** Takes the same time however much of it is right. */
function comparedWith(token: string): (given: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const wanted = digest(token)
  return (given) => given !== '' && timingSafeEqual(digest(given), wanted)
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

function cookieOf({ headers }: IncomingMessage): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  const [, value = ''] = pairs.find(([name]) => name === COOKIE) ?? []
  return decodeOr(value)
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const at = url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
}
