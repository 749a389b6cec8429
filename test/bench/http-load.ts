import { Agent, request } from 'node:http'

export type Asked = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}
export type Answered = { readonly status: number; readonly text: string }

/** A few kept connections to one server of this machine. */
export class HttpLoad {
  private readonly agent: Agent
  private readonly port: number
  private readonly lanes: number

  constructor(port: number, lanes = 4) {
    this.port = port
    this.lanes = lanes
    this.agent = new Agent({ keepAlive: true, maxSockets: lanes })
  }

  ask({ method = 'GET', path, headers = {}, body = '' }: Asked): Promise<Answered> {
    const length = { 'Content-Length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      const at = { host: '127.0.0.1', port: this.port, agent: this.agent }
      const asking = request({ ...at, method, path, headers: { ...headers, ...length } }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      })
      asking.on('error', reject).end(body)
    })
  }

  /** Asks `count` times, on all lanes at once; every answer must have the status. */
  async run(count: number, status: number, asked: (lane: number) => Asked): Promise<void> {
    const lanes = Array.from({ length: this.lanes }, async (_, lane) => {
      for (let n = lane; n < count; n += this.lanes) {
        const answer = await this.ask(asked(lane))
        if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`)
      }
    })
    await Promise.all(lanes)
  }

  close(): void {
    this.agent.destroy()
  }
}

export function basic(user: string, password: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
