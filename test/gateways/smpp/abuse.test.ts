import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePdu, makePdu, type Pdu } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { goodVectors } from '../../protocols/smpp/vectors.ts'
import { Esme } from '../../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

/** Octets of every PDU we know, to be spoilt. */
const FRAMES = goodVectors.map(({ octets }) => octets)

const frame = fc.constantFrom(...FRAMES)
const spoilt = fc.tuple(frame, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })).map(([octets, changes]) => {
  const changed = Buffer.from(octets)
  // The first two octets stay, or nearly every frame would only be too long.
  for (const [at, value] of changes) changed[2 + (at % (changed.length - 2))] = value
  return changed
})

describe('abuse', () => {
  let world: SmppTestWorld
  beforeAll(async () => {
    world = await openSmppWorld({ closeGraceMs: 50 })
    await world.changeAccount({ maxSessions: 1_000 })
  })
  afterAll(() => world.close())

  async function worksForAFreshClient(): Promise<void> {
    const esme = await Esme.bound(world.port, 'transmitter')
    const wish = { sourceAddr: '12025550150', destinationAddr: '12025550101', shortMessage: encodeGsm('fine') }
    expect(await esme.ask('submit_sm', wish)).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0 })
    await esme.close()
  }

  it('spoilt PDUs of every kind are answered or passed over, and never an error of ours', async () => {
    const property = fc.asyncProperty(fc.array(spoilt, { maxLength: 8 }), fc.boolean(), async (frames, bound) => {
      const esme = bound ? await Esme.bound(world.port) : await Esme.connect(world.port)
      for (const octets of frames) esme.sendOctets(octets)
      // Whatever became of the stream: this ends it, and the server closes after it.
      esme.sendOctets(Uint8Array.of(0, 0, 0, 0))
      esme.sendOctets(new Uint8Array(70_000))
      await esme.closed
      await worksForAFreshClient()
    })
    await fc.assert(property, { numRuns: 150 })
    expect(world.logged.filter((line) => line.includes('error of ours'))).toEqual([])
    expect(world.faults).toEqual([])
  })

  it('octets without any sense are answered with generic_nack or nothing', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ minLength: 4, maxLength: 300 }), async (octets) => {
      const esme = await Esme.connect(world.port)
      esme.sendOctets(octets)
      esme.sendOctets(new Uint8Array(70_000))
      await esme.closed
      await worksForAFreshClient()
    })
    await fc.assert(property, { numRuns: 50 })
    expect(world.logged.filter((line) => line.includes('error of ours'))).toEqual([])
  })

  it('two hundred connections at once are no trouble', async () => {
    const crowd = await Promise.all(Array.from({ length: 200 }, () => Esme.bound(world.port, 'receiver')))
    expect(world.gateway.sessions('main')).toHaveLength(200)
    const answers = await Promise.all(crowd.map((esme) => esme.ask('enquire_link')))
    expect(answers.every(({ commandStatus }) => commandStatus === 0)).toBe(true)
    for (const esme of crowd) void esme.close()
  })

  it('a request that is cut off by the end of the connection leaves no trace', async () => {
    const before = world.read.messages({ limit: 1_000 }).length
    const esme = await Esme.bound(world.port)
    const whole = encodePdu(makePdu('submit_sm', { sequenceNumber: 9, destinationAddr: '12025550101' }) as Pdu)
    esme.sendOctets(whole.subarray(0, whole.length - 1))
    esme.socket.end()
    await esme.closed
    await worksForAFreshClient()
    expect(world.read.messages({ limit: 1_000 })).toHaveLength(before + 1)
  })
})
