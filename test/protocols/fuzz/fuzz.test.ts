import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../../protocols/octets/index.ts'
import { Dice, mutated } from './mutations.ts'
import { TARGETS } from './targets.ts'

const RUNS = 3_000
const corpus = new URL('./corpus/', import.meta.url)
const kept = existsSync(corpus) ? readdirSync(corpus).filter((file) => file.endsWith('.hex')) : []

describe.each(TARGETS)('$name', ({ seeds, run }) => {
  it('end with a value for whatever a peer sends, without growing, and read the same when written again', () => {
    expect(seeds.length).toBeGreaterThan(10)
    for (let seed = 0; seed < RUNS; seed++) run(mutated(seeds, new Dice(seed)))
  })

  it.runIf(kept.length > 0)('take what once broke a decoder', () => {
    for (const file of kept) run(fromHex(readFileSync(new URL(file, corpus), 'utf8')))
  })
})

it('the mutations change what they are given, the same way for the same seed', () => {
  const seeds = TARGETS[0]!.seeds
  const some = Array.from({ length: 200 }, (_, seed) => mutated(seeds, new Dice(seed)))
  const again = Array.from({ length: 200 }, (_, seed) => mutated(seeds, new Dice(seed)))
  expect(again).toEqual(some)
  const unchanged = some.filter((octets) => seeds.some((one) => Buffer.from(one).equals(octets)))
  expect(unchanged.length).toBeLessThan(40)
})
