import type { Database } from 'better-sqlite3'
import type { MessageId } from '../../core/index.ts'
import { fromRow, type StoredRow } from './message-columns.ts'
import { type Kept, type Pack, pack, unpack } from './message-pack-form.ts'

const PACK_MAX = 128

const COLUMNS = 'first_id AS firstId, last_id AS lastId, at, messages, octets'

/** Packed messages of every world, as their rows would be. */
export function openMessagePacks(db: Database) {
  const insert = db.prepare(
    'INSERT INTO message_pack (world, first_id, last_id, at, count, messages, octets) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const select = (where: string) =>
    db.prepare<unknown[], Pack>(`SELECT ${COLUMNS} FROM message_pack WHERE world = ? AND ${where}`)
  const holding = select('first_id <= ? ORDER BY first_id DESC LIMIT 1')
  const before = select('first_id < ? ORDER BY first_id DESC')
  const after = select('last_id > ? ORDER BY first_id')
  const remove = db.prepare('DELETE FROM message_pack WHERE world = ? AND first_id = ?')
  const clear = db.prepare('DELETE FROM message_pack WHERE world = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(last_id) FROM message_pack').pluck()
  /** Neighbours are asked for one after the other. */
  let lastRead: readonly StoredRow[] = []
  let lastWorld = 0

  function put(world: number, all: readonly Kept[]): void {
    const { firstId, lastId, at, messages, octets } = pack(all)
    insert.run(world, firstId, lastId, at, all.length, messages, octets)
  }

  function rowsHolding(world: number, id: MessageId): readonly StoredRow[] {
    const first = lastRead[0]
    if (first && world === lastWorld && id >= first.id && id <= lastRead.at(-1)!.id) return lastRead
    const held = holding.get(world, id)
    lastRead = held && id <= held.lastId ? unpack(held) : []
    lastWorld = world
    return lastRead
  }

  return {
    lastId: () => lastId.get() ?? 0,
    /** In the order of their ids. */
    add(world: number, all: readonly Kept[]): void {
      for (let from = 0; from < all.length; from += PACK_MAX) put(world, all.slice(from, from + PACK_MAX))
    },
    get: (world: number, id: MessageId) => rowsHolding(world, id).find((row) => row.id === id),
    /** Newest first. */
    page(world: number, end: MessageId, limit: number): StoredRow[] {
      const found: StoredRow[] = []
      for (const next of before.iterate(world, end)) {
        found.push(
          ...unpack(next)
            .filter(({ id }) => id < end)
            .reverse(),
        )
        if (found.length >= limit) break
      }
      return found.slice(0, limit)
    },
    /** Oldest first. */
    after: (world: number, id: MessageId) =>
      after
        .all(world, id)
        .flatMap(unpack)
        .filter((row) => row.id > id),
    /** The newest message with a smaller id. */
    newestBefore(world: number, id: number): MessageId | undefined {
      const held = holding.get(world, id - 1)
      return held && unpack(held).findLast((row) => row.id < id)?.id
    },
    /** Takes one out; false if it is in no pack. */
    remove(world: number, id: MessageId): boolean {
      const rows = rowsHolding(world, id)
      const left = rows.filter((row) => row.id !== id)
      if (left.length === rows.length) return false
      remove.run(world, rows[0]!.id)
      if (left.length > 0) put(world, left.map(keptOf))
      lastRead = []
      return true
    },
    clear(world: number): void {
      clear.run(world)
      lastRead = []
    },
    /** Something was written or taken back. */
    forget(): void {
      lastRead = []
    },
  }
}

function keptOf(row: StoredRow): Kept {
  return { message: fromRow(row), deliveries: row.deliveries, evidence: row.evidence }
}
