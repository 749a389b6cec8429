import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type PostRequest = {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LANES = 32

/**
 * Posts the same request `count` times over kept connections, each as soon as the one before is answered. Octets are
 * written and counted, nothing is built or parsed: a client that costs more than the server would measure itself.
 */
export async function postAll(request: PostRequest, count: number, lanes = LANES): Promise<void> {
  const octets = octetsOf(request)
  let left = count
  const lane = async () => {
    const socket = connect(request.port, '127.0.0.1').setNoDelay(true)
    await once(socket, 'connect')
    await new Promise<void>((resolve, reject) => {
      const next = () => (left-- > 0 ? void socket.write(octets) : resolve())
      socket.once('error', reject).once('close', () => reject(new Error('the server hung up')))
      onAnswers(socket, (status, text) => (status === 201 ? next() : reject(new Error(`${status}: ${text}`))))
      next()
    })
    socket.removeAllListeners('close').destroy()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

function octetsOf({ port, path, headers, body }: PostRequest): Buffer {
  const fields = { host: `127.0.0.1:${port}`, ...headers, 'content-length': Buffer.byteLength(body) }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** Calls back once for each answer that has come in whole; both servers send Content-Length. */
function onAnswers(socket: Socket, answered: (status: number, text: string) => void): void {
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const head = held.indexOf(HEAD_END)
    if (head < 0) return
    const lines = held.toString('latin1', 0, head)
    const end = head + HEAD_END.length + Number(/\r\ncontent-length: *(\d+)/i.exec(lines)?.[1])
    if (held.length < end) return
    const text = held.toString('latin1', head, end)
    held = held.subarray(end)
    answered(Number(lines.slice(9, 12)), text)
  })
}
