import { CARRIER, type Exchange, type Link, type Turn } from './exchange.ts'
import { ACK, encodeDatagram, encodePacket, FIN, PUSH, SYN, type TcpEnd } from './packet.ts'

/** A frame and when it passed, in milliseconds since 1970. */
export type Passed = { readonly at: number; readonly frame: Uint8Array }

type Side = { readonly end: TcpEnd; next: number }
type Connection = { readonly client: Side; readonly server: Side; lastAt: number }

/** What an Ethernet frame carries of TCP. */
const SEGMENT_OCTETS = 1_460
const FIRST_CLIENT_PORT = 40_000
const CARRIER_HOST = 1
const FIRST_PEER_HOST = 0x0101

/** Lays exchanges out as TCP connections with right sequence numbers: opened, spoken on, closed. */
export class Connections {
  readonly passed: Passed[] = []
  /** Host numbers by name. */
  readonly hosts = new Map<string, number>([[CARRIER, CARRIER_HOST]])
  private readonly open = new Map<string, Connection>()
  private identification = 0

  add({ at, link, turns }: Exchange): void {
    if (link.isDatagram) return this.throwOver({ at, link, turns })
    const connection = this.open.get(link.name) ?? this.connect(link, at)
    connection.lastAt = at
    for (const turn of turns) this.say(connection, turn)
  }

  /** Every connection ends with the last that was said on it. */
  close(): void {
    for (const connection of this.open.values()) {
      const { client, server } = connection
      this.send(connection, { from: client, to: server, flags: FIN | ACK })
      this.send(connection, { from: server, to: client, flags: FIN | ACK })
      this.send(connection, { from: client, to: server, flags: ACK })
    }
    this.open.clear()
  }

  /** Datagrams from one side to the other, without any connection. */
  private throwOver({ at, link: { client, server, serverPort }, turns }: Exchange): void {
    const source = { host: this.hostOf(client), port: FIRST_CLIENT_PORT - 1 }
    const destination = { host: this.hostOf(server), port: serverPort }
    for (const { octets } of turns)
      this.passed.push({
        at,
        frame: encodeDatagram({ source, destination, identification: this.identification++, octets }),
      })
  }

  private connect({ name, client, server, serverPort, opening = [] }: Link, at: number): Connection {
    const port = FIRST_CLIENT_PORT + this.open.size
    const connection: Connection = {
      client: { end: { host: this.hostOf(client), port }, next: 1_000 },
      server: { end: { host: this.hostOf(server), port: serverPort }, next: 5_000 },
      lastAt: at,
    }
    this.open.set(name, connection)
    this.send(connection, { from: connection.client, to: connection.server, flags: SYN })
    this.send(connection, { from: connection.server, to: connection.client, flags: SYN | ACK })
    this.send(connection, { from: connection.client, to: connection.server, flags: ACK })
    for (const turn of opening) this.say(connection, turn)
    return connection
  }

  /** Data goes in full segments, and the other side acknowledges. */
  private say(connection: Connection, { from, octets }: Turn): void {
    const [speaker, listener] =
      from === 'client' ? [connection.client, connection.server] : [connection.server, connection.client]
    for (let at = 0; at < octets.length; at += SEGMENT_OCTETS) {
      const chunk = octets.subarray(at, at + SEGMENT_OCTETS)
      const isLast = at + SEGMENT_OCTETS >= octets.length
      this.send(connection, { from: speaker, to: listener, flags: isLast ? PUSH | ACK : ACK, octets: chunk })
    }
    this.send(connection, { from: listener, to: speaker, flags: ACK })
  }

  private send(connection: Connection, packet: { from: Side; to: Side; flags: number; octets?: Uint8Array }): void {
    const { from, to, flags, octets = new Uint8Array(0) } = packet
    const frame = encodePacket({
      source: from.end,
      destination: to.end,
      sequence: from.next,
      acknowledgement: flags & ACK ? to.next : 0,
      flags,
      identification: this.identification++,
      octets,
    })
    this.passed.push({ at: connection.lastAt, frame })
    // SYN and FIN count as one octet. [RFC9293 3.4]
    from.next = (from.next + octets.length + (flags & (SYN | FIN) ? 1 : 0)) % 2 ** 32
  }

  private hostOf(name: string): number {
    const host = this.hosts.get(name) ?? FIRST_PEER_HOST + this.hosts.size - 1
    this.hosts.set(name, host)
    return host
  }
}
