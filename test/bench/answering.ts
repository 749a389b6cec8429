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
    if (message === 'kept') return process.send?.(keptOctets())
    await atRest()
    process.send?.(message === 'rss' ? process.memoryUsage().rss : process.cpuUsage())
  })
  process.send?.(ports)
}

/** Memory in use once what nobody needs any more is gone; asked for while the server is at work. */
function keptOctets(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().rss
}
