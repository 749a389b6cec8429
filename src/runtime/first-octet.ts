// One port for HTTP and TLS: the first octet of a connection tells. After it nothing of ours stands between the
// socket and Node's own parser.
import type { Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type SecureContext, TLSSocket } from 'node:tls'

/** What makes the port answer TLS as well. */
export type TlsPort = {
  /** The certificate for a name; the empty name stands for a client that names nobody. */
  readonly secureContext: (servername: string) => SecureContext | Promise<SecureContext>
}

/** Takes connections and gives each to HTTP or TLS when its first octet has told which. */
export type Acceptor = {
  /** Takes a connection; `name` is what its CONNECT asked for. */
  accept(socket: Duplex, name?: string): void
  /** The name that a request's connection was opened for by CONNECT. */
  nameOf(socket: Duplex): string | undefined
  /** Ends the connections that have not told yet. */
  stop(): void
}

/** [RFC8446 5.1] ContentType handshake(22), the first octet of a ClientHello. No HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16
/** Node's own limit for the head of a request. */
const SILENCE_MS = 60_000

type Ports = { readonly tls?: TlsPort; readonly onFault: (error: unknown, what: string) => void }

/** Puts the look at the first octet before the server's own connection listener. */
export function createAcceptor(server: Server, { tls, onFault }: Ports): Acceptor {
  // Node's listener is the only one a new server has; it is how a socket becomes an HTTP connection.
  const serveHttp = server.listeners('connection')[0] as (this: Server, socket: Duplex) => void
  const waiting = new Set<Duplex>()
  const names = new WeakMap<Duplex, string>()

  const serve = (socket: Duplex, name: string | undefined) => {
    if (name !== undefined) names.set(socket, name)
    serveHttp.call(server, socket)
    socket.resume()
  }
  const secure = async (socket: Duplex, { secureContext }: TlsPort, name: string | undefined) => {
    try {
      const context = await secureContext(name ?? '')
      if (!socket.destroyed) serve(endTls(socket, context, secureContext), name)
    } catch (error) {
      onFault(error, 'TLS')
      socket.destroy()
    } finally {
      waiting.delete(socket)
    }
  }
  const accept = (socket: Duplex, name?: string) => {
    waiting.add(socket)
    waitForOctet(socket, (first) => {
      if (first === TLS_HANDSHAKE && tls) return void secure(socket, tls, name)
      waiting.delete(socket)
      if (first !== undefined) serve(socket, name)
    })
  }

  server.removeAllListeners('connection')
  server.on('connection', (socket) => accept(socket))
  return {
    accept,
    nameOf: (socket) => names.get(socket),
    stop: () => {
      for (const socket of waiting) socket.destroy()
    },
  }
}

/** Calls back once: with the first octet, the socket paused and whole again, or with undefined when there is none. */
function waitForOctet(socket: Duplex, done: (first: number | undefined) => void): void {
  const leave = (first: number | undefined) => {
    socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('timeout', onEnd)
    if (socket instanceof Socket) socket.setTimeout(0)
    done(first)
  }
  const onData = (chunk: Buffer) => {
    socket.pause()
    socket.unshift(chunk)
    leave(chunk[0])
  }
  const onEnd = () => {
    leave(undefined)
    socket.destroy()
  }
  // Stays: between here and Node's parser an error has no other listener. 'close' follows it.
  socket.on('error', () => {})
  socket.on('data', onData).on('end', onEnd).on('close', onEnd)
  if (socket instanceof Socket) socket.setTimeout(SILENCE_MS).on('timeout', onEnd)
}

function endTls(socket: Duplex, secureContext: SecureContext, contextFor: TlsPort['secureContext']): TLSSocket {
  // TLSSocket takes any stream in its place; its types know only sockets.
  return new TLSSocket(socket as Socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: ['http/1.1'],
    SNICallback: (servername, done) => {
      Promise.resolve(servername)
        .then(contextFor)
        .then((context) => done(null, context), done)
    },
  })
}
