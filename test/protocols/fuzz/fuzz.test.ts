import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../../protocols/octets/index.ts'
import { Dice, mutated } from './mutations.ts'
import { TARGETS } from './targets.ts'

const RUNS = 3_000
/** A few times what the decoders and their seeds take; an input that grows without bound does not fit. */
const MEMORY_MB = 64
/** A hundred octets that each input left behind would be more: two rounds of 1,500 lie between what is compared. */
const GROWTH_MAX_OCTETS = 300_000
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

describe('memory', () => {
  it('stays where it was, in a process that has little of it', () => {
    const script = fileURLToPath(new URL('growth.ts', import.meta.url))
    const said = execFileSync(process.execPath, ['--expose-gc', `--max-old-space-size=${MEMORY_MB}`, script])
    const lines = String(said)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ name }) => name)).toEqual(TARGETS.map(({ name }) => name))
    for (const { name, rounds } of lines as readonly { name: string; rounds: readonly number[] }[]) {
      const grown = Math.min(...rounds.slice(-2)) - Math.max(...rounds.slice(0, 2))
      expect({ name, rounds, hasGrown: grown > GROWTH_MAX_OCTETS }).toEqual({ name, rounds, hasGrown: false })
    }
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
