import { connect, type Socket } from 'node:net'

/** An ESME that waits to be called. [SMPP34 2.2.1] */
export type OutbindTarget = {
  readonly host: string
  readonly port: number
  /** What we call ourselves; the message centre's own system_id otherwise. */
  readonly systemId?: string | undefined
  /** By which the ESME knows us. */
  readonly password?: string | undefined
}

export type OutbindResult = { readonly sessionId: string } | { readonly failed: string }

const CONNECT_MS = 10_000

/** A connection to the ESME, or why there is none. */
export function call({ host, port }: OutbindTarget): Promise<Socket | { readonly failed: string }> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const fail = (reason: string) => {
      socket.destroy()
      resolve({ failed: `${host}:${port} cannot be reached: ${reason}` })
    }
    const onError = ({ message }: Error) => fail(message)
    const onTimeout = () => fail(`no answer within ${CONNECT_MS} ms`)
    socket.once('error', onError).once('timeout', onTimeout)
    socket.once('connect', () => {
      socket.off('error', onError).off('timeout', onTimeout)
      socket.setTimeout(0)
      resolve(socket)
    })
  })
}
