import type { Config } from '../config/index.ts'
import { StoreInUse } from '../store/index.ts'
import { CommandError } from './client.ts'

type SystemError = Error & { readonly code?: string; readonly syscall?: string; readonly port?: number }

/** A failure of the machine that the user can do something about, in words; anything else stays what it is. */
export function explainFailure(error: unknown, config: Config): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof StoreInUse) {
    return new CommandError(`${error.message}: stop that one, or start this one with --data FOLDER or --memory`)
  }
  const { code, syscall, port, message }: SystemError = error
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error
  const flag = port === config.smppPort ? '--smpp-port' : port === config.smppsPort ? '--smpps-port' : '--port'
  if (code === 'EADDRINUSE') {
    // 0 takes a free port, but no port for SMPP over TLS.
    const other = flag === '--smpps-port' ? ` with ${flag}` : `, or a free one with ${flag} 0`
    return new CommandError(`Port ${port} is taken, perhaps by a carrier that runs already: choose another one${other}`)
  }
  if (code === 'EACCES') {
    return new CommandError(`Port ${port} may be opened by the system only: choose one from 1024 up, as ${flag} 8398`)
  }
  return new CommandError(`--host ${config.host} cannot be listened on: ${message}`)
}
