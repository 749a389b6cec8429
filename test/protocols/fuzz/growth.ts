// Whether decoding whatever a peer sends leaves anything behind: run with --expose-gc and little memory.
// Prints, for each target, the memory in octets after each of several rounds of inputs.
import { setImmediate } from 'node:timers/promises'
import { Dice, mutated } from './mutations.ts'
import { TARGETS } from './targets.ts'

const ROUNDS = 5
const INPUTS = 1_500

/** Twice, with a turn between them: what the first one finds may hold on to more. */
async function memory(): Promise<number> {
  for (let times = 0; times < 2; times++) {
    globalThis.gc?.()
    await setImmediate()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

for (const { name, seeds, run } of TARGETS) {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (let seed = round * INPUTS; seed < (round + 1) * INPUTS; seed++) run(mutated(seeds, new Dice(seed)))
    rounds.push(await memory())
  }
  console.log(JSON.stringify({ name, rounds }))
}
