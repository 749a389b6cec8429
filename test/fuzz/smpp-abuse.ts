import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { encodePdu, makePdu, type Pdu } from '../../protocols/smpp/index.ts'
import { Dice, mutated } from '../protocols/fuzz/mutations.ts'
import { goodVectors } from '../protocols/smpp/vectors.ts'
import { Esme } from '../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'

/** Frames that one connection is sent. */
const FRAMES_EACH = 50
/** A gateway that has not ended a connection by then hangs. */
const HANG_MS = 10_000
/** A world is exchanged for a new one now and then: what it keeps on purpose is no growth. */
const CONNECTIONS_EACH_WORLD = 200

const SEEDS = goodVectors.map(({ octets }) => octets)

export type Abuse = {
  readonly connections: number
  readonly frames: number
  /** PDUs that the gateway took from the streams. */
  readonly parsed: number
}

/** Sends spoilt frames to gateways of their own; throws on a hang, an error of ours, or a fresh client that is not served. */
export async function abuseGateways(frames: number, firstSeed: number, progress = (_: Abuse) => {}): Promise<Abuse> {
  const total = { connections: 0, frames: 0, parsed: 0 }
  while (total.frames < frames) {
    const world = await openSmppWorld({ closeGraceMs: 50, enquireLinkMs: 3_600_000 }, (line) => {
      if (line.includes('"direction":"received"')) total.parsed += 1
    })
    for (let i = 0; i < CONNECTIONS_EACH_WORLD && total.frames < frames; i++) {
      await abuse(world, firstSeed + total.connections)
      await serves(world)
      total.connections += 1
      total.frames += FRAMES_EACH
    }
    await world.close()
    if (world.logged.some((line) => line.includes('error of ours')) || world.faults.length > 0) {
      throw new Error(`an error of ours before seed ${firstSeed + total.connections}: ${world.faults}`)
    }
    progress(total)
  }
  return total
}

/** One connection, mostly bound, that says one wrong thing after the other and ends. */
async function abuse(world: SmppTestWorld, seed: number): Promise<void> {
  const socket = connect(world.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {}).resume()
  const octets = streamOf(seed)
  socket.end(octets)
  await ended(socket).catch((error: unknown) => {
    const corpus = new URL('../protocols/fuzz/corpus/', import.meta.url)
    if (!existsSync(corpus)) mkdirSync(corpus)
    writeFileSync(new URL(`smpp-hang-${seed}.hex`, corpus), `${octets.toString('hex')}\n`)
    throw error
  })
}

/** A bind and spoilt frames; most of them keep the length they say, so that the next one is read too. */
export function streamOf(seed: number): Buffer {
  const dice = new Dice(seed)
  const interfaceVersion = dice.pick([0x33, 0x34, 0x50])
  const bind = makePdu('bind_transceiver', {
    systemId: 'esme',
    password: 'secret',
    interfaceVersion,
    sequenceNumber: 1,
  })
  const frames: Uint8Array[] = dice.next(4) === 0 ? [] : [encodePdu(bind as Pdu)]
  for (let i = 0; i < FRAMES_EACH; i++) frames.push(spoilt(dice))
  return Buffer.concat(frames)
}

const COMMAND_UNBIND = 0x06

/** One frame in so many says a length of its own, which mostly loses the stream. */
const LOST_EVERY = 200
const HEADER = 16

function spoilt(dice: Dice): Uint8Array {
  const changed = mutated(SEEDS, dice)
  if (dice.next(LOST_EVERY) === 0) return changed
  const octets = new Uint8Array(Math.max(HEADER, changed.length))
  octets.set(changed)
  const view = new DataView(octets.buffer)
  view.setUint32(0, octets.length)
  // The link goes on: an unbind would end it for all that follows.
  if (view.getUint32(4) === COMMAND_UNBIND) view.setUint32(4, 0x15)
  return octets
}

function ended(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const hang = setTimeout(() => reject(new Error('the gateway hangs')), HANG_MS)
    socket.once('close', () => {
      clearTimeout(hang)
      resolve()
    })
  })
}

const WISH = { sourceAddr: '12025550150', destinationAddr: '12025550101', shortMessage: Uint8Array.of(0x66) }

/** A fresh client is served as if nothing had been. */
async function serves(world: SmppTestWorld): Promise<void> {
  const esme = await Esme.bound(world.port, 'transmitter')
  const response = await esme.ask('submit_sm', WISH)
  if (response.command !== 'submit_sm_resp' || response.commandStatus !== 0)
    throw new Error('a fresh client is refused')
  await esme.close()
}
