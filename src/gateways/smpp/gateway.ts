import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { makePdu } from '../../../protocols/smpp/index.ts'
import type { Address, Event, Ids, MessageId, Outlet } from '../../core/index.ts'
import type { Logger } from '../../runtime/index.ts'
import { AccountLink } from './account-link.ts'
import { createAddressParser } from './address-parser.ts'
import { authenticate, type Found } from './authenticate.ts'
import { type BindRequest, receives } from './binding.ts'
import { DEFAULT_SMPP_CONFIG, type SmppConfig, tickMs } from './config.ts'
import { Connection } from './connection.ts'
import type { ConnectionParts } from './connection-parts.ts'
import type { SmppWorld } from './operations/index.ts'
import { createOutlet } from './outlet.ts'
import { type SessionView, viewOf } from './session-view.ts'
import { reportReading } from './user-acknowledgement.ts'

export type SmppGatewayParts = {
  readonly findAccount: (systemId: string) => Found | undefined
  readonly log: Logger
  readonly ids: Ids
  readonly config?: Partial<SmppConfig>
  /** Real milliseconds for the timers of links. */
  readonly now?: () => number
}

export type ListenOptions = {
  readonly host: string
  readonly port: number
  /** PEM texts: makes the port one for SMPP over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

export function createSmppGateway(parts: SmppGatewayParts): SmppGateway {
  return new SmppGateway(parts)
}

/** All SMPP ports of the process with their sessions. */
export class SmppGateway {
  private readonly parts: SmppGatewayParts
  private readonly config: SmppConfig
  private readonly servers = new Set<Server>()
  private readonly connections = new Set<Connection>()
  /** By world and system_id; only while sessions are bound. */
  private readonly links = new Map<string, AccountLink>()
  private readonly connectionParts: Omit<ConnectionParts, 'id'>
  private readonly ticking: NodeJS.Timeout

  constructor(parts: SmppGatewayParts) {
    this.parts = parts
    this.config = { ...DEFAULT_SMPP_CONFIG, ...parts.config }
    let reference = 0
    this.connectionParts = {
      config: this.config,
      log: parts.log,
      now: parts.now ?? Date.now,
      parseAddress: createAddressParser(),
      nextReference: () => ++reference,
      authenticate: (request) => this.authenticate(request),
      onBound: (connection) => this.bound(connection),
      onClosed: (connection, reason) => this.closed(connection, reason),
    }
    this.ticking = setInterval(() => this.tick(), tickMs(this.config)).unref()
  }

  async listen({ host, port, tls }: ListenOptions): Promise<{ port: number }> {
    const accept = (socket: Socket) => this.accept(socket)
    const handshakeTimeout = this.config.sessionInitMs
    const server: Server = tls ? createTlsServer({ ...tls, handshakeTimeout }, accept) : createServer(accept)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve)
    })
    // A connection that fails before it is one (a broken TLS handshake, no more file descriptors) is no reason to stop.
    server.on('error', (error) => this.parts.log.error({ error }, 'the SMPP port has a problem'))
    this.servers.add(server)
    return { port: (server.address() as AddressInfo).port } // listening on a TCP port, so it has such an address
  }

  /** Takes no more connections, unbinds every session and waits until all are closed. */
  async stop(): Promise<void> {
    clearInterval(this.ticking)
    const ended = [...this.servers].map((server) => new Promise((resolve) => server.close(resolve)))
    for (const connection of this.connections) {
      if (connection.session.binding) connection.request(makePdu('unbind', {}), () => {})
      connection.close('the message centre stops')
    }
    await Promise.all(ended)
  }

  outletFor(worldName: string): Outlet {
    return createOutlet((systemId) => this.links.get(linkKey(worldName, systemId)))
  }

  /** Bound sessions and connections that have not bound yet; of one world only the bound ones. */
  sessions(worldName?: string): SessionView[] {
    const views = [...this.connections].map(viewOf)
    return worldName === undefined ? views : views.filter(({ world }) => world === worldName)
  }

  /** Cuts a session off; false if there is none of this id. */
  closeSession(id: string, reason: string): boolean {
    const connection = this.connection(id)
    connection?.close(reason)
    return connection !== undefined
  }

  /** Cuts off the sessions of a world, or of one of its accounts. */
  closeSessions(of: { readonly world: string; readonly systemId?: string }, reason: string): void {
    for (const connection of [...this.connections]) {
      const { world, systemId } = viewOf(connection)
      if (world === of.world && (of.systemId ?? systemId) === systemId) connection.close(reason)
    }
  }

  /** Sends unbind; the session ends with the ESME's answer or without. False if there is no such bound session. */
  unbindSession(id: string): boolean {
    const connection = this.connection(id)
    if (!connection?.session.binding) return false
    connection.request(makePdu('unbind', {}), () => connection.close('unbound by us, without an answer'))
    return true
  }

  /** Sends enquire_link; resolves true when the ESME answers it. */
  enquireLink(id: string): Promise<boolean> {
    const connection = this.connection(id)
    if (!connection) return Promise.resolve(false)
    return new Promise((resolve) =>
      connection.request(makePdu('enquire_link', {}), ({ kind }) => resolve(kind === 'answered')),
    )
  }

  /** The person has read these messages: user acknowledgements that are owed go out. */
  phoneRead({ carrier }: SmppWorld, phone: Address, messageIds: readonly MessageId[]): Promise<void> {
    return carrier.run((unit) => reportReading(unit, phone, messageIds))
  }

  private accept(socket: Socket): void {
    if (this.connections.size >= this.config.maxConnections) {
      this.parts.log.warn({ remote: socket.remoteAddress }, 'SMPP refused a connection: there are too many')
      socket.destroy()
      return
    }
    const id = this.parts.ids.hex()
    this.connections.add(new Connection(socket, { id, ...this.connectionParts }))
  }

  private authenticate(request: BindRequest): ReturnType<ConnectionParts['authenticate']> {
    const found = this.parts.findAccount(request.systemId)
    const key = linkKey(found?.world.name ?? '', request.systemId)
    const link = this.links.get(key) ?? new AccountLink(this.config.queueLimit)
    const verdict = authenticate(request, found, link.sessionCount)
    if (verdict.kind === 'refused' || !found) return { verdict }
    this.links.set(key, link)
    return { verdict, identity: { ...found, link } }
  }

  private bound(connection: Connection): void {
    const { binding } = connection.session
    const { identity } = connection
    if (!identity || !binding) return
    identity.link.add(connection)
    this.tell(connection, { type: 'session.bound', interfaceVersion: viewOf(connection).interfaceVersion })
    if (!receives(binding)) return
    const { carrier } = identity.world
    carrier.wake({ kind: 'smpp', key: binding.systemId }).catch((error) => this.fault(error))
  }

  private closed(connection: Connection, reason: string): void {
    this.connections.delete(connection)
    const { identity } = connection
    if (!identity) {
      this.parts.log.info({ session: connection.id, remote: connection.remote, reason }, 'SMPP connection closed')
      return
    }
    identity.link.remove(connection)
    if (identity.link.sessionCount === 0) this.links.delete(linkKey(identity.world.name, identity.account.systemId))
    this.tell(connection, { type: 'session.closed', reason })
  }

  /** A fact about a session, for its world's journal and for the log. */
  private tell(connection: Connection, fact: Event): void {
    const { identity, id: sessionId, remote } = connection
    const { systemId, bindType } = viewOf(connection)
    const { type, ...details } = { ...fact, sessionId, systemId, bindType, remote }
    this.parts.log.info(details, `SMPP ${type}`)
    identity?.world.carrier.run((unit) => unit.emit({ type, ...details })).catch((error) => this.fault(error))
  }

  private fault(error: unknown): void {
    this.parts.log.error({ error }, 'the SMPP gateway could not write to the store')
  }

  private tick(): void {
    for (const connection of this.connections) connection.tick()
  }

  private connection(id: string): Connection | undefined {
    return [...this.connections].find((connection) => connection.id === id)
  }
}

function linkKey(world: string, systemId: string): string {
  return `${world}\n${systemId}`
}
