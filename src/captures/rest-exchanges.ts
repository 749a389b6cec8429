import { concat } from '../../protocols/octets/index.ts'
import type { Instant } from '../core/index.ts'
import { CARRIER, type Exchange, type Link, type Turn } from './exchange.ts'
import { httpRequest, httpResponse } from './http-message.ts'

/** A call of an application's webhook, as it went out and what came back. */
export type HttpCalled = {
  readonly at: Instant
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly response: { readonly status: number; readonly body: string } | null
}

const HEAD_END = [13, 10, 13, 10] as const
const TEXT = 'text/plain; charset=utf-8'

export function restLink(account: string, serverPort: number): Link {
  return { name: `rest ${account}`, client: `app ${account}`, server: CARRIER, serverPort }
}

/** A request of the REST API as it came, and that it was taken. */
export function restAsked(octets: Uint8Array): readonly Turn[] {
  const end = endOfHead(octets)
  if (end < 0) return []
  const head = octets.subarray(0, end)
  const body = octets.subarray(end + HEAD_END.length)
  const length = new TextEncoder().encode(`\r\nContent-Length: ${body.length}\r\n\r\n`)
  return [
    { from: 'client', octets: concat([head, length, body]) },
    { from: 'server', octets: httpResponse('201 Created') },
  ]
}

/** TLS is left out: what passed inside it is what one wants to read. */
export function webhookCalled({ at, method, url, headers, body, response }: HttpCalled): readonly Exchange[] {
  const target = URL.parse(url)
  if (!target || !response) return []
  const serverPort = Number(target.port || 80)
  const link = { name: `webhook ${target.host}`, client: CARRIER, server: target.hostname, serverPort }
  const { 'Content-Type': contentType = TEXT, 'Content-Length': _length, ...others } = headers
  const content = body === '' ? undefined : { contentType, body: new TextEncoder().encode(body) }
  const line = `${method} ${target.pathname}${target.search}`
  const answer = { contentType: TEXT, body: new TextEncoder().encode(response.body) }
  const turns: readonly Turn[] = [
    { from: 'client', octets: httpRequest(line, { Host: target.host, ...others }, content) },
    { from: 'server', octets: httpResponse(`${response.status} -`, answer) },
  ]
  return [{ at, link, turns }]
}

function endOfHead(octets: Uint8Array): number {
  return octets.findIndex((_octet, at) => HEAD_END.every((wanted, step) => octets[at + step] === wanted))
}
