import type { Event, JournalEvent } from '../core/index.ts'
import { type EventForms, type Numbered, shownEvent } from './event-forms.ts'
import type { JournalRows } from './journal-rows.ts'

/** Events kept in the store; older ones are a gap for a reader that asks for them. */
const KEPT_EVENTS = 200_000
const PRUNE_EVERY = 5_000

type Shower = { readonly world: string; readonly forms: EventForms }

/** An event as readers get it: its fields and its JSON are made once, when the first of them asks. */
export class Entry implements Numbered {
  readonly seq: number
  readonly at: number
  readonly fact: Event
  private readonly shower: Shower
  private shown: JournalEvent | undefined
  private text: string | undefined

  constructor({ seq, at, fact }: Numbered, shower: Shower) {
    this.seq = seq
    this.at = at
    this.fact = fact
    this.shower = shower
  }

  get type(): string {
    return this.fact.type
  }

  get event(): JournalEvent {
    this.shown ??= shownEvent(this, this.shower.world, this.shower.forms)
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
  private readonly shower: Shower
  /** The newest commit, for readers that are up to date; more would keep what happened alive for nobody. */
  private newest: readonly Entry[] = []
  private pending: Entry[] = []
  private committedSeq: number

  constructor(rows: JournalRows, world: { readonly id: number; readonly name: string }) {
    this.db = rows
    this.world = world
    this.shower = { world: world.name, forms: rows.forms }
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
    const [first] = this.newest
    if (first && since >= first.seq - 1) return this.newest.slice(since - first.seq + 1).slice(0, limit)
    return this.db.read(this.world.id, since, limit).map((event) => new Entry(event, this.shower))
  }

  /** Events whose JSON holds `text`, oldest first. Reads the whole journal: for one message that a person looks at. */
  mentioning(text: string): readonly JournalEvent[] {
    // An id is written down as a number, and read as a text.
    const word = /^"\d+"$/.test(text) ? text.slice(1, -1) : text
    return this.db
      .holding(this.world.id, word)
      .map((event) => new Entry(event, this.shower))
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
      const seq = this.committedSeq + this.pending.length + 1
      this.pending.push(new Entry({ seq, at, fact }, this.shower))
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
    this.newest = entries
    const before = this.committedSeq
    this.committedSeq += entries.length
    if (Math.floor(before / PRUNE_EVERY) !== Math.floor(this.committedSeq / PRUNE_EVERY)) {
      this.db.prune(this.world.id, this.committedSeq - KEPT_EVENTS)
    }
    for (const listener of this.listeners) listener(entries)
  }
}
