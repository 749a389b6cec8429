import type { EventEmitter } from 'node:events'
import { once } from 'node:events'
import { createRequire } from 'node:module'

/** A PDU as the npm package `smpp` shows it; the package has no types. */
export type NpmPdu = Readonly<Record<string, unknown>> & {
  readonly command_status: number
  readonly message_id: string
  readonly short_message: { readonly message: string }
  response(fields?: object): NpmPdu
}

export type NpmSession = EventEmitter & {
  send(pdu: NpmPdu): void
  destroy(): void
} & Readonly<Record<string, ((fields: object, answered: (pdu: NpmPdu) => void) => unknown) | undefined>>

type NpmServer = { listen(port: number, host: string, listening: () => void): void; address(): { port: number } }
type NpmSmpp = {
  connect(options: object): NpmSession
  createServer(listener: (session: NpmSession) => void): NpmServer
}

/** CommonJS without types: what is used of it is written down above. */
export const npmSmpp = createRequire(import.meta.url)('smpp') as NpmSmpp

export async function connectNpmSmpp(port: number): Promise<NpmSession> {
  const session = npmSmpp.connect({ url: `smpp://127.0.0.1:${port}` })
  session.on('error', () => {})
  await once(session, 'connect')
  return session
}
