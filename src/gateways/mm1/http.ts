import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Address, parseAddress } from '../../core/index.ts'
import type { Mm1Answer, Mm1Request } from './gateway.ts'

/** What a handset's request is answered by: the gateway of its world. */
export type Mm1Handler = { handle(request: Mm1Request): Promise<Mm1Answer> }

export type Mm1HttpParts = {
  /** The gateway of the world named in `X-Partyline-World`, or of `main`. */
  readonly find: (world: string) => Mm1Handler | undefined
  readonly onFault: (error: unknown, what: string) => void
}

/** Headers by which networks tell the MMSC who the handset is. */
const IDENTITY_HEADERS = ['x-msisdn', 'x-mdn', 'x-up-calling-line-id', 'x-vzw-mdn'] as const
/** As much as an MMS with the largest media may take. */
const BODY_OCTETS_MAX = 12 * 1024 * 1024

/** MM1 over HTTP for handsets outside: POST /mm1, GET /mm1/<id>. */
export function createMm1Http({ find, onFault }: Mm1HttpParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, find(String(request.headers['x-partyline-world'] ?? 'main')))
      .catch((error: unknown) => {
        onFault(error, `${request.method} ${request.url}`)
        return bare(500)
      })
      .then(({ status, contentType, octets }) => {
        response.writeHead(status, { 'content-type': contentType, 'content-length': octets.length })
        response.end(octets)
      })
  }
}

async function answer(request: IncomingMessage, gateway: Mm1Handler | undefined): Promise<Mm1Answer> {
  if (!gateway) return bare(404)
  const octets = await readBody(request)
  if (!octets) return bare(413)
  return gateway.handle({
    method: request.method ?? 'GET',
    path: request.url ?? '/mm1',
    identity: identityOf(request),
    octets,
  })
}

function identityOf({ headers }: IncomingMessage): Address | undefined {
  for (const name of IDENTITY_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string') return parseAddress(nationalToE164(value))
  }
  return undefined
}

/** Some networks send ten digits for a number of their own country. */
function nationalToE164(text: string): string {
  return /^[2-9]\d{9}$/.test(text) ? `+1${text}` : text
}

/** Undefined when the body is larger than any MMS. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  // A request without encoding set yields Buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_OCTETS_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function bare(status: number): Mm1Answer {
  return { status, contentType: 'text/plain', octets: new Uint8Array(0) }
}
