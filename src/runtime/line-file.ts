import { createWriteStream, type WriteStream } from 'node:fs'

/** Octets that may wait for a slow disk; lines beyond them are left out, and counted. */
const WAITING_MAX = 16 * 1024 * 1024

/** A file that lines are added to. */
export type LineFile = {
  readonly add: (line: string) => void
  readonly close: () => Promise<void>
}

export function createLineFile(path: string, onFault: (error: unknown, what: string) => void): LineFile {
  const stream: WriteStream = createWriteStream(path, { flags: 'a', mode: 0o600 })
  let left = 0
  stream.on('error', (error) => onFault(error, `writing ${path}`))
  return {
    add(line) {
      if (stream.destroyed || stream.writableEnded) return
      if (stream.writableLength > WAITING_MAX) {
        left += 1
        return
      }
      if (left > 0) stream.write(`${JSON.stringify({ leftOut: left })}\n`)
      left = 0
      stream.write(`${line}\n`)
    },
    close: () => new Promise((resolve) => (stream.destroyed ? resolve() : stream.end(() => resolve()))),
  }
}
