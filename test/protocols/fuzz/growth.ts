// Whether decoding whatever a peer sends leaves anything behind: run with --expose-gc and little memory.
// Prints, for each target, the heap in octets after its first and after its second thousands of inputs.
import { Dice, mutated } from './mutations.ts'
import { TARGETS } from './targets.ts'

const INPUTS = 4_000
const { gc } = globalThis
if (!gc) throw new Error('needs --expose-gc')

function heapAfter(from: number, { seeds, run }: (typeof TARGETS)[number]): number {
  for (let seed = from; seed < from + INPUTS; seed++) run(mutated(seeds, new Dice(seed)))
  gc?.()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}

for (const target of TARGETS) {
  const first = heapAfter(0, target)
  console.log(JSON.stringify({ name: target.name, first, second: heapAfter(INPUTS, target) }))
}
