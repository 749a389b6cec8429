import type { Entry, Journal } from '../store/index.ts'

type Listener = (entries: readonly Entry[] | null) => void

/** The journal of whichever life the world is in; its listeners stay. */
export class WorldJournal {
  private readonly current: () => { readonly journal: Journal; readonly epoch: string }
  private readonly listeners = new Set<Listener>()
  private followed: Journal | undefined

  constructor(current: () => { readonly journal: Journal; readonly epoch: string }) {
    this.current = current
  }

  get epoch(): string {
    return this.current().epoch
  }
  get lastSeq(): number {
    return this.current().journal.lastSeq
  }
  get firstSeq(): number {
    return this.current().journal.firstSeq
  }

  read(since: number, limit: number): readonly Entry[] {
    return this.current().journal.read(since, limit)
  }

  /** Hears of every commit, and null after a reset. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Listens to the current journal; after a reset the listeners are told first. */
  follow(): void {
    const { journal } = this.current()
    if (this.followed) this.tell(null)
    this.followed = journal
    journal.subscribe((entries) => this.tell(entries))
  }

  /** The world is gone: its readers are told once more, and then nothing. */
  end(): void {
    this.tell(null)
    this.listeners.clear()
  }

  private tell(entries: readonly Entry[] | null): void {
    for (const listener of this.listeners) listener(entries)
  }
}
