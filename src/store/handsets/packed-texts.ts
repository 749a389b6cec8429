import type { HandsetMessage } from '../../handsets/model/index.ts'
import type { PackShares, PlainText, TextPackRows } from './text-packs.ts'

/** Fewer texts in a commit get rows of their own. */
const PACKED_FROM = 8

type Place = { readonly firstId: number; readonly count: number }
/** A message that may be packed, with what would be. */
export type Packable = { readonly message: HandsetMessage; readonly plain: PlainText }
export type Standing = { readonly last: number; readonly unread: number }

/** One world's packed texts. Which packs hold a thread is known in memory, once somebody has asked. */
export class PackedTexts {
  private readonly world: number
  private readonly rows: TextPackRows
  /** By thread, oldest first. */
  private places: Map<number, Place[]> | undefined
  /** Of this batch. */
  private pending: Packable[] = []
  private lastRead: readonly PlainText[] = []

  constructor(world: number, rows: TextPackRows) {
    this.world = world
    this.rows = rows
  }

  /** Its id is larger than that of any other. */
  add(packable: Packable): void {
    this.pending.push(packable)
  }

  /** What this batch brought so far is written down; what is too little for a pack is handed back. */
  write(): readonly Packable[] {
    const texts = this.pending
    if (texts.length === 0) return texts
    this.pending = []
    if (texts.length < PACKED_FROM) return texts
    const packs = this.rows.add(
      this.world,
      texts.map(({ plain }) => plain),
    )
    if (this.places) noteIn(this.places, packs)
    return []
  }

  /** Others may have thrown out old packs. */
  beforeCommit(): void {
    this.lastRead = []
  }

  get(id: number): PlainText | undefined {
    return this.holding(id).find((text) => text.id === id)
  }

  /** Ids of a thread's texts below `before`, newest first. */
  newest(thread: number, before: number, limit: number): number[] {
    const ids: number[] = []
    for (const { firstId } of this.placesOf(thread).toReversed()) {
      if (firstId >= before) continue
      ids.push(...this.idsIn(firstId, thread, (id) => id < before).reverse())
      if (ids.length >= limit) break
    }
    return ids.slice(0, limit)
  }

  /** Ids of a thread's texts above `after`, oldest first. */
  following(thread: number, after: number, limit: number): number[] {
    const ids: number[] = []
    const places = this.placesOf(thread)
    const from = Math.max(
      0,
      places.findLastIndex(({ firstId }) => firstId <= after),
    )
    for (const { firstId } of places.slice(from)) {
      ids.push(...this.idsIn(firstId, thread, (id) => id > after))
      if (ids.length >= limit) break
    }
    return ids.slice(0, limit)
  }

  /** The newest text of a thread, and how many came after `readUpTo`. */
  standing(thread: number, readUpTo: number): Standing | undefined {
    const places = this.placesOf(thread)
    const newest = places.at(-1)
    if (!newest) return undefined
    const last = this.idsIn(newest.firstId, thread, () => true).at(-1) ?? 0
    const boundary = places.findLastIndex(({ firstId }) => firstId <= readUpTo)
    let unread = boundary < 0 ? 0 : this.idsIn(places[boundary]!.firstId, thread, (id) => id > readUpTo).length
    for (const { count } of places.slice(boundary + 1)) unread += count
    return { last, unread }
  }

  /** Takes texts out; they are gone, or will have rows. */
  remove(isGone: (text: PlainText) => boolean, firstIds: Iterable<number>): void {
    for (const firstId of firstIds) {
      const texts = this.holding(firstId)
      const left = texts.filter((text) => !isGone(text))
      if (left.length === texts.length) continue
      this.rows.remove(this.world, firstId)
      if (left.length > 0) this.rows.add(this.world, left)
      this.forget()
    }
  }

  removeOne(id: number): boolean {
    const [first] = this.get(id) ? this.holding(id) : []
    if (first) this.remove((text) => text.id === id, [first.id])
    return first !== undefined
  }

  removeThreads(threads: readonly number[]): void {
    const gone = new Set(threads)
    const packs = new Set(threads.flatMap((thread) => this.placesOf(thread).map(({ firstId }) => firstId)))
    this.remove(({ thread }) => gone.has(thread), packs)
  }

  clear(): void {
    this.rows.clear(this.world)
    this.forget()
  }

  /** A rollback took back what was written, or somebody else wrote. */
  rolledBack(): void {
    this.pending = []
    this.forget()
  }

  private forget(): void {
    this.places = undefined
    this.lastRead = []
  }

  private idsIn(firstId: number, thread: number, isWanted: (id: number) => boolean): number[] {
    return this.holding(firstId)
      .filter((text) => text.thread === thread && isWanted(text.id))
      .map(({ id }) => id)
  }

  /** Neighbours are asked for one after the other. */
  private holding(id: number): readonly PlainText[] {
    const [first] = this.lastRead
    const isKnown = first && id >= first.id && id <= this.lastRead.at(-1)!.id
    if (!isKnown) this.lastRead = this.rows.holding(this.world, id)
    return this.lastRead
  }

  private placesOf(thread: number): readonly Place[] {
    this.places ??= noteIn(new Map(), this.rows.shares(this.world))
    const places = this.places.get(thread) ?? []
    // Housekeeping throws out the oldest.
    const oldest = this.rows.oldest(this.world)
    const gone = places.findIndex(({ firstId }) => firstId >= oldest)
    if (gone !== 0) places.splice(0, gone < 0 ? places.length : gone)
    return places
  }
}

function noteIn(places: Map<number, Place[]>, packs: readonly PackShares[]): Map<number, Place[]> {
  for (const { firstId, shares } of packs) {
    for (const [thread, count] of shares) {
      const known = places.get(thread)
      if (known) known.push({ firstId, count })
      else places.set(thread, [{ firstId, count }])
    }
  }
  return places
}
