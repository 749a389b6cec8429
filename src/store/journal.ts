import type { Event, JournalEvent } from '../core/index.ts'
import { type EventForms, type Numbered, shownEvent } from './event-forms.ts'
import type { JournalRows } from './journal-rows.ts'

/** Events kept in memory for readers that are nearly up to date. */
const TAIL_LENGTH = 2_000
/** Events kept in the store; older ones are a gap for a reader that asks for them. */
const KEPT_EVENTS = 200_000
const PRUNE_EVERY = 5_000

/** An event as readers get it: its fields and its JSON are made once, when the first of them asks. */
export class Entry {
  readonly seq: number
  readonly type: string
  private readonly source: { readonly numbered: Numbered; readonly world: string; readonly forms: EventForms }
  private shown: JournalEvent | undefined
  private text: string | undefined

  constructor(numbered: Numbered, world: string, forms: EventForms) {
    this.seq = numbered.seq
    this.type = numbered.fact.type
    this.source = { numbered, world, forms }
  }

  get event(): JournalEvent {
    const { numbered, world, forms } = this.source
    this.shown ??= shownEvent(numbered, world, forms)
    return this.shown
  }

  get json(): string {
    this.text ??= JSON.stringify(this.event)
    return this.text
  }
}

/** One world's journal: numbered events, read by cursor. */
export class Journal {
  private readonly db: JournalRows
  private readonly world: { readonly id: number; readonly name: string }
  private readonly listeners = new Set<(entries: readonly Entry[]) => void>()
  private tail: Entry[] = []
  private pending: Numbered[] = []
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
    const oldest = this.tail[0]?.seq
    if (oldest !== undefined && since >= oldest - 1)
      return this.tail.slice(since - oldest + 1, since - oldest + 1 + limit)
    return this.db.read(this.world.id, since, limit).map((event) => this.entry(event))
  }

  /** Events whose JSON holds `text`, oldest first. Reads the whole journal: for one message that a person looks at. */
  mentioning(text: string): readonly JournalEvent[] {
    // An id is written down as a number, and read as a text.
    const word = /^"\d+"$/.test(text) ? text.slice(1, -1) : text
    return this.db
      .holding(this.world.id, word)
      .map((event) => this.entry(event))
      .filter(({ json }) => json.includes(text))
      .map(({ event }) => event)
  }

  subscribe(listener: (entries: readonly Entry[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Numbers events inside the open batch. */
  append(facts: readonly Event[], at: number): void {
    for (const fact of facts) {
      this.pending.push({ seq: this.committedSeq + this.pending.length + 1, at, fact })
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
    const entries = this.pending.map((event) => this.entry(event))
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

  private entry(event: Numbered): Entry {
    return new Entry(event, this.world.name, this.db.forms)
  }
}
