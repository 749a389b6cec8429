// The measured side of contender.ts.

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
    await atRest()
    process.send?.(message === 'rss' ? process.memoryUsage().rss : process.cpuUsage())
  })
  process.send?.(ports)
}
