import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodePdu, readEnvelope } from '../../../protocols/mms/index.ts'
import type { OnFault } from '../../core/index.ts'
import { type Address, parseAddress } from '../../core/index.ts'
import { requestFields } from '../../runtime/index.ts'
import type { Mm1Answer, Mm1Reply, Mm1Request } from './gateway.ts'
import { deliveryIdIn, deliveryIdOf, pathOf } from './location.ts'

/** Headers in which networks name the subscriber; 10 digits are a North American number without its 1. */
const IDENTITY_HEADERS = ['x-msisdn', 'x-mdn', 'x-up-calling-line-id', 'x-vzw-mdn'] as const
/** Larger than any carrier's limit, so that a message that is too large still gets its m-send.conf. */
const BODY_OCTETS_MAX = 12 * 1024 * 1024

type Mmsc = {
  handle(request: Mm1Request): Promise<Mm1Reply>
  /** Waits on the world's clock. */
  wait(ms: number): Promise<void>
}

export type Mm1HttpParts = {
  /** The MMSC of the world named in `X-Partyline-World` or of `main`, and the delivery that the request is about. */
  readonly find: (world: string, deliveryId: number | undefined) => Mmsc | undefined
  readonly onFault: OnFault
}

/** `/mm1` for handsets outside this process. */
export function createMm1Http({ find, onFault }: Mm1HttpParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(find, request)
      .then((answered) => write(response, answered))
      .catch((error) => {
        onFault(error, `${request.method} ${request.url}`, requestFields(request))
        if (!response.headersSent) response.writeHead(500).end()
      })
  }
}

async function answer(find: Mm1HttpParts['find'], request: IncomingMessage): Promise<Mm1Answer> {
  const octets = await readBody(request)
  if (!octets) return bare(413)
  const { method = 'GET', url = '/' } = request
  const world = String(request.headers['x-partyline-world'] ?? 'main')
  const mmsc = find(world, deliveryIdIn(url.replace(/\/view.*/, '')) ?? deliveryIdNamedBy(octets))
  if (!mmsc) return bare(404)
  const reply = await mmsc.handle({ method, path: url, identity: identityOf(request), octets })
  if (!('heldForMs' in reply)) return reply
  await mmsc.wait(reply.heldForMs)
  return reply.answer()
}

/** Answers about a message name it by its transaction id, whatever URL they go to. */
function deliveryIdNamedBy(octets: Uint8Array): number | undefined {
  const { type, transactionId } = readEnvelope(octets)
  if (type === 'm-read-rec.ind' || type === 'm-forward.req' || type === 'm-delete.req') {
    return deliveryIdWithin(decodePdu(octets))
  }
  const isAnswer = type === 'm-notifyresp.ind' || type === 'm-acknowledge.ind'
  return isAnswer && transactionId !== undefined ? deliveryIdOf(transactionId) : undefined
}

function deliveryIdWithin(pdu: ReturnType<typeof decodePdu>): number | undefined {
  if (!pdu.ok) return undefined
  switch (pdu.value.type) {
    case 'm-read-rec.ind':
      return firstDeliveryOf(Number(pdu.value.messageId))
    case 'm-forward.req':
      return deliveryIdIn(pathOf(pdu.value.contentLocation))
    case 'm-delete.req':
      return deliveryIdIn(pathOf(pdu.value.contentLocation[0] ?? ''))
    default:
      return undefined
  }
}

/** A message's deliveries have the ids right after its own. */
function firstDeliveryOf(messageId: number): number | undefined {
  return Number.isSafeInteger(messageId) ? messageId + 1 : undefined
}

/**
 * The subscriber that the network names, else the one that the handset was set up with: `/mm1/as/12025550101` as its
 * MMSC, or a number as user of Basic or as Bearer token.
 */
function identityOf({ headers, url = '' }: IncomingMessage): Address | undefined {
  for (const name of IDENTITY_HEADERS) {
    const value = headers[name]
    if (typeof value !== 'string') continue
    const digits = value.replace(/\D/g, '')
    const address = parseAddress(digits.length === 10 && !value.startsWith('+') ? `+1${digits}` : value)
    if (address) return address
  }
  const written = /^\/mm1\/as\/([+\d]{3,16})/.exec(url)?.[1] ?? nameIn(headers.authorization)
  return written === undefined ? undefined : parseAddress(written)
}

function nameIn(authorization = ''): string | undefined {
  const [, scheme, value = ''] = /^(Basic|Bearer)\s+([\w+/=-]{3,128})\s*$/i.exec(authorization) ?? []
  if (scheme === undefined) return undefined
  return /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString('utf8').split(':')[0] : value
}

/** undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= BODY_OCTETS_MAX) chunks.push(chunk)
  }
  return length <= BODY_OCTETS_MAX ? Buffer.concat(chunks) : undefined
}

function write(response: ServerResponse, { status, contentType, octets }: Mm1Answer): void {
  if (status === 0) return void response.destroy()
  response.writeHead(status, {
    ...(octets.length > 0 && { 'content-type': contentType }),
    'content-length': octets.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
  })
  response.end(octets)
}

function bare(status: number): Mm1Answer {
  return { status, contentType: 'text/plain', octets: new Uint8Array(0) }
}
