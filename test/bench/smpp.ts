import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodePdu, makePdu } from '../../protocols/smpp/index.ts'

/** One line of the bench: what was measured, its value, and the most it may be. */
export type BenchRow = {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly goal?: number
}

const ROUNDS = 5
const WARM_UP_ROUNDS = 2
const MESSAGES_PER_ROUND = 20_000
const WINDOW = 500
/** Receive and respond without store; a whole life with store, response and answered receipt. */
const GOALS = { respond: 0.25, life: 1.25 } as const

const SUBMIT_SM = 0x00000004
const DELIVER_SM = 0x00000005
const RESPONSE_BIT = 0x80000000

type Contender = { readonly child: ChildProcess; readonly esme: Load; readonly rounds: number[] }

/** Server CPU per submit_sm of 140 octets with a receipt asked for, against an echo on the npm package smpp. */
export async function benchSmpp(): Promise<BenchRow[]> {
  const [echo, respond, life] = [await start('echo'), await start('respond'), await start('life')]
  const contenders = [echo, respond, life]
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const contender of contenders) {
      const cpu = await measure(contender)
      if (round >= 0) contender.rounds.push(cpu)
    }
  }
  for (const { child, esme } of contenders) {
    esme.socket.destroy()
    child.send('stop')
  }
  const [base, bare, whole] = [median(echo.rounds), median(respond.rounds), median(life.rounds)]
  return [
    { name: 'echo on the npm package smpp', unit: 'µs CPU', value: base },
    { name: 'SMPP received and answered, no store', unit: 'µs CPU', value: bare },
    { name: 'SMPP stored, answered, delivered, receipted', unit: 'µs CPU', value: whole },
    { name: 'SMPP received and answered against the echo', unit: 'times', value: bare / base, goal: GOALS.respond },
    { name: 'SMPP whole life against the echo', unit: 'times', value: whole / base, goal: GOALS.life },
  ]
}

async function start(what: 'echo' | 'respond' | 'life'): Promise<Contender> {
  const child = fork(new URL('./smpp-server.ts', import.meta.url), [what])
  // the first message of smpp-server.ts
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, esme: await Load.bound(port, what === 'life'), rounds: [] }
}

/** Server CPU in microseconds per message. */
async function measure({ child, esme }: Contender): Promise<number> {
  const before = await cpuOf(child)
  await esme.run(MESSAGES_PER_ROUND)
  return ((await cpuOf(child)) - before) / MESSAGES_PER_ROUND
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

/** An ESME that keeps its window full. It reads no more than headers, so that it does not hold the server up. */
class Load {
  readonly socket: Socket
  private readonly wantsReceipts: boolean
  private readonly frame: Buffer
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
    this.frame = Buffer.from(
      encodePdu(
        makePdu('submit_sm', {
          sourceAddr: '12025550150',
          sourceAddrTon: 1,
          destinationAddr: '12025550101',
          destAddrTon: 1,
          registeredDelivery: 1,
          shortMessage: Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(4).slice(0, 140)),
        }),
      ),
    )
    socket.on('data', (chunk) => this.take(chunk))
  }

  static async bound(port: number, wantsReceipts: boolean): Promise<Load> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    const load = new Load(socket, wantsReceipts)
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
      if (id === DELIVER_SM) {
        this.receipts += 1
        answers.push(deliverSmResp(octets.readUInt32BE(offset + 12)))
      }
      offset += length
    }
    this.rest = octets.subarray(offset)
    this.fill(answers)
    const ended = this.answered === this.total && (!this.wantsReceipts || this.receipts === this.total)
    if (ended && this.total > 0) this.done()
  }

  private fill(writes: Buffer[]): void {
    while (this.sent < this.total && this.sent - this.answered < WINDOW) {
      const frame = Buffer.from(this.frame)
      frame.writeUInt32BE(++this.sequence & 0x7fffffff, 12)
      writes.push(frame)
      this.sent += 1
    }
    if (writes.length > 0) this.socket.write(Buffer.concat(writes))
  }
}

function deliverSmResp(sequenceNumber: number): Buffer {
  const octets = Buffer.alloc(17)
  octets.writeUInt32BE(17, 0)
  octets.writeUInt32BE(DELIVER_SM + RESPONSE_BIT, 4)
  octets.writeUInt32BE(sequenceNumber, 12)
  return octets
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

if (import.meta.main) console.table(await benchSmpp())
