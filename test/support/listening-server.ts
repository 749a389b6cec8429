import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Heard = {
  readonly method: string
  /** As the caller wrote it. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
export type Said = { readonly status?: number; readonly contentType?: string; readonly body?: string }

/** An application's server on this machine: keeps what it hears and says what the test wants, or nothing at all. */
export class ListeningServer {
  readonly url: string
  readonly heard: Heard[] = []
  private readonly server: ReturnType<typeof createServer>
  private wake: () => void = () => {}

  private constructor(server: ReturnType<typeof createServer>, url: string) {
    this.server = server
    this.url = url
  }

  static async open(say: (heard: Heard) => Said | null = () => ({})): Promise<ListeningServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        const heard = { method, url, headers, body: Buffer.concat(chunks) }
        self.heard.push(heard)
        const said = say(heard)
        self.wake()
        if (!said) return
        const { status = 200, contentType = 'text/plain', body = '' } = said
        response.writeHead(status, { 'Content-Type': contentType }).end(body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // a TCP listener's address
    const self = new ListeningServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    return self
  }

  /** The first `count` requests, as soon as they have come. */
  async requests(count: number): Promise<readonly Heard[]> {
    while (this.heard.length < count) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.heard.slice(0, count)
  }

  close(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}
