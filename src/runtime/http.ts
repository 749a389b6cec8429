import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { OnFault } from '../core/index.ts'
import { type Acceptor, createAcceptor, type TlsPort } from './first-octet.ts'
import type { Logger } from './log.ts'
import { createServer } from './node-http.ts'
import { createRequestIds, requestFields } from './request-id.ts'

/** What one listener serves below a path. The first row whose test says yes gets the request. */
export type HttpRoute = {
  readonly serves: (path: string, request: IncomingMessage) => boolean
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
}

export type UpgradeRoute = {
  readonly serves: (path: string) => boolean
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** What makes the port a proxy as well. */
export type ProxyPort = {
  /** Answers CONNECT: the name whose requests follow on this socket, or undefined when it took the socket away. */
  readonly connect: (request: IncomingMessage, socket: Duplex, head: Buffer) => string | undefined
  /** Sees each request before any route does, with the name of its CONNECT; false sends it to `forward`. */
  readonly admit: (request: IncomingMessage, name: string | undefined) => boolean
  readonly forward: (request: IncomingMessage, response: ServerResponse) => void
  readonly forwardUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export type HttpListener = {
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>
  stop(): Promise<void>
}

export type HttpListenerParts = {
  readonly routes: readonly HttpRoute[]
  readonly upgrades: readonly UpgradeRoute[]
  readonly onFault: OnFault
  /** Told of every request, where it wants to know. */
  readonly log?: Logger
  /** Paths that machines ask all the time: a request for them has no line. */
  readonly unlogged?: ReadonlySet<string>
  readonly tls?: TlsPort
  readonly proxy?: ProxyPort
}

/** Longer than a test keeps its event loop busy: a connection that is closed under a client's hands is an error there. */
const KEEP_ALIVE_MS = 75_000

/** Connections that may wait to be taken: a test suite comes with a thousand at once, and Node's 511 would turn some away. */
const BACKLOG = 4_096

/** What requests that have begun are given to end when the listener stops. */
const STOP_GRACE_MS = 3_000

/** The one HTTP listener of the process, for TLS and as a proxy too. Exceptions of a route are logged once and answered 500. */
export function createHttpListener(parts: HttpListenerParts): HttpListener {
  const identify = createRequestIds()
  const isTold = parts.log?.isLevelEnabled('debug') ?? false
  /** The answer that each connection waits for or had last: a note per connection costs less than one per request. */
  const latest = new Map<Socket, ServerResponse>()
  const begin = (...[request, response]: Exchange) => {
    const requestId = identify(request, response)
    if (isTold && !parts.unlogged?.has(pathOf(request)))
      response.on('close', logged(parts.log, requestId, request, response))
    const { socket } = request
    if (!latest.has(socket)) socket.once('close', () => latest.delete(socket))
    latest.set(socket, response)
  }
  const dispatching = { ...parts, begin }
  const server = createServer((request, response) => dispatch(dispatching, acceptor, request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  const acceptor = createAcceptor(server, parts)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (parts.proxy?.admit(request, acceptor.nameOf(request.socket)) === false)
      return parts.proxy.forwardUpgrade(request, socket, head)
    try {
      const route = parts.upgrades.find(({ serves }) => serves(pathOf(request)))
      if (route) return route.upgrade(request, socket, head)
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    } catch (error) {
      parts.onFault(error, `upgrade ${pathOf(request)}`)
      socket.destroy()
    }
  })
  if (parts.proxy) answerConnect(server, parts.proxy, acceptor)
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return {
    listen: ({ host, port }) => listen(server, host, port),
    stop: () => stop(server, acceptor, [...latest.values()].filter(isOpen)),
  }
}

function isOpen({ writableFinished, destroyed }: ServerResponse): boolean {
  return !writableFinished && !destroyed
}

/** Takes nothing new, finishes what it has begun, and cuts off what takes too long for that. */
async function stop(server: Server, acceptor: Acceptor, open: readonly ServerResponse[]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const finished = open.map((response) => {
    response.shouldKeepAlive = false
    return new Promise((resolve) => response.on('close', resolve))
  })
  const late = new AbortController()
  await Promise.race([Promise.all(finished), delay(STOP_GRACE_MS, undefined, { signal: late.signal }).catch(() => {})])
  late.abort()
  server.closeAllConnections()
  acceptor.stop()
  await closed
}

/** [RFC9110 9.3.6] After 200 the socket is a new connection, with a first octet of its own. */
function answerConnect(server: Server, proxy: ProxyPort, acceptor: Acceptor): void {
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const name = proxy.connect(request, socket, head)
    if (name === undefined) return
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    acceptor.accept(socket, name)
  })
}

type Dispatching = HttpListenerParts & { readonly begin: (...exchange: Exchange) => void }

function dispatch(parts: Dispatching, acceptor: Acceptor, ...[request, response]: Exchange): void {
  try {
    if (parts.proxy?.admit(request, acceptor.nameOf(request.socket)) === false)
      return parts.proxy.forward(request, response)
    parts.begin(request, response)
    const path = pathOf(request)
    const route = parts.routes.find(({ serves }) => serves(path, request))
    if (route) return route.handle(request, response)
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`Nothing is served at ${path}\n`)
  } catch (error) {
    parts.onFault(error, `${request.method} ${pathOf(request)}`, requestFields(request))
    if (!response.headersSent) response.writeHead(500).end()
  }
}

/** The path without its query, which may hold a token. */
function logged(log: Logger | undefined, requestId: string, ...[request, response]: Exchange): () => void {
  const { method } = request
  const path = pathOf(request)
  const startedAt = performance.now()
  return () => {
    const ms = Math.round(performance.now() - startedAt)
    const status = response.writableFinished ? response.statusCode : null
    log?.debug({ requestId, method, path, status, ms }, status === null ? 'HTTP request cut off' : 'HTTP request')
  }
}

type Exchange = [request: IncomingMessage, response: ServerResponse]

export function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

function listen(server: Server, host: string, port: number): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject)
      // A TCP server's address is never a string.
      resolve({ port: (server.address() as AddressInfo).port })
    })
  })
}
