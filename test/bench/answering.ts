// The measured side of contender.ts.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Answers what a Contender asks; `atRest` resolves when the server has done all it was given. */
export function answerTheBench(
  ports: { readonly port: number; readonly smppPort?: number },
  { atRest, stop }: { readonly atRest: () => Promise<unknown>; readonly stop: () => unknown },
): void {
  process.on('message', async (message) => {
    if (message === 'stop') {
      await stop()
      process.exit(0)
    }
    if (message === 'held') return process.send?.(heldOctets())
    await atRest()
    process.send?.(message === 'rss' ? process.memoryUsage().rss : process.cpuUsage())
  })
  process.send?.(ports)
}

/** Memory in use, without what the collector has yet to take; asked for while the server is at work. */
function heldOctets(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
