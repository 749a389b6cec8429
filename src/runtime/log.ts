import { type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'

export type { Logger }
export type LogStyle = 'pretty' | 'json' | 'silent'

/** The process's log, on standard error so that standard output stays free for answers. */
export function createLog(style: LogStyle): Logger {
  if (style === 'silent') return pino({ level: 'silent' })
  if (style === 'json') return pino({ base: null }, pino.destination(2))
  return pino(
    PinoPretty({ destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', colorize: process.stderr.isTTY }),
  )
}
