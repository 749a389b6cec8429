// The feed over a WebSocket: resumes where it stopped, waits longer after each failure, says what it does.
import { readEvent } from './read-wire.ts'
import type { FeedEvent } from './wire.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000

export type FeedListener = {
  readonly where: () => { readonly since: number; readonly epoch: string }
  readonly onOpen: () => void
  /** Events come in batches, one per turn of the browser, so that a burst is drawn once. */
  readonly onEvents: (events: readonly FeedEvent[]) => void
  readonly onLost: (reason: string, retryAt: number) => void
}

/** Delay before attempt n, counted from 0: doubling up to a limit. */
export function retryDelay(attempt: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt)
}

/** Keeps one connection to the feed until it is closed. */
export class Feed {
  readonly #url: string
  readonly #listener: FeedListener
  #socket: WebSocket | null = null
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #queue: FeedEvent[] = []
  #closed = false

  constructor(url: string, listener: FeedListener) {
    this.#url = url
    this.#listener = listener
  }

  connect(): void {
    clearTimeout(this.#timer)
    this.#socket?.close()
    const { since, epoch } = this.#listener.where()
    const query = new URLSearchParams({ since: String(since), ...(epoch && { epoch }) })
    const socket = new WebSocket(`${this.#url}?${query}`)
    this.#socket = socket
    socket.onopen = () => this.#listener.onOpen()
    socket.onmessage = (event) => this.#receive(event.data)
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#retry(event.reason)
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#socket?.close()
  }

  #receive(data: unknown): void {
    this.#attempt = 0
    if (typeof data !== 'string') return
    if (this.#queue.push(readEvent(parsed(data))) > 1) return
    afterBurst(() => this.#listener.onEvents(this.#queue.splice(0)))
  }

  #retry(reason: string): void {
    if (this.#closed) return
    const delay = retryDelay(this.#attempt++)
    this.#listener.onLost(reason, Date.now() + delay)
    this.#timer = setTimeout(() => this.connect(), delay)
  }
}

/** A channel message runs after the events that already wait, also in a hidden tab, where frames do not. */
function afterBurst(run: () => void): void {
  const { port1, port2 } = new MessageChannel()
  const arrived = () => {
    port1.close()
    run()
  }
  port1.addEventListener('message', arrived, { once: true })
  port1.start()
  port2.postMessage(null)
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
