import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { requestHttp, requestHttps } from '../../runtime/index.ts'
import type { WebhookAttempt } from '../model/records.ts'
import { type HostPolicy, refusalOf } from './allowed-hosts.ts'

const LONGEST_ANSWER = 64 * 1024
/** More than this of an answer is not read. */
const MOST_OCTETS = 8 * 1024 * 1024

export type HttpAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly body: string
      readonly contentType?: string
      readonly octets?: Uint8Array
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly error: string }

/** Calls an application; every outcome is a value. */
export type HttpCall = (request: WebhookAttempt['request'], timeoutMs: number) => Promise<HttpAnswer>

type FindAddresses = (
  name: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

/**
 * The real thing. Addresses are checked as they are connected to, so that a name cannot change its mind in between.
 * Redirects are not followed: they are an answer like any other.
 */
export function createHttpCall(policy: HostPolicy, find: FindAddresses = lookup): HttpCall {
  return async (request, timeoutMs) => {
    const url = URL.parse(request.url)
    if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'failed', error: `${request.url} is no http(s) URL` }
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const place = { host, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) }
    const refused = isIP(host) ? refusalOf(host, place, policy) : undefined
    if (refused) return { kind: 'failed', error: refused }
    const check = (address: string) => refusalOf(address, place, policy)
    return send({ request, url, timeoutMs, lookup: checkedLookup(find, check) })
  }
}

/** Calls to this machine and private networks alone. */
export const fetchCall: HttpCall = createHttpCall({ allowed: [], ownPorts: () => [] })

type Sending = {
  readonly request: WebhookAttempt['request']
  readonly url: URL
  readonly timeoutMs: number
  readonly lookup: LookupFunction
}

function send({ request, url, timeoutMs, lookup: find }: Sending): Promise<HttpAnswer> {
  const { method, headers, body } = request
  const signal = AbortSignal.timeout(timeoutMs)
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve) => {
    const fail = (error: Error) =>
      resolve(signal.aborted ? { kind: 'timed-out' } : { kind: 'failed', error: error.message || String(error) })
    const length = Buffer.byteLength(body)
    const outgoing = start(url, {
      method,
      headers: { ...headers, ...(method === 'POST' && { 'Content-Length': length }) },
      // A connection of its own: one that was kept may be gone by now.
      agent: false,
      lookup: find,
      signal,
    })
    outgoing.on('error', fail)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      let size = 0
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > MOST_OCTETS) outgoing.destroy(new Error(`The answer is longer than ${MOST_OCTETS} octets`))
      })
      incoming.on('error', fail)
      incoming.on('end', () => {
        const octets = Buffer.concat(chunks)
        const contentType = incoming.headers['content-type']
        const body = octets.toString('utf8').slice(0, LONGEST_ANSWER)
        const status = incoming.statusCode ?? 0
        resolve({ kind: 'answered', status, body, octets, ...(contentType && { contentType }) })
      })
    })
    outgoing.end(method === 'POST' ? body : undefined)
  })
}

/** Name lookup that answers only addresses that may be called. */
function checkedLookup(find: FindAddresses, check: (address: string) => string | undefined): LookupFunction {
  return (name, options, done) => {
    find(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      const fit = addresses.filter(({ address }) => check(address) === undefined)
      const [first] = fit
      if (!first) return done(new Error(check(addresses[0]?.address ?? '') ?? `${name} has no address`), '')
      return options.all ? done(null, fit as LookupAddress[]) : done(null, first.address, first.family)
    })
  }
}
