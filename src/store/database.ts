import type { Database, Statement } from 'better-sqlite3'
import type { Account, CarrierReader, Change, Decision, Store, Work, WorldRecord } from '../core/index.ts'
import { openCoreRows } from './core/rows.ts'
import { lockFile } from './file-lock.ts'
import { Journal } from './journal.ts'
import { type JournalRows, openJournalRows } from './journal-rows.ts'
import type { LayerRows } from './layer.ts'
import { migrate } from './migrate.ts'
import { openSqlite } from './open-sqlite.ts'
import { WorldClosed } from './world-closed.ts'
import { dumpWorld, restoreWorld, type WorldDump } from './world-dump.ts'

/** Units that share one transaction at the most; the queue empties on every turn of the event loop. */
const BATCH_LIMIT = 1_000

type Task = { readonly world: WorldStore; readonly work: Work }

export type DatabaseOptions = {
  /** A file, or `:memory:`. */
  readonly path: string
  readonly durability?: 'normal' | 'full'
  /** Hears of each account that is written, before the commit. */
  readonly onAccount?: (world: number, account: Account) => void
}

type AnyLayer = LayerRows<unknown, Change>

/** The store of one process: every world's rows in one SQLite database, written by group commit. */
export class PartylineDatabase {
  private readonly unlock: () => void
  private readonly db: Database
  private readonly layers: Map<string, AnyLayer>
  private readonly journals: JournalRows
  private readonly transaction: Readonly<Record<'begin' | 'commit' | 'rollback', Statement>>
  private readonly open = new Map<number, WorldStore>()
  private queue: Task[] = []
  private scheduled = false

  constructor(options: DatabaseOptions, openLayers: Readonly<Record<string, (db: Database) => unknown>> = {}) {
    this.unlock = lockFile(options.path)
    this.db = openSqlite(options.path, options.durability ?? 'normal')
    migrate(this.db, ['core', ...Object.keys(openLayers)])
    // Each layer applies only changes that carry its own name.
    this.layers = new Map<string, AnyLayer>([['core', openCoreRows(this.db, options.onAccount) as AnyLayer]])
    for (const [name, open] of Object.entries(openLayers)) this.layers.set(name, open(this.db) as AnyLayer)
    const forms = Object.assign({}, ...[...this.layers.values()].map(({ events }) => events))
    this.journals = openJournalRows(this.db, forms)
    this.transaction = {
      begin: this.db.prepare('BEGIN IMMEDIATE'),
      commit: this.db.prepare('COMMIT'),
      rollback: this.db.prepare('ROLLBACK'),
    }
  }

  /** Worlds that earlier runs left, oldest first. */
  worlds(): readonly WorldRecord[] {
    const docs = this.db.prepare<unknown[], string>('SELECT doc FROM world ORDER BY id').pluck().all()
    return docs.map((doc) => JSON.parse(doc) as WorldRecord)
  }

  /** The largest id any world has given out, so that ids go on from there. */
  lastId(): number {
    return Math.max(0, ...[...this.layers.values()].map((layer) => layer.lastId?.() ?? 0))
  }

  openWorld(record: WorldRecord, now: () => number): WorldStore {
    const world = new WorldStore(this, record, {
      now,
      journal: new Journal(this.journals, record),
      layers: this.layers,
    })
    this.open.set(record.id, world)
    return world
  }

  /** Removes a world without trace: what it still has under way is written nowhere. */
  removeWorld(id: number): void {
    this.open.get(id)?.leave()
    this.open.delete(id)
    this.db.transaction(() => {
      for (const layer of this.layers.values()) layer.clear(id)
    })()
  }

  /** Every row of a world, read at one moment. */
  dumpWorld(id: number): WorldDump {
    return this.db.transaction(() => dumpWorld(this.db, id))()
  }

  /** Writes a dump as a new world's rows; throws UnfitDump, with nothing written, when they do not fit. */
  restoreWorld(record: WorldRecord, dump: WorldDump): void {
    this.db.transaction(() => {
      restoreWorld(this.db, record.id, dump)
      this.db
        .prepare('INSERT INTO world (id, name, doc) VALUES (?, ?, ?)')
        .run(record.id, record.name, JSON.stringify(record))
    })()
  }

  enqueue(task: Task): void {
    this.queue.push(task)
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(() => this.flush())
  }

  /** Commits what is queued and closes the file. */
  close(): void {
    this.flush()
    try {
      if (this.db.open) this.writeDown()
    } finally {
      for (const layer of this.layers.values()) layer.release?.()
      this.db.close()
      this.unlock()
    }
  }

  private writeDown(): void {
    this.db.transaction(() => {
      for (const world of this.open.values()) world.writeDown()
    })()
  }

