// The journal over WebSocket: /carrier/feed and /carrier/worlds/{world}/feed. A reader only; it never writes.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Reading, sendGap } from './reading.ts'

export type FeedEntry = {
  readonly event: { readonly seq: number; readonly type: string } & Readonly<Record<string, unknown>>
  readonly json: string
}

/** One world's journal as the feed reads it. */
export type FeedWorld = {
  readonly name: string
  readonly journal: {
    readonly epoch: string
    readonly lastSeq: number
    /** The oldest event that can still be read. */
    readonly firstSeq: number
    read(since: number, limit: number): readonly FeedEntry[]
    /** Calls back after each commit, and with null after a reset. */
    subscribe(listener: (entries: readonly FeedEntry[] | null) => void): () => void
  }
}

export function createFeedGateway(findWorld: (name: string) => FeedWorld | undefined) {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  return {
    serves: (path: string) => worldOf(path) !== undefined,
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const url = new URL(request.url ?? '/', 'http://feed')
      const world = findWorld(worldOf(url.pathname) ?? '')
      if (!world) {
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        return
      }
      const isThere = () => findWorld(world.name) === world
      server.handleUpgrade(request, socket, head, (client) => {
        const wants = filterOf(url.searchParams)
        new Reading({ world, client, isThere, wants }, startOf(world, client, url.searchParams))
      })
    },
    stop(): void {
      for (const client of server.clients) client.close(1001, 'the carrier stops')
      server.close()
    },
  }
}

function worldOf(path: string): string | undefined {
  if (path === '/carrier/feed') return 'main'
  return /^\/carrier\/worlds\/([^/]+)\/feed$/.exec(path)?.[1]
}

function startOf(world: FeedWorld, client: WebSocket, query: URLSearchParams): number {
  const { name, journal } = world
  const { epoch, lastSeq, firstSeq } = journal
  client.send(JSON.stringify({ type: 'feed.hello', world: name, epoch, seq: lastSeq }))
  const asked = query.get('since')
  if (asked === null) return lastSeq
  const since = Number(asked)
  const sameEpoch = query.get('epoch') === null || query.get('epoch') === epoch
  if (sameEpoch && Number.isSafeInteger(since) && since >= firstSeq - 1 && since <= lastSeq) return since
  sendGap(world, client, 'since is older than what is kept, or of another epoch')
  return lastSeq
}

function filterOf(query: URLSearchParams): (event: FeedEntry['event']) => boolean {
  const phones = query.getAll('phone').map((number) => (number.startsWith('+') ? number : `+${number.trim()}`))
  const types = query.getAll('type')
  return (event) => {
    if (types.length > 0 && !types.some((type) => event.type === type || event.type.startsWith(`${type}.`)))
      return false
    return phones.length === 0 || (typeof event.phone === 'string' && phones.includes(event.phone))
  }
}
