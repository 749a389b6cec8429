// Talking to the port octet by octet.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { request as httpRequest, IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { type ProxyWorld, readAll } from './proxy-world.ts'

export async function dial(port: number, ...writes: readonly string[]): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  for (const text of writes) socket.write(text)
  return socket
}

/** Opens a tunnel and waits for the proxy's answer to it. */
export async function tunnel(world: ProxyWorld, target: string): Promise<{ socket: Socket; answer: string }> {
  const socket = await dial(world.port, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  const [chunk] = await once(socket, 'data')
  return { socket, answer: String(chunk).split('\r\n')[0] ?? '' }
}

export async function secure(socket: Socket, servername: string, ca: string): Promise<TLSSocket> {
  const secured = connectTls({ socket, servername, ca })
  await once(secured, 'secureConnect')
  return secured
}

export async function get(socket: Socket, path: string, host: string): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return readAll(socket)
}

export async function answerTo(request: ReturnType<typeof httpRequest>): Promise<IncomingMessage & { text: string }> {
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return Object.assign(response, { text: await readAll(response) })
}

export const caOf = ({ caPath }: ProxyWorld) => readFileSync(caPath, 'utf8')
