import type { Database } from 'better-sqlite3'
import type { Event, JournalEvent } from '../core/index.ts'

/** An event with its JSON, written once for store and feed alike. */
export type Entry = { readonly event: JournalEvent; readonly json: string }

/** Events kept in memory for readers that are nearly up to date. */
const TAIL_LENGTH = 2_000
/** Events kept in the store; older ones are a gap for a reader that asks for them. */
const KEPT_EVENTS = 200_000
const PRUNE_EVERY = 5_000

/** One world's journal: numbered events, read by cursor. */
export class Journal {
  private readonly db: JournalRows
  private readonly world: { readonly id: number; readonly name: string }
  private readonly listeners = new Set<(entries: readonly Entry[]) => void>()
  private tail: Entry[] = []
  private pending: Entry[] = []
  private committedSeq: number

  constructor(rows: JournalRows, world: { readonly id: number; readonly name: string }) {
    this.db = rows
    this.world = world
    this.committedSeq = rows.lastSeq(world.id)
  }

  get lastSeq(): number {
    return this.committedSeq
  }

  /** The oldest event that can still be read, or lastSeq + 1 when there is none. */
  get firstSeq(): number {
    return this.db.firstSeq(this.world.id) ?? this.committedSeq + 1
  }

  /** Entries after `since`, oldest first, at most about `limit` (whole commits). */
  read(since: number, limit: number): readonly Entry[] {
    if (since >= this.committedSeq) return []
    const oldest = this.tail[0]?.event.seq
    if (oldest !== undefined && since >= oldest - 1)
      return this.tail.slice(since - oldest + 1, since - oldest + 1 + limit)
    return this.db.read(this.world.id, since, limit)
  }

  /** Events whose JSON holds `text`, oldest first. Reads the whole journal: for one message that a person looks at. */
  mentioning(text: string): readonly JournalEvent[] {
    return this.db.mentioning(this.world.id, text)
  }

  subscribe(listener: (entries: readonly Entry[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Numbers events inside the open batch. */
  append(events: readonly Event[], at: string): void {
    let seq = this.committedSeq + this.pending.length
    for (const event of events) {
      seq += 1
      const { type, ...fields } = event
      const numbered: JournalEvent = { seq, at, world: this.world.name, type, ...fields }
      this.pending.push({ event: numbered, json: JSON.stringify(numbered) })
    }
  }

  /** Writes the batch's events as one row, still inside the transaction. */
  flush(): void {
    if (this.pending.length > 0) this.db.write(this.world.id, this.committedSeq + 1, this.pending)
  }

  discard(): void {
    this.pending = []
  }

  /** After the commit: readers may see the batch. */
  publish(): void {
    if (this.pending.length === 0) return
    const entries = this.pending
    this.pending = []
    const before = this.committedSeq
    this.committedSeq += entries.length
    this.tail.push(...entries)
    if (this.tail.length > 2 * TAIL_LENGTH) this.tail = this.tail.slice(-TAIL_LENGTH)
    if (Math.floor(before / PRUNE_EVERY) !== Math.floor(this.committedSeq / PRUNE_EVERY)) {
      this.db.prune(this.world.id, this.committedSeq - KEPT_EVENTS)
    }
    for (const listener of this.listeners) listener(entries)
  }
}

export type JournalRows = ReturnType<typeof openJournalRows>

export function openJournalRows(db: Database) {
  const insert = db.prepare('INSERT INTO journal (world, first_seq, last_seq, events) VALUES (?, ?, ?, ?)')
  const last = db.prepare<unknown[], number | null>('SELECT max(last_seq) FROM journal WHERE world = ?').pluck()
  const first = db
    .prepare<unknown[], number>('SELECT first_seq FROM journal WHERE world = ? ORDER BY last_seq LIMIT 1')
    .pluck()
  const after = db
    .prepare<unknown[], string>('SELECT events FROM journal WHERE world = ? AND last_seq > ? ORDER BY last_seq')
    .pluck()
  const holding = db
    .prepare<unknown[], string>('SELECT events FROM journal WHERE world = ? AND instr(events, ?) > 0 ORDER BY last_seq')
    .pluck()
  const prune = db.prepare('DELETE FROM journal WHERE world = ? AND last_seq <= ?')
  return {
    lastSeq: (world: number) => last.get(world) ?? 0,
    firstSeq: (world: number) => first.get(world),
    write: (world: number, firstSeq: number, entries: readonly Entry[]) =>
      insert.run(world, firstSeq, firstSeq + entries.length - 1, `[${entries.map(({ json }) => json).join()}]`),
    mentioning: (world: number, text: string): readonly JournalEvent[] =>
      holding
        .all(world, text)
        .flatMap((events) =>
          (JSON.parse(events) as JournalEvent[]).filter((event) => JSON.stringify(event).includes(text)),
        ),
    prune: (world: number, upTo: number) => prune.run(world, upTo),
    read(world: number, since: number, limit: number): readonly Entry[] {
      const entries: Entry[] = []
      for (const events of after.iterate(world, since)) {
        for (const event of JSON.parse(events) as JournalEvent[]) {
          if (event.seq > since) entries.push({ event, json: JSON.stringify(event) })
        }
        if (entries.length >= limit) break
      }
      return entries
    },
  }
}
