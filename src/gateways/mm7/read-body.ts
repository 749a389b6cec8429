import type { IncomingMessage } from 'node:http'

/** Larger than any carrier's message limit, in base64 with room to spare. */
export const BODY_OCTETS_MAX = 8_388_608

/** A request's body. `too-large` comes with its beginning; `aborted` has nobody left to answer. */
export type ReadBody =
  | { readonly kind: 'body'; readonly octets: Uint8Array }
  | { readonly kind: 'too-large'; readonly start: Uint8Array }
  | { readonly kind: 'aborted' }

export function readBody(req: IncomingMessage, done: (body: ReadBody) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  let isDone = false
  const finish = (body: ReadBody) => {
    if (isDone) return
    isDone = true
    done(body)
  }
  req.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= BODY_OCTETS_MAX) chunks.push(chunk)
    else finish({ kind: 'too-large', start: chunks[0] ?? chunk })
  })
  req.on('end', () => finish({ kind: 'body', octets: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }))
  req.on('error', () => finish({ kind: 'aborted' }))
  req.on('close', () => finish({ kind: 'aborted' }))
}
