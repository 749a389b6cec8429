import type { Database } from 'better-sqlite3'
import type { Change } from '../core/index.ts'
import type { EventForms } from './event-forms.ts'

/** What a layer's rows module offers the store: a reader per world, and the writing of its own changes. */
export type LayerRows<Reader, Own extends Change> = {
  reader(world: number): Reader
  apply(world: number, change: Own): void
  /** How some of the layer's events are kept. */
  readonly events?: EventForms
  /** Removes everything of a world. */
  clear(world: number): void
  /** The largest id that any row of the layer has; ids go on from there after a restart. */
  lastId?(): number
  /** The batch has changed rows of this world and is about to be committed, or to have old ones thrown out. */
  beforeCommit?(world: number): void
  committed?(world: number): void
  /** Its changes throw out rows of other layers. */
  readonly evicts?: true
  /** Rows of a world were thrown out by another layer: what is remembered of them is void. */
  forget?(world: number): void
  /** The process is about to end in good order: writes down what is kept in memory. */
  close?(world: number): void
  /** Lets go of files. */
  release?(): void
  /** What was kept in memory of the batch is void. */
  rolledBack?(world: number): void
}

export type OpenLayer<Reader, Own extends Change> = (db: Database) => LayerRows<Reader, Own>

/** Which rows are a world's: `?` is its number. Tables too large to be walked have an index of all worlds but the first. */
export function whereWorld(world: number): string {
  return world === 1 ? 'world = ?' : 'world = ? AND world <> 1'
}
