// The journal over WebSocket: /carrier/feed and /carrier/worlds/{world}/feed. A reader only; it never writes.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

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

/** Unsent octets at which a reader counts as too slow. It can come back with `since`. */
const SLOW_READER_OCTETS = 4 * 1024 * 1024
const SLOW_READER = { code: 4008, reason: 'too slow: reconnect with since=<last seq>' }
const WORLD_GONE = { code: 4010, reason: 'the world was removed' }
const BACKLOG_PAGE = 500

type Served = { readonly world: FeedWorld; readonly isThere: () => boolean }

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
      server.handleUpgrade(request, socket, head, (client) => serve({ world, isThere }, client, url.searchParams))
    },
    stop(): void {
      for (const client of server.clients) client.close(1001, 'the carrier stops')
      server.close()
    },
  }
}

function worldOf(path: string): string | undefined {
  if (path === '/carrier/feed') return 'main'
  const name = /^\/carrier\/worlds\/([^/]+)\/feed$/.exec(path)?.[1]
  return name === undefined ? undefined : decodeURIComponent(name)
}

/** Backlog first, then live: one cursor serves both, so nothing is lost or doubled between them. */
function serve({ world, isThere }: Served, client: WebSocket, query: URLSearchParams): void {
  const wants = filterOf(query)
  let cursor = startOf(world, client, query)
  const pump = () => {
    for (;;) {
      const entries = world.journal.read(cursor, BACKLOG_PAGE)
      if (entries.length === 0) return
      cursor = entries.at(-1)!.event.seq
      for (const { event, json } of entries) if (wants(event)) client.send(json)
      if (client.bufferedAmount > SLOW_READER_OCTETS) return client.close(SLOW_READER.code, SLOW_READER.reason)
    }
  }
  const unsubscribe = world.journal.subscribe((entries) => {
    if (!isThere()) return client.close(WORLD_GONE.code, WORLD_GONE.reason)
    if (entries === null) {
      cursor = 0
      gap(world, client, 'the world was reset')
    }
    pump()
  })
  client.on('close', unsubscribe)
  client.on('error', () => client.terminate())
  pump()
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
  gap(world, client, 'since is older than what is kept, or of another epoch')
  return lastSeq
}

function gap({ name, journal }: FeedWorld, client: WebSocket, reason: string): void {
  const { epoch, lastSeq } = journal
  client.send(JSON.stringify({ type: 'feed.gap', world: name, epoch, seq: lastSeq, reason }))
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
