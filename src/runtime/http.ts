import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What one listener serves below a path. The first row whose test says yes gets the request. */
export type HttpRoute = {
  readonly serves: (path: string, request: IncomingMessage) => boolean
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
}

export type UpgradeRoute = {
  readonly serves: (path: string) => boolean
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export type HttpListener = {
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }>
  stop(): Promise<void>
}

/** The one HTTP listener of the process. Exceptions of a route are logged once and answered 500. */
export function createHttpListener(parts: {
  readonly routes: readonly HttpRoute[]
  readonly upgrades: readonly UpgradeRoute[]
  readonly onFault: (error: unknown, what: string) => void
}): HttpListener {
  const server = createServer((request, response) => dispatch(parts, request, response))
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const route = parts.upgrades.find(({ serves }) => serves(pathOf(request)))
    if (route) return route.upgrade(request, socket, head)
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  return {
    listen: ({ host, port }) => listen(server, host, port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function dispatch(
  {
    routes,
    onFault,
  }: { readonly routes: readonly HttpRoute[]; readonly onFault: (error: unknown, what: string) => void },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = pathOf(request)
  try {
    const route = routes.find(({ serves }) => serves(path, request))
    if (route) return route.handle(request, response)
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`Nothing is served at ${path}\n`)
  } catch (error) {
    onFault(error, `${request.method} ${path}`)
    if (!response.headersSent) response.writeHead(500).end()
  }
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?')
  return query < 0 ? url : url.slice(0, query)
}

function listen(server: Server, host: string, port: number): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      // A TCP server's address is never a string.
      resolve({ port: (server.address() as AddressInfo).port })
    })
  })
}
