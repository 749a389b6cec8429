import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApiError, errorBody, isApiError, statusOf } from '../../../protocols/conversations/index.ts'
import { switchesOf } from '../model/switches.ts'
import type { Tenant } from './authentication.ts'
import type { Reply } from './call.ts'
import { type Site, siteOf, splitPathHost } from './site.ts'

/** One request with its answer, before anybody knows what it asks for. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** As the request names it. */
  readonly host: string
  readonly site: Site
  /** Without host and query: `/v1/Conversations`. */
  readonly path: string
  readonly query: string
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** Finds out which host was meant: by header, by the path's first segment, or none. */
export function openExchange(request: IncomingMessage, response: ServerResponse, baseUrl: string): Exchange {
  const { pathHost, rest } = splitPathHost(request.url ?? '/')
  const at = rest.indexOf('?')
  const host = header(request, 'x-twilio-host') ?? request.headers.host
  return {
    request,
    response,
    method: request.method ?? 'GET',
    host: pathHost ?? host ?? '',
    site: siteOf({ host, pathHost, baseUrl }),
    path: at < 0 ? rest : rest.slice(0, at),
    query: at < 0 ? '' : rest.slice(at + 1),
  }
}

/** The one value of a header that is never a list. */
export function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

export function send(response: ServerResponse, reply: Reply, tenant?: Tenant): void {
  if (isApiError(reply)) return sendError(response, reply, tenant)
  const { status, body, octets } = reply
  if (octets) sendOctets(response, status, octets)
  else if (body === undefined) response.writeHead(status).end()
  else sendJson(response, status, body)
}

/** Head and body are one write to the socket. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  const length = Buffer.byteLength(text)
  // Node writes a text faster as Latin-1, which is the same where every letter is one octet.
  const encoding = length === text.length ? 'latin1' : 'utf8'
  response.writeHead(status, { 'Content-Type': JSON_TYPE, 'Content-Length': length }).end(text, encoding)
}

function sendOctets(
  response: ServerResponse,
  status: number,
  { contentType, content }: { readonly contentType: string; readonly content: Uint8Array },
): void {
  const isText = /^text\/[^;]*$/i.test(contentType)
  const type = isText ? `${contentType}; charset=utf-8` : contentType
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': content.length }).end(content)
}

function sendError(response: ServerResponse, error: ApiError, tenant: Tenant | undefined): void {
  const overrides = tenant ? switchesOf(tenant.account.switches).httpStatus : {}
  const status = statusOf(error.code, overrides)
  sendJson(response, status, errorBody(error, status))
}
