// The port as a proxy: CONNECT for *.twilio.com ends here, everything else is tunnelled or forwarded untouched.
//
//   const proxy = createProxyGateway({ folder: dataFolder === null ? null : join(dataFolder, 'ca'), onCaught })
//   const listener = createHttpListener({
//     routes: [proxy.route, ...],      // before /carrier: it answers GET /carrier/ca.pem
//     upgrades, onFault,
//     tls: proxy.tls, proxy: proxy.proxy,
//   })
//   info.ca = { path: proxy.caPath }   // known at once; the file is there after prepare()
//   await listener.listen(...)
//   await proxy.prepare()              // after "ready": makes the CA if there is none (about 0.3 s, first start only)
//   ... proxy.stop() before listener.stop()
//
// A caught request carries X-Twilio-Host, set here and not to be forged through the proxy: the API's router takes the
// service and the base URL of its answers (https://<host>) from it. `onCaught(host, path)` tells of each one,
// from CONNECT, from the Node preload and from a Host header that names a caught host.
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { HttpRoute, ProxyPort, TlsPort } from '../../runtime/index.ts'
import { pathOf } from '../../runtime/index.ts'
import { createAuthority } from './authority.ts'
import { forwardRequest, forwardUpgrade, parseAbsolute } from './forward.ts'
import { createLeaves } from './leaves.ts'
import { belongsTo, isOfThisMachine, parseAuthority } from './names.ts'
import { Tunnels } from './tunnel.ts'

/** The domains whose hosts are played here and never reached. */
export const CAUGHT_DOMAINS: readonly string[] = ['twilio.com']

/** For `node --require`: sends a Node program's calls to caught hosts here, without proxy and without CA. */
export const PRELOAD_PATH = fileURLToPath(new URL('preload.cjs', import.meta.url))

export type ProxyGatewayParts = {
  /** Where the CA is kept; null for a folder that ends with the process. */
  readonly folder: string | null
  readonly domains?: readonly string[]
  readonly onCaught?: (host: string, path: string) => void
  readonly now?: () => number
}

export type ProxyGateway = {
  readonly tls: TlsPort
  readonly proxy: ProxyPort
  /** `GET /carrier/ca.pem`. */
  readonly route: HttpRoute
  readonly caPath: string
  readonly prepare: () => Promise<void>
  readonly stop: () => void
}

export function createProxyGateway(parts: ProxyGatewayParts): ProxyGateway {
  const { folder, domains = CAUGHT_DOMAINS, onCaught = () => {}, now = Date.now } = parts
  const authority = createAuthority({ folder, domains, now })
  const leafFor = createLeaves(authority, now)
  const isCaught = belongsTo(domains)
  const tunnels = new Tunnels()
  return {
    tls: { secureContext: (name) => leafFor(isCaught(name) ? name.toLowerCase() : null) },
    proxy: createProxyPort({ isCaught, onCaught, tunnels }),
    route: {
      serves: (path, { method }) => path === '/carrier/ca.pem' && method === 'GET',
      handle: (_request, response) =>
        void authority.open().then(
          ({ certificate }) => response.writeHead(200, { 'content-type': 'application/x-pem-file' }).end(certificate),
          (error: Error) => response.writeHead(500, { 'content-type': 'text/plain' }).end(`${error.message}\n`),
        ),
    },
    caPath: authority.path,
    prepare: async () => void (await authority.open()),
    stop: () => {
      tunnels.stop()
      authority.close()
    },
  }
}

type Rules = {
  readonly isCaught: (host: string) => boolean
  readonly onCaught: (host: string, path: string) => void
  readonly tunnels: Tunnels
}

function createProxyPort(rules: Rules): ProxyPort {
  const { isCaught, tunnels } = rules
  return {
    connect(request, socket, head) {
      const target = parseAuthority(request.url ?? '')
      if (target && isCaught(target.host)) return target.host
      if (!isOfThisMachine(request.socket.remoteAddress)) {
        socket.end(FORBIDDEN)
        return undefined
      }
      if (target) tunnels.open(target, socket, { toClient: 'HTTP/1.1 200 Connection Established\r\n\r\n', head })
      else socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      return undefined
    },
    admit: (request, name) => admit(rules, request, name),
    // Both are only called for requests that `admit` refused: they are absolute.
    forward(request, response) {
      if (isOfThisMachine(request.socket.remoteAddress)) forwardRequest(parseAbsolute(request.url!)!, request, response)
      else response.writeHead(403, { 'content-type': 'text/plain' }).end(NOT_FOR_OTHERS)
    },
    forwardUpgrade(request, socket, head) {
      if (isOfThisMachine(request.socket.remoteAddress))
        forwardUpgrade(parseAbsolute(request.url!)!, { request, socket, head }, tunnels)
      else socket.end(FORBIDDEN)
    },
  }
}

const NOT_FOR_OTHERS = 'Only programs on the same machine reach other hosts through this port\n'
const FORBIDDEN = `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${NOT_FOR_OTHERS.length}\r\nConnection: close\r\n\r\n${NOT_FOR_OTHERS}`

const SLASH = 0x2f

function admit(rules: Rules, request: IncomingMessage, name: string | undefined): boolean {
  if (request.url?.charCodeAt(0) === SLASH) return catchByName(rules, request, name)
  const target = parseAbsolute(request.url ?? '')
  if (!target) return catchByName(rules, request, name)
  const { host, path } = target
  if (!rules.isCaught(host) && name === undefined) return false
  request.url = path
  return catchByName(rules, request, rules.isCaught(host) ? host : name)
}

/** Its own Host counts before the name its connection was opened for, as it would behind the real front. */
function catchByName({ isCaught, onCaught }: Rules, request: IncomingMessage, name: string | undefined): boolean {
  const { headers } = request
  const host = hostOf(headers.host)
  if (isCaught(host)) headers['x-twilio-host'] = host
  else if (name !== undefined) headers['x-twilio-host'] = name
  const caught = headers['x-twilio-host']
  if (typeof caught === 'string' && isCaught(caught)) onCaught(caught, pathOf(request))
  return true
}

/** A Host field's name without its port. */
function hostOf(header = ''): string {
  const colon = header.lastIndexOf(':')
  return (colon < 0 ? header : header.slice(0, colon)).toLowerCase()
}
