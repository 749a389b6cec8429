import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromHex } from '../../protocols/octets/index.ts'
import { Esme } from '../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'
import { abuseGateways, streamOf } from './smpp-abuse.ts'

// A million frames take minutes: npm run fuzz. Here are so many that a mistake of yesterday shows.
const FRAMES = 5_000

const corpus = new URL('../protocols/fuzz/corpus/', import.meta.url)
const kept = readdirSync(corpus).filter((file) => file.startsWith('smpp-'))

describe('the SMPP gateway under abuse', () => {
  let world: SmppTestWorld
  beforeAll(async () => {
    world = await openSmppWorld({ closeGraceMs: 50 })
  })
  afterAll(() => world.close())

  it('ends with every spoilt stream, and serves whoever comes next', async () => {
    const { parsed, connections } = await abuseGateways(FRAMES, 1)
    expect(connections).toBe(FRAMES / 50)
    // Most frames are read as PDUs, beside two of each fresh client.
    expect(parsed).toBeGreaterThan(FRAMES / 2)
  })

  it('says the same for the same seed', () => {
    expect(streamOf(7)).toEqual(streamOf(7))
    expect(streamOf(7)).not.toEqual(streamOf(8))
  })

  it.each(kept)('%s does no harm, bound or not', async (file) => {
    const octets = fromHex(readFileSync(new URL(file, corpus), 'utf8').trim())
    for (const bound of [false, true]) {
      const esme = bound ? await Esme.bound(world.port) : await Esme.connect(world.port)
      esme.sendOctets(octets)
      esme.socket.end()
      await esme.closed
    }
    const fresh = await Esme.bound(world.port)
    expect(await fresh.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp', commandStatus: 0 })
    await fresh.close()
    expect(world.logged.filter((line) => line.includes('error of ours'))).toEqual([])
  })
})
