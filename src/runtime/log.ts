import { createRequire } from 'node:module'
import { pino } from 'pino'

type Write = (fields: object, what: string) => void

/** A log that the carrier writes to; pino's is one. */
export type Logger = {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  /** One whose every line has these fields as well. */
  child(fields: Readonly<Record<string, unknown>>): Logger
}

export type LogStyle = 'pretty' | 'json' | 'silent'

/** The process's log, on standard error so that standard output stays free for answers. */
export function createLog(style: LogStyle): Logger {
  if (style === 'silent') return pino({ level: 'silent' })
  if (style === 'json') return pino({ base: null }, pino.destination(2))
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
