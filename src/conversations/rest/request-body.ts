import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** `unreadable`: hung up half-way, or compressed in a way that nobody here undoes. */
export type Body = Buffer | 'too-large' | 'unreadable'

const NOTHING: Buffer = Buffer.alloc(0)
/** [RFC9110 8.4.1] */
const UNPACKERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** All octets of a request's body, uncompressed. What cannot be had whole is read to its end and thrown away. */
export function readBody(request: IncomingMessage, limit: number): Body | Promise<Body> {
  const { headers } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  return encoding === 'identity' ? collect(request, { request, limit }) : unpack(request, encoding, limit)
}

async function unpack(request: IncomingMessage, encoding: string, limit: number): Promise<Body> {
  const unpacker = UNPACKERS[encoding]?.()
  if (!unpacker) return drain(request).then(() => 'unreadable')
  const hungUp = () => void unpacker.destroy(new Error('the request ended half-way'))
  request.once('error', hungUp).pipe(unpacker)
  const body = await collect(unpacker, { request, limit })
  request.off('error', hungUp)
  unpacker.destroy()
  return body
}

type Bounds = { readonly request: IncomingMessage; readonly limit: number }

function collect(stream: Readable, { request, limit }: Bounds): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    const refuse = (why: 'too-large' | 'unreadable') => void drain(request).then(() => resolve(why))
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) chunks.push(chunk)
      else refuse('too-large')
    })
    stream.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    stream.once('error', () => refuse('unreadable'))
  })
}

/** An answer before the end of a request is lost on clients that write first and read then. */
function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve()
    request.unpipe()
    request.removeAllListeners('data').removeAllListeners('end')
    request
      .once('end', resolve)
      .once('error', () => resolve())
      .resume()
  })
}
