import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { makePdu } from '../../../protocols/smpp/index.ts'
import type { Address, Event, MessageId, Outlet } from '../../core/index.ts'
import { AccountLink } from './account-link.ts'
import { createAddressParser } from './address-parser.ts'
import { type Alert, alertNotification, flaggedPhonesBack, takeAlerts } from './alerts.ts'
import { authenticate, refusedByRule } from './authenticate.ts'
import { type BindRequest, receives } from './binding.ts'
import { DEFAULT_SMPP_CONFIG, type SmppConfig, tickMs } from './config.ts'
import { Connection } from './connection.ts'
import type { Authentication, ConnectionParts } from './connection-parts.ts'
import { faultOfBind } from './faults.ts'
import type { ListenOptions, SmppGatewayParts } from './gateway-parts.ts'
import type { SmppWorld } from './operations/index.ts'
import { call, type OutbindResult, type OutbindTarget } from './outbind.ts'
import { createOutlet } from './outlet.ts'
import { pduLine } from './pdu-log.ts'
import { type RecordedSession, RecordedSessions } from './recorded-sessions.ts'
import { createSessionControl, type SessionControl } from './session-control.ts'
import { type SessionView, viewOf } from './session-view.ts'
import { type ContextOf, contextOf, secured } from './tls-port.ts'
import { reportReading } from './user-acknowledgement.ts'

export function createSmppGateway(parts: SmppGatewayParts): SmppGateway {
  return new SmppGateway(parts)
}

/** All SMPP ports of the process with their sessions. */
export class SmppGateway {
  private readonly parts: SmppGatewayParts
  private readonly config: SmppConfig
  private readonly servers = new Set<Server>()
  private readonly connections = new Set<Connection>()
  private readonly record = new RecordedSessions()
  /** By world and system_id; only while sessions are bound. */
  private readonly links = new Map<string, AccountLink>()
  private readonly connectionParts: Omit<ConnectionParts, 'id'>
  private readonly ticking: NodeJS.Timeout

