import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'

export type TlsPort =
  /** PEM texts. */
  | { readonly key: string; readonly cert: string }
  /** A certificate that is made when somebody needs it. */
  | { readonly secureContext: ContextOf }

export type ContextOf = () => SecureContext | Promise<SecureContext>

/** Throws on a key or certificate that cannot be used. */
export function contextOf(tls: TlsPort): ContextOf {
  if (!('key' in tls)) return tls.secureContext
  const context = createSecureContext(tls)
  return () => context
}

type Handshake = {
  readonly secureContext: ContextOf
  readonly timeoutMs: number
  /** Told why a connection came to nothing. */
  readonly onFailed: (error: Error) => void
}

/** Begins TLS on a connection; whoever does not get through the handshake in time is cut off. */
export async function secured(socket: Socket, { secureContext, timeoutMs, onFailed }: Handshake): Promise<Socket> {
  const plainError = (error: Error) => onFailed(error)
  socket.on('error', plainError)
  const context = await secureContext()
  const tls = new TLSSocket(socket, { isServer: true, secureContext: context })
  return new Promise((resolve) => {
    const late = setTimeout(() => tls.destroy(new Error('no TLS handshake in time')), timeoutMs).unref()
    tls.once('error', onFailed).once('close', () => clearTimeout(late))
    tls.once('secure', () => {
      clearTimeout(late)
      tls.off('error', onFailed)
      resolve(tls)
    })
  })
}
