// A listener with the proxy and a stub of the API, and programs that are pointed at it.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { createProxyGateway, type ProxyGatewayParts } from '../../../src/gateways/proxy/index.ts'
import { createHttpListener } from '../../../src/runtime/index.ts'

export type Seen = {
  readonly method: string
  readonly path: string
  readonly host: string | undefined
  readonly body: string
}

export type ProxyWorld = {
  readonly port: number
  readonly url: string
  readonly caPath: string
  readonly seen: Seen[]
  readonly caught: string[]
  readonly faults: unknown[]
  readonly stop: () => Promise<void>
}

const INFO = JSON.stringify({ accountSid: `AC${'a'.repeat(32)}`, authToken: 'partyline' })

/** Starts the port; every request is noted, and answered as the API would answer the creation of a conversation. */
export async function startProxyWorld(parts: Partial<ProxyGatewayParts> = {}): Promise<ProxyWorld> {
  const seen: Seen[] = []
  const caught: string[] = []
  const faults: unknown[] = []
  const folder = parts.folder === undefined ? temporaryFolder() : parts.folder
  const gateway = createProxyGateway({ onCaught: (host, path) => caught.push(`${host} ${path}`), ...parts, folder })
  const sockets = new WebSocketServer({ noServer: true })
  const listener = createHttpListener({
    routes: [
      gateway.route,
      { serves: (path) => path === '/carrier/info', handle: (_request, response) => void response.end(INFO) },
      { serves: () => true, handle: (request, response) => answer(seen, request, response) },
    ],
    upgrades: [
      {
        serves: (path) => path === '/echo',
        upgrade: (request, socket, head) =>
          sockets.handleUpgrade(request, socket, head, (client) => {
            client.on('message', (data) => client.send(`${request.headers['x-twilio-host'] ?? 'nobody'} ${data}`))
          }),
      },
    ],
    onFault: (error) => faults.push(error),
    tls: gateway.tls,
    proxy: gateway.proxy,
  })
  await gateway.prepare()
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    gateway.stop()
    for (const client of sockets.clients) client.terminate()
    await listener.stop()
  }
  onTestFinished(stop)
  return { port, url: `http://127.0.0.1:${port}`, caPath: gateway.caPath, seen, caught, faults, stop }
}

async function answer(seen: Seen[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readAll(request)
  const host = request.headers['x-twilio-host']
  seen.push({
    method: request.method ?? '',
    path: request.url ?? '',
    host: host === undefined ? host : `${host}`,
    body,
  })
  if (request.url?.startsWith('/redirect')) {
    response.writeHead(307, { location: `https://mcs.us1.twilio.com/elsewhere` }).end()
    return
  }
  const resource = { sid: `CH${'0'.repeat(32)}`, account_sid: `AC${'a'.repeat(32)}`, friendly_name: 'group', host }
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(resource))
}

export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}

/** A server on loopback that is not ours: it says what reached it. */
export async function startForeignServer(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer(async (request, response) => {
    const body = await readAll(request)
    const { method, url, headers } = request
    response.writeHead(200, 'Quite Fine', { 'content-type': 'application/json', 'x-foreign': 'yes' })
    response.end(JSON.stringify({ method, url, headers, body }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // A TCP server's address is never a string.
  return { port: (server.address() as AddressInfo).port, server }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs a program with these variables and none of the proxy's that the tests themselves may run under. */
export function run(command: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { PATH, HOME } = process.env
  return new Promise((resolve) => {
    execFile(command, args, { env: { PATH, HOME, ...variables } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, stdout, stderr })
    })
  })
}

/** Runs a script in a Node of its own, in this repository, so that it finds the libraries. */
export function runNode(script: string, variables: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return run(process.execPath, ['-e', script], variables)
}
