import { createRequire } from 'node:module'
import { pino } from 'pino'

type Write = (fields: object, what: string) => void

/** A log that the carrier writes to; pino's is one. */
export type Logger = {
  /** What passes through: each request, each message. */
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  isLevelEnabled(level: string): boolean
}

export type LogStyle = 'pretty' | 'json' | 'silent'

/**
 * The process's log, on standard error so that standard output stays free for answers. Lines for machines tell of every
 * request and message, lines for people of what they should look at.
 */
export function createLog(style: LogStyle): Logger {
  if (style === 'silent') return pino({ level: 'silent' })
  // Written while the carrier goes on, and to the end when it stops.
  if (style === 'json') return pino({ base: null, level: 'debug' }, pino.destination({ dest: 2, sync: false }))
  return pino({}, prettyLines())
}

/** Lines for people; what writes them is loaded with the first line, which most runs never see. */
function prettyLines(): { write(line: string): void } {
  const load = () => {
    const { PinoPretty } = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty')
    const style = { ignore: 'pid,hostname', translateTime: 'HH:MM:ss', colorize: process.stderr.isTTY }
    return PinoPretty({ destination: 2, sync: true, ...style })
  }
  let lines: ReturnType<typeof load> | undefined
  return {
    write(line) {
      lines ??= load()
      lines.write(line)
    },
  }
}
