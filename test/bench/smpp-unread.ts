import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodePdu, makePdu, type Pdu } from '../../protocols/smpp/index.ts'
import { Contender } from './contender.ts'
import type { BenchRow, Effort } from './row.ts'
import { SmppLoad } from './smpp-load.ts'

const MEGABYTE = 1024 * 1024
const GOAL_MB = 20
/** What the deaf client submits, with receipts, and what it is sent meanwhile by another session of its account. */
const MESSAGES = 20_000
const SAMPLES = 20
const SAMPLE_MS = 250
const TEXT = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(4).slice(0, 140))
const ESME_NUMBER = '12025550150'

/** Memory that a whole carrier holds for a transceiver that submits, is sent thousands of messages, and never reads. */
export async function benchUnread({ share }: Effort): Promise<BenchRow[]> {
  const contender = await Contender.start('./carrier-server.ts')
  const count = Math.ceil(MESSAGES * share)
  // As warm as it gets: the same traffic with a client that reads.
  const load = await SmppLoad.bound(contender.smppPort, { receipts: true })
  for (let round = 0; round < 2; round++) await load.run(count)
  load.close()
  const before = await contender.ask('held')
  const deaf = await bound(contender.smppPort, 'bind_transceiver')
  deaf.pause()
  deaf.write(submissions('12025550101', count))
  const other = await bound(contender.smppPort, 'bind_transmitter')
  other.resume().write(submissions(ESME_NUMBER, count))
  let most = 0
  for (let i = 0; i < SAMPLES; i++) {
    await sleep(SAMPLE_MS)
    most = Math.max(most, Number(await contender.ask('held')) - Number(before))
  }
  deaf.destroy()
  other.destroy()
  await contender.stop()
  const name = `memory held for a client that never reads, of ${count} submitted and ${count} sent to it`
  return [{ name, unit: 'MB', value: most / MEGABYTE, goal: GOAL_MB }]
}

async function bound(port: number, command: 'bind_transceiver' | 'bind_transmitter'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => {})
  await once(socket, 'connect')
  const identity = { sequenceNumber: 1, systemId: 'esme', password: 'secret', interfaceVersion: 0x34 }
  socket.write(encodePdu(makePdu(command, identity) as Pdu))
  await once(socket, 'data')
  return socket
}

function submissions(destinationAddr: string, count: number): Buffer {
  const wish = { sourceAddr: ESME_NUMBER, destinationAddr, registeredDelivery: 1, shortMessage: TEXT }
  const all = Array.from({ length: count }, (_, i) =>
    encodePdu(makePdu('submit_sm', { sequenceNumber: i + 2, ...wish })),
  )
  return Buffer.concat(all)
}
