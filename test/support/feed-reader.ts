import { once } from 'node:events'
import { WebSocket } from 'ws'

export type FeedEvent = { readonly type: string; readonly seq: number; readonly epoch?: string } & Readonly<
  Record<string, unknown>
>

/** A client of the feed that hands out what it hears in order. */
export class FeedReader {
  readonly socket: WebSocket
  /** Code and reason of the end, by whomever. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>
  private readonly heard: FeedEvent[] = []
  private wake: () => void = () => {}
  private isOver = false

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)))
      this.wake()
    })
    this.ended = once(socket, 'close').then(([code, reason]) => {
      this.isOver = true
      this.wake()
      return { code, reason: String(reason) }
    })
  }

  /** `path` from /carrier on, with its query. */
  static async connect(base: string, path: string): Promise<FeedReader> {
    const socket = new WebSocket(base.replace(/^http/, 'ws') + path)
    const reader = new FeedReader(socket)
    await once(socket, 'open')
    return reader
  }

  async next(): Promise<FeedEvent> {
    const event = await this.nextOrEnd()
    if (!event) throw new Error('the feed ended')
    return event
  }

  /** Everything up to the event of that sequence number or to the end, hello and gap left out. */
  async until(seq = Number.POSITIVE_INFINITY): Promise<readonly FeedEvent[]> {
    const events: FeedEvent[] = []
    while ((events.at(-1)?.seq ?? 0) < seq) {
      const event = await this.nextOrEnd()
      if (!event) break
      if (!event.type.startsWith('feed.')) events.push(event)
    }
    return events
  }

  private async nextOrEnd(): Promise<FeedEvent | undefined> {
    while (this.heard.length === 0 && !this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.heard.shift()
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.ended
  }
}
