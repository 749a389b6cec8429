// A long abuse of the SMPP gateway: npm run fuzz -- [frames] [first seed]. A million frames unless asked otherwise.
// Ends with what it cost; fails on a hang, an error of ours, a fresh client that is not served, or growth.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Abuse, abuseGateways } from './smpp-abuse.ts'

const [frames = '1000000', first = '1'] = process.argv.slice(2)
/** What the heap may grow by between the first tenth and the end. */
const GROWTH_MAX = 32 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heap(): number {
  collect()
  return process.memoryUsage().heapUsed
}

const began = performance.now()
let before = Number.NaN
const progress = ({ frames: sent }: Abuse) => {
  if (Number.isNaN(before) && sent >= Number(frames) / 10) before = heap()
}
const { connections, parsed, frames: sent } = await abuseGateways(Number(frames), Number(first), progress)
const growth = heap() - before
const seconds = (performance.now() - began) / 1_000
const mebibytes = (octets: number) => (octets / 1024 / 1024).toFixed(1)
console.log(
  `${sent} frames in ${connections} connections from seed ${first}: ${parsed} PDUs parsed, ${seconds.toFixed(0)} s`,
)
console.log(`heap grew by ${mebibytes(growth)} MiB, resident ${mebibytes(process.memoryUsage().rss)} MiB`)
if (growth > GROWTH_MAX) {
  console.error('the heap grows')
  process.exitCode = 1
}
