// [RFC9112 3.2.2] Requests in absolute form: what a program sends to its proxy for a plain http: URL.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { requestHttp } from '../../runtime/index.ts'
import type { Authority } from './names.ts'
import type { Tunnels } from './tunnel.ts'

/** A request target with its host; `path` stands as the client wrote it. */
export type AbsoluteTarget = Authority & { readonly scheme: string; readonly written: string; readonly path: string }

/** [RFC9110 7.6.1] Fields of one connection only. Transfer-Encoding stays: Node frames the body anew by it. */
const OF_ONE_CONNECTION = ['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'upgrade']

export function parseAbsolute(target: string): AbsoluteTarget | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z\d+.-]*):\/\/([^/?#]+)(.*)$/i.exec(target) ?? []
  const written = authority.slice(authority.lastIndexOf('@') + 1)
  const url = URL.parse(`http://${written}`)
  if (!url) return undefined
  // The host we decide by is the host we connect to: both are the parsed one.
  return {
    scheme: scheme.toLowerCase(),
    host: url.hostname.replace(/\.+$/, ''),
    port: Number(url.port || 80),
    written,
    path: rest.startsWith('/') ? rest : `/${rest}`,
  }
}

export function forwardRequest(target: AbsoluteTarget, request: IncomingMessage, response: ServerResponse): void {
  if (target.scheme !== 'http') return refuse(response, 501, `${target.scheme}: goes through a proxy by CONNECT`)
  const headers = ['Host', target.written, ...endToEnd(request, ['host'])]
  const { method = 'GET' } = request
  const host = target.host.replace(/^\[|\]$/g, '')
  const onward = requestHttp({ agent: false, host, port: target.port, path: target.path, method, headers })
  onward.on('response', (answer) => {
    response.sendDate = false
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer))
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy()
    else refuse(response, 502, `${target.written}: ${error.message}`)
  })
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${reason}\n`)
}

/** An upgrade goes on as it came, and so does all that follows it. */
export function forwardUpgrade(
  target: AbsoluteTarget,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
  tunnels: Tunnels,
): void {
  const lines = pairs(request.rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
  const toTarget = `${request.method} ${target.path} HTTP/1.1\r\n${lines.join('')}\r\n`
  tunnels.open(target, socket, { toTarget, head })
}

function endToEnd({ rawHeaders, headers }: IncomingMessage, also: readonly string[] = []): string[] {
  const named = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? []
  const dropped = new Set([...OF_ONE_CONNECTION, ...named, ...also])
  return pairs(rawHeaders)
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .flat()
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const rows: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) rows.push([rawHeaders[at]!, rawHeaders[at + 1]!])
  return rows
}