  private flush(): void {
    this.scheduled = false
    while (this.queue.length > 0 && this.db.open) this.commit(this.queue.splice(0, BATCH_LIMIT))
  }

  /** One transaction for all tasks; a task that throws is refused and the others run again without it. */
  private commit(tasks: readonly Task[]): void {
    const worlds = new Set<WorldStore>()
    let last: WorldStore | undefined
    this.transaction.begin.run()
    for (const task of tasks) {
      if (task.world !== last) worlds.add(task.world)
      last = task.world
      try {
        task.world.decide(task.work)
      } catch (error) {
        this.rollback(worlds)
        task.work.refused(error)
        const others = tasks.filter((other) => other !== task)
        if (others.length > 0) this.commit(others)
        return
      }
    }
    try {
      for (const world of worlds) world.beforeCommit()
      this.transaction.commit.run()
    } catch (error) {
      this.rollback(worlds)
      for (const { work } of tasks) work.refused(error)
      return
    }
    for (const world of worlds) world.committed()
    for (const { work } of tasks) work.committed()
    for (const world of worlds) world.journal.publish()
  }

  private rollback(worlds: Iterable<WorldStore>): void {
    if (this.db.inTransaction) this.transaction.rollback.run()
    for (const world of worlds) world.rolledBack()
  }
}

type WorldParts = {
  readonly now: () => number
  readonly journal: Journal
  readonly layers: ReadonlyMap<string, AnyLayer>
}

/** One world's part of the database. */
export class WorldStore implements Store {
  readonly record: WorldRecord
  readonly read: CarrierReader
  readonly journal: Journal
  private readonly database: PartylineDatabase
  private readonly parts: WorldParts
  private closed = false
  private isRemoved = false
  private batchTime: number | undefined

  constructor(database: PartylineDatabase, record: WorldRecord, parts: WorldParts) {
    this.database = database
    this.record = record
    this.parts = parts
    this.journal = parts.journal
    this.read = this.layer<CarrierReader>('core')
  }

  /** A layer's reader; the caller knows the type that belongs to the name. */
  layer<Reader>(name: string): Reader {
    const layer = this.parts.layers.get(name)
    if (!layer) throw new Error(`the store has no layer ${name}`)
    return layer.reader(this.record.id) as Reader
  }

  enqueue(work: Work): void {
    if (this.closed) return work.refused(new WorldClosed(this.record.name))
    this.database.enqueue({ world: this, work })
  }

  /** One unit of work with a promise of its answer. */
  run<T>(work: () => Decision<T>): Promise<T> {
    return new Promise((resolve, refused) => {
      let decision: Decision<T>
      const decide = () => {
        decision = work()
        return decision
      }
      this.enqueue({ decide, committed: () => resolve(decision.answer), refused })
    })
  }

  /** Before the file is closed. */
  writeDown(): void {
    for (const layer of this.parts.layers.values()) layer.close?.(this.record.id)
  }

  /** What comes later is refused, and so leaves no trace in rows that are gone. */
  close(): void {
    this.closed = true
  }

  /** From now on nothing is written: the world was removed, and another one may have its id. */
  leave(): void {
    this.isRemoved = true
  }

  /** The world's time; inside a batch that of the batch, as what is written together happens at one time. */
  now(): number {
    return this.batchTime ?? this.parts.now()
  }

  /** Runs one unit inside the open transaction and applies its decision. */
  decide(work: Work): void {
    if (this.closed) throw new WorldClosed(this.record.name)
    this.batchTime ??= this.parts.now()
    const { changes, events } = work.decide()
    if (this.isRemoved) return
    for (const change of changes) this.apply(change)
    if (events.length > 0) this.journal.append(events, this.batchTime)
  }

  private apply(change: Change): void {
    const { layers } = this.parts
    const layer = layers.get(change.layer)
    // What the batch itself has put on its way is to be seen by whoever throws out what is old.
    if (layer?.evicts) for (const other of layers.values()) other.beforeCommit?.(this.record.id)
    layer?.apply(this.record.id, change)
    if (layer?.evicts) for (const other of layers.values()) other.forget?.(this.record.id)
  }

  beforeCommit(): void {
    this.batchTime = undefined
    if (this.isRemoved) return
    for (const layer of this.parts.layers.values()) layer.beforeCommit?.(this.record.id)
    this.journal.flush()
  }

  committed(): void {
    for (const layer of this.parts.layers.values()) layer.committed?.(this.record.id)
  }

  rolledBack(): void {
    this.batchTime = undefined
    this.journal.discard()
    for (const layer of this.parts.layers.values()) layer.rolledBack?.(this.record.id)
  }
}
