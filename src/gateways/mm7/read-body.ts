import type { IncomingMessage } from 'node:http'

/** Larger than any carrier's message limit, in base64 with room to spare. */
export const BODY_OCTETS_MAX = 8_388_608

/** A request's body; of one that is too large, its beginning. */
export type ReadBody =
  | { readonly kind: 'body'; readonly octets: Uint8Array }
  | { readonly kind: 'too-large'; readonly start: Uint8Array }

/** Calls `done` once, or never when the peer hangs up: then nobody is left to answer. */
export function readBody(req: IncomingMessage, done: (body: ReadBody) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  const take = (chunk: Buffer) => {
    length += chunk.length
    chunks.push(chunk)
    if (length <= BODY_OCTETS_MAX) return
    req.off('data', take).off('end', finish)
    done({ kind: 'too-large', start: chunks[0] ?? chunk })
  }
  const finish = () => done({ kind: 'body', octets: joined(chunks) })
  req.on('data', take).on('end', finish)
}

function joined(chunks: readonly Buffer[]): Uint8Array {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const octets = Buffer.concat(chunks)
  for (const chunk of chunks) giveBack(chunk)
  return octets
}

/**
 * Frees what a chunk has for itself. Left to the collector, chunks of pictures pile up outside of its heap until it marks
 * everything for their sake.
 */
function giveBack({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0)
}