  constructor(parts: SmppGatewayParts) {
    this.parts = parts
    const { onPdu } = parts
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
      ...(onPdu && { onPdu: (connection, passed) => onPdu(pduLine(connection, passed)) }),
    }
    this.ticking = setInterval(() => this.tick(), tickMs(this.config)).unref()
  }

  async listen({ host, port, tls }: ListenOptions): Promise<{ port: number }> {
    const accept = (socket: Socket) => this.accept(socket)
    const context = tls && contextOf(tls)
    const server: Server = createServer(context ? (socket) => this.secure(socket, context) : accept)
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
    const close = (connection: Connection) => connection.close('the message centre stops')
    for (const connection of this.connections) {
      if (connection.session.binding) connection.request(makePdu('unbind', {}), () => close(connection))
      else close(connection)
    }
    const late = setTimeout(() => [...this.connections].forEach(close), this.config.unbindGraceMs)
    await Promise.all(ended)
    clearTimeout(late)
  }

  outletFor(worldName: string): Outlet {
    return createOutlet((systemId) => this.links.get(linkKey(worldName, systemId)))
  }

  /** Bound sessions and connections that have not bound yet; of one world only the bound ones. */
  sessions(worldName?: string): SessionView[] {
    const views = [...this.connections].map(viewOf)
    return worldName === undefined ? views : views.filter(({ world }) => world === worldName)
  }

  /** What the sessions of a world said beside messages, of late. */
  recorded(worldName: string): readonly RecordedSession[] {
    return this.record.of(worldName, this.connections)
  }

  /** The sessions of one world, to look at and to act upon. */
  controlOf(worldName: string): SessionControl {
    return createSessionControl({
      list: () => this.sessions(worldName),
      find: (id) => [...this.connections].find((one) => one.id === id && one.identity?.world.name === worldName),
      outbind: (target) => this.outbind(target),
    })
  }

  /** Cuts off the sessions of a world, or of one of its accounts. */
  closeSessions(of: { readonly world: string; readonly systemId?: string }, reason: string): void {
    for (const connection of [...this.connections]) {
      const { world, systemId } = viewOf(connection)
      if (world === of.world && (of.systemId ?? systemId) === systemId) connection.close(reason)
    }
  }

  /** A phone has come back: accounts that set the delivery pending flag hear of it, those that are bound. */
  async phoneAvailable({ name, carrier }: SmppWorld, phone: Address): Promise<void> {
    const hears = (systemId: string) => this.links.get(linkKey(name, systemId))?.hears ?? false
    const alerts = await carrier.run((unit) => takeAlerts(unit, phone, hears))
    for (const alert of alerts) this.alert(name, phone, alert)
  }

  /** Tells one account that a phone is available, if a session of it receives. [SMPP34 4.12] */
  alert(worldName: string, phone: Address, alert: Alert): void {
    this.links.get(linkKey(worldName, alert.systemId))?.notify(alertNotification(phone, alert))
  }

  /** The person has read these messages: user acknowledgements that are owed go out. */
  phoneRead({ carrier }: SmppWorld, phone: Address, messageIds: readonly MessageId[]): Promise<void> {
    return carrier.run((unit) => reportReading(unit, phone, messageIds))
  }

  /** Calls an ESME that listens, and tells it to bind. [SMPP34 4.1.7] */
  private async outbind(target: OutbindTarget): Promise<OutbindResult> {
    const called = await call(target)
    if ('failed' in called) return called
    const connection = this.accept(called, true)
    if (!connection) return { failed: 'there are too many connections' }
    const { systemId = this.config.systemId, password = '' } = target
    connection.notify(makePdu('outbind', { systemId, password }))
    return { sessionId: connection.id }
  }

  private secure(socket: Socket, secureContext: ContextOf): void {
    const { log } = this.parts
    const onFailed = ({ message }: Error) =>
      log.warn({ remote: socket.remoteAddress }, `SMPP over TLS failed: ${message}`)
    secured(socket, { secureContext, timeoutMs: this.config.sessionInitMs, onFailed }).then(
      (secure) => this.accept(secure),
      (error: Error) => {
        onFailed(error)
        socket.destroy()
      },
    )
  }

  private accept(socket: Socket, isCalled = false): Connection | undefined {
    if (this.connections.size >= this.config.maxConnections) {
      this.parts.log.warn({ remote: socket.remoteAddress }, 'SMPP refused a connection: there are too many')
      socket.destroy()
      return undefined
    }
    const id = this.parts.ids.hex()
    const connection = new Connection(socket, { id, isCalled, ...this.connectionParts })
    this.connections.add(connection)
    return connection
  }

  private authenticate(request: BindRequest): Authentication {
    const found = this.parts.findAccount(request.systemId)
    const key = linkKey(found?.world.name ?? '', request.systemId)
    const onRoom = (roomy: AccountLink) => found && this.wake(request.systemId, found.world, roomy)
    const link = this.links.get(key) ?? new AccountLink(this.config.queueLimit, onRoom)
    const fault = faultOfBind(found?.world.faults, request)
    const struck = { ...(fault && { fault }), ...(found?.world.wait && { wait: found.world.wait }) }
    const verdict = refusedByRule(fault) ?? authenticate(request, found, link.sessionCount)
    if (verdict.kind === 'refused' || !found) return { verdict, ...struck }
    this.links.set(key, link)
    return { verdict, identity: { ...found, link }, ...struck }
  }

  private bound(connection: Connection): void {
    const { binding } = connection.session
    const { identity } = connection
    if (!identity || !binding) return
    identity.link.add(connection)
    this.tell(connection, { type: 'session.bound', interfaceVersion: viewOf(connection).interfaceVersion })
    if (!receives(binding)) return
    const { systemId } = binding
    const back = flaggedPhonesBack(identity.world.carrier.read, systemId)
    const told = back.map((phone) => this.phoneAvailable(identity.world, phone))
    Promise.all(told).catch((error) => this.fault(error))
    this.wake(systemId, identity.world, identity.link)
  }

  /** What waits for an account becomes due, as much of it as there is room for. */
  private wake(systemId: string, { carrier }: SmppWorld, link: AccountLink): void {
    const { room } = link
    carrier
      .wake({ kind: 'smpp', key: systemId }, room)
      .then((woken) => woken === room && link.overrun())
      .catch((error) => this.fault(error))
  }

  private closed(connection: Connection, reason: string): void {
    this.connections.delete(connection)
    this.record.keep(connection)
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
    // A session that ends because its world was reset or removed has nowhere to be noted.
    if (error instanceof Error && error.name === 'WorldClosed') return
    this.parts.log.error({ error }, 'the SMPP gateway could not write to the store')
  }

  private tick(): void {
    for (const connection of this.connections) connection.tick()
  }
}

function linkKey(world: string, systemId: string): string {
  return `${world}\n${systemId}`
}
