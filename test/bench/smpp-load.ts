import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodePdu, makePdu } from '../../protocols/smpp/index.ts'

const WINDOW = 500
/** Messages without their receipt; what the server cannot get rid of it has to put off, which is another story. */
const UNRECEIPTED_MAX = 2_000
const SUBMIT_SM = 0x00000004
const DELIVER_SM = 0x00000005
const ENQUIRE_LINK = 0x00000015
const RESPONSE_BIT = 0x80000000
/** Messages go to so many phones in turn, which the first round switches on; none of the numbers is an account's. */
const PHONES = 100
const FIRST_PHONE = 12_025_551_001
const TEXT = 'The quick brown fox jumps over the lazy dog. '.repeat(4).slice(0, 140)

/** An ESME that keeps its window full. It reads no more than headers, so that it does not hold the server up. */
export class SmppLoad {
  private readonly socket: Socket
  private readonly wantsReceipts: boolean
  private readonly frames: readonly Buffer[]
  private rest: Buffer = Buffer.alloc(0)
  private sequence = 1
  private sent = 0
  private answered = 0
  private receipts = 0
  private total = 0
  private done: () => void = () => {}

  private constructor(socket: Socket, wantsReceipts: boolean) {
    this.socket = socket
    this.wantsReceipts = wantsReceipts
    this.frames = Array.from({ length: PHONES }, (_, n) => submitSm(String(FIRST_PHONE + n)))
    socket.on('data', (chunk) => this.take(chunk))
    socket.on('close', () => {
      if (this.isBusy) throw new Error('the server closed the connection')
    })
  }

  /** Bound as the world's ESME; with `receipts` a message is over when its receipt has come and was answered. */
  static async bound(port: number, { receipts }: { receipts: boolean }): Promise<SmppLoad> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    const load = new SmppLoad(socket, receipts)
    const identity = { sequenceNumber: 1, systemId: 'esme', password: 'secret', interfaceVersion: 0x34 }
    socket.write(encodePdu(makePdu('bind_transceiver', identity)))
    await once(socket, 'data')
    return load
  }

  run(count: number): Promise<void> {
    this.sent = 0
    this.answered = 0
    this.receipts = 0
    this.total = count
    this.fill([])
    return new Promise((resolve) => {
      this.done = resolve
    })
  }

  close(): void {
    this.socket.destroy()
  }

  private take(chunk: Buffer): void {
    const octets = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk
    const answers: Buffer[] = []
    let offset = 0
    while (octets.length - offset >= 16) {
      const length = octets.readUInt32BE(offset)
      if (octets.length - offset < length) break
      const id = octets.readUInt32BE(offset + 4)
      if (id === SUBMIT_SM + RESPONSE_BIT) this.answered += 1
      if (id === SUBMIT_SM + RESPONSE_BIT && octets.readUInt32BE(offset + 8) !== 0) throw new Error('refused')
      if (id === DELIVER_SM) this.receipts += 1
      if (id === DELIVER_SM || id === ENQUIRE_LINK) answers.push(responseTo(id, octets.readUInt32BE(offset + 12)))
      offset += length
    }
    this.rest = octets.subarray(offset)
    this.fill(answers)
    if (this.total > 0 && !this.isBusy) this.done()
  }

  private get isBusy(): boolean {
    return this.answered < this.total || (this.wantsReceipts && this.receipts < this.total)
  }

  private get hasRoom(): boolean {
    return this.sent - this.answered < WINDOW && (!this.wantsReceipts || this.sent - this.receipts < UNRECEIPTED_MAX)
  }

  private fill(writes: Buffer[]): void {
    while (this.sent < this.total && this.hasRoom) {
      const frame = Buffer.from(this.frames[this.sent % PHONES]!)
      frame.writeUInt32BE(++this.sequence & 0x7fffffff, 12)
      writes.push(frame)
      this.sent += 1
    }
    if (writes.length > 0) this.socket.write(Buffer.concat(writes))
  }
}

function submitSm(destinationAddr: string): Buffer {
  const octets = encodePdu(
    makePdu('submit_sm', {
      sourceAddr: '12025550150',
      sourceAddrTon: 1,
      destinationAddr,
      destAddrTon: 1,
      registeredDelivery: 1,
      shortMessage: Buffer.from(TEXT),
    }),
  )
  return Buffer.from(octets)
}

function responseTo(id: number, sequenceNumber: number): Buffer {
  const length = id === DELIVER_SM ? 17 : 16
  const octets = Buffer.alloc(length)
  octets.writeUInt32BE(length, 0)
  octets.writeUInt32BE(id + RESPONSE_BIT, 4)
  octets.writeUInt32BE(sequenceNumber, 12)
  return octets
}
