import type { WebSocket } from 'ws'
import type { FeedEntry, FeedWorld } from './index.ts'

/** Unsent octets at which the journal is read no further until the reader has taken them. */
const FULL_OCTETS = 1024 * 1024
/** Events that may happen while a reader takes nothing; then it is too slow. It can come back with `since`. */
const SLOW_AFTER_EVENTS = 1_000
const BACKLOG_PAGE = 500
const TOO_SLOW = { code: 4008, reason: 'too slow: reconnect with since=<last seq>' }
const WORLD_GONE = { code: 4010, reason: 'the world was removed' }

export type ReadingParts = {
  readonly world: FeedWorld
  readonly client: WebSocket
  /** Whether the world has not been removed. */
  readonly isThere: () => boolean
  readonly wants: (event: FeedEntry['event']) => boolean
}

/** One reader's place in the journal. Backlog first, then live: one cursor serves both, so nothing is lost or doubled. */
export class Reading {
  private readonly parts: ReadingParts
  private cursor: number
  /** The newest event when the reader last stopped taking; undefined while it takes. */
  private fullSince: number | undefined

  constructor(parts: ReadingParts, since: number) {
    this.parts = parts
    this.cursor = since
    const { world, client } = parts
    const unsubscribe = world.journal.subscribe((entries) => this.hear(entries))
    client.on('close', unsubscribe)
    client.on('error', () => client.terminate())
    this.readOn()
  }

  /** After each commit, and with null after a reset. */
  private hear(entries: readonly FeedEntry[] | null): void {
    const { world, client, isThere } = this.parts
    if (!isThere()) return client.close(WORLD_GONE.code, WORLD_GONE.reason)
    if (entries === null) this.startOver()
    const missed = this.fullSince === undefined ? 0 : world.journal.lastSeq - this.fullSince
    if (missed > SLOW_AFTER_EVENTS) return client.close(TOO_SLOW.code, TOO_SLOW.reason)
    this.readOn()
  }

  private startOver(): void {
    const { world, client } = this.parts
    this.cursor = 0
    if (this.fullSince !== undefined) this.fullSince = 0
    sendGap(world, client, 'the world was reset')
  }

  private readOn(): void {
    const { world, client } = this.parts
    while (client.readyState === client.OPEN && this.fullSince === undefined) {
      const entries = world.journal.read(this.cursor, BACKLOG_PAGE)
      if (entries.length === 0) return
      for (const entry of entries) {
        this.cursor = entry.event.seq
        if (this.sendAndIsFull(entry)) break
      }
    }
  }

  private sendAndIsFull({ event, json }: FeedEntry): boolean {
    const { world, client, wants } = this.parts
    if (!wants(event)) return false
    client.send(json, this.taken)
    if (client.bufferedAmount <= FULL_OCTETS) return false
    this.fullSince = world.journal.lastSeq
    return true
  }

  /** The reader has taken what was sent up to some event. */
  private readonly taken = (): void => {
    const { world, client } = this.parts
    if (this.fullSince === undefined) return
    this.fullSince = world.journal.lastSeq
    if (client.bufferedAmount > FULL_OCTETS / 2) return
    this.fullSince = undefined
    this.readOn()
  }
}

export function sendGap({ name, journal }: FeedWorld, client: WebSocket, reason: string): void {
  const { epoch, lastSeq } = journal
  client.send(JSON.stringify({ type: 'feed.gap', world: name, epoch, seq: lastSeq, reason }))
}
