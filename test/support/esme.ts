import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  type CommandName,
  decodePdu,
  encodePdu,
  makePdu,
  type Pdu,
  type PduFields,
  type PduNamed,
  takeFrame,
} from '../../protocols/smpp/index.ts'

export type BindKind = 'transmitter' | 'receiver' | 'transceiver'

/** An ESME that says exactly what a test wants said, and hands out what it hears in order. */
export class Esme {
  readonly socket: Socket
  /** Resolves when the connection is closed, by whomever. */
  readonly closed: Promise<unknown>
  private readonly heard: Pdu[] = []
  private octets: Buffer = Buffer.alloc(0)
  private sequenceNumber = 0
  private wake: () => void = () => {}
  private isClosed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', (chunk) => this.take(chunk))
    socket.on('close', () => {
      this.isClosed = true
      this.wake()
    })
    this.closed = new Promise((resolve) => socket.on('close', resolve))
  }

  static async connect(port: number): Promise<Esme> {
    const socket = connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    return new Esme(socket)
  }

  /** An ESME at the other end of a connection that it was called on. */
  static over(socket: Socket): Esme {
    return new Esme(socket)
  }

  /** Connects by TLS, trusting one certificate. */
  static async connectSecurely(port: number, ca: string): Promise<Esme> {
    const socket = connectTls({ port, host: '127.0.0.1', ca })
    await once(socket, 'secureConnect')
    return new Esme(socket)
  }

  /** Connects and binds; throws when the bind is refused. */
  static async bound(port: number, kind: BindKind = 'transceiver', fields = {}): Promise<Esme> {
    const esme = await Esme.connect(port)
    const response = await esme.bind(kind, fields)
    if (response.commandStatus !== 0) throw new Error(`bind status ${response.commandStatus}`)
    return esme
  }

  bind(kind: BindKind = 'transceiver', fields: PduFields<'bind_transceiver'> = {}): Promise<Pdu> {
    const identity = { systemId: 'esme', password: 'secret', interfaceVersion: 0x34 }
    return this.ask(`bind_${kind}`, { ...identity, ...fields })
  }

  /** Whether nothing has come that was not asked for by now. */
  get heardNothing(): boolean {
    return this.heard.length === 0
  }

  /** Sends a request and answers what comes next. */
  async ask<Name extends CommandName>(command: Name, fields: PduFields<Name> = {}): Promise<Pdu> {
    this.send(command, fields)
    return await this.nextPdu()
  }

  /** Sends a request; answers its sequence number. */
  send<Name extends CommandName>(command: Name, fields: PduFields<Name> = {}): number {
    this.sequenceNumber += 1
    const pdu = makePdu(command, { sequenceNumber: this.sequenceNumber, ...fields } as PduFields<Name>)
    this.sendOctets(encodePdu(pdu as Pdu))
    return pdu.sequenceNumber
  }

  sendOctets(octets: Uint8Array): void {
    this.socket.write(octets)
  }

  /** Answers a request of the message centre. */
  answer(request: Pdu, commandStatus = 0): void {
    const { sequenceNumber } = request
    const command = `${request.command}_resp` as 'deliver_sm_resp' // a request, so there is such a name
    this.sendOctets(encodePdu({ command, commandStatus, sequenceNumber, messageId: '', tlvs: [] }))
  }

  /** The next PDU that comes; throws when the connection closes first. */
  async nextPdu(): Promise<Pdu> {
    for (;;) {
      const pdu = this.heard.shift()
      if (pdu) return pdu
      if (this.isClosed) throw new Error('the connection was closed')
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }

  /** The next PDU, which has to be a deliver_sm; it is answered at once. */
  async nextDelivery(commandStatus = 0): Promise<PduNamed<'deliver_sm'>> {
    const pdu = await this.nextPdu()
    if (pdu.command !== 'deliver_sm') throw new Error(`${pdu.command} came instead of deliver_sm`)
    this.answer(pdu, commandStatus)
    return pdu
  }

  close(): Promise<unknown> {
    this.socket.destroy()
    return this.closed
  }

  private take(chunk: Buffer): void {
    this.octets = Buffer.concat([this.octets, chunk])
    for (let frame = takeFrame(this.octets, 0); frame.kind === 'frame'; frame = takeFrame(this.octets, 0)) {
      const decoding = decodePdu(this.octets, 0, frame.end)
      if (decoding.kind !== 'value') throw new Error(`the message centre sent a ${decoding.kind} PDU`)
      this.heard.push(decoding.pdu)
      this.octets = this.octets.subarray(frame.end)
    }
    this.wake()
  }
}

/** The text of a deliver_sm in ASCII, as receipts are. */
export function textOf({ shortMessage }: PduNamed<'deliver_sm'>): string {
  return Buffer.from(shortMessage).toString('latin1')
}
