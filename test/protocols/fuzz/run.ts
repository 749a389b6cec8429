// A longer run of the fuzz targets: node test/protocols/fuzz/run.ts [seconds each] [first seed].
// Writes what broke a decoder to the corpus beside it, where the tests find it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { toHex } from '../../../protocols/octets/index.ts'
import { Dice, mutated } from './mutations.ts'
import { TARGETS } from './targets.ts'

const corpus = new URL('./corpus/', import.meta.url)
const [seconds = '20', first = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const SLOW_MS = 250
const SHOWN_MAX = 20

let broken = 0
for (const { name, seeds, run } of TARGETS) {
  const until = performance.now() + Number(seconds) * 1_000
  let seed = Number(first)
  let runs = 0
  let slowest = 0
  for (; performance.now() < until; seed++, runs++) {
    const octets = mutated(seeds, new Dice(seed))
    const began = performance.now()
    try {
      run(octets)
    } catch (error) {
      broken += 1
      if (broken > SHOWN_MAX) continue
      mkdirSync(corpus, { recursive: true })
      const file = `${name.toLowerCase().replaceAll(' ', '-')}-${seed}.hex`
      writeFileSync(new URL(file, corpus), `${toHex(octets)}\n`)
      console.error(`${name}, seed ${seed}: ${error instanceof Error ? error.message : error}; see corpus/${file}`)
    }
    const took = performance.now() - began
    if (took > SLOW_MS) console.error(`${name}, seed ${seed}: ${took.toFixed(0)} ms for ${octets.length} octets`)
    slowest = Math.max(slowest, took)
  }
  console.log(`${name}: ${runs} inputs from seed ${first}, slowest ${slowest.toFixed(1)} ms`)
}
process.exitCode = broken > 0 ? 1 : 0
