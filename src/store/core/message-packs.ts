import type { Database } from 'better-sqlite3'
import type { MessageId } from '../../core/index.ts'
import type { StoredRow } from './message-columns.ts'

const PACK_MAX = 128

/** As a message lies in a pack: its times from the row's, the last three are its copies and how many octets are its own. */
type Written = readonly [
  id: number,
  acceptedAt: number,
  origin: string,
  sender: string,
  recipients: string,
  text: string | null,
  report: number,
  validFor: number,
  reference: string | null,
  more: string | null,
  deliveries: string | null,
  userData: number,
  evidence: number,
]

type PackRow = {
  readonly firstId: number
  readonly lastId: number
  readonly at: number
  readonly messages: string
  readonly octets: Uint8Array
}

const NO_OCTETS = new Uint8Array(0)
const COLUMNS = 'first_id AS firstId, last_id AS lastId, at, messages, octets'

/** Packed messages of every world, as their rows would be. */
export function openMessagePacks(db: Database) {
  const insert = db.prepare(
    'INSERT INTO message_pack (world, first_id, last_id, at, count, messages, octets) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const select = (where: string) =>
    db.prepare<unknown[], PackRow>(`SELECT ${COLUMNS} FROM message_pack WHERE world = ? AND ${where}`)
  const holding = select('first_id <= ? ORDER BY first_id DESC LIMIT 1')
  const before = select('first_id < ? ORDER BY first_id DESC')
  const after = select('last_id > ? ORDER BY first_id')
  const remove = db.prepare('DELETE FROM message_pack WHERE world = ? AND first_id = ?')
  const clear = db.prepare('DELETE FROM message_pack WHERE world = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(last_id) FROM message_pack').pluck()
  /** Neighbours are asked for one after the other. */
  let lastRead: readonly StoredRow[] = []
  let lastWorld = 0

  function put(world: number, rows: readonly StoredRow[]): void {
    const first = rows[0]!
    const last = rows.at(-1)!
    const written = JSON.stringify(rows.map((row) => writtenFrom(row, { firstId: first.id, at: last.accepted_at })))
    const octets = Buffer.concat(
      rows.flatMap(({ segments, evidence }) => [segments ?? NO_OCTETS, evidence ?? NO_OCTETS]),
    )
    insert.run(world, first.id, last.id, last.accepted_at, rows.length, written, octets)
  }

  function rowsHolding(world: number, id: MessageId): readonly StoredRow[] {
    const first = lastRead[0]
    if (first && world === lastWorld && id >= first.id && id <= lastRead.at(-1)!.id) return lastRead
    const pack = holding.get(world, id)
    lastRead = pack && id <= pack.lastId ? unpack(pack) : []
    lastWorld = world
    return lastRead
  }

  return {
    lastId: () => lastId.get() ?? 0,
    /** In the order of their ids. */
    add(world: number, rows: readonly StoredRow[]): void {
      for (let from = 0; from < rows.length; from += PACK_MAX) put(world, rows.slice(from, from + PACK_MAX))
    },
    get: (world: number, id: MessageId) => rowsHolding(world, id).find((row) => row.id === id),
    /** Newest first. */
    page(world: number, end: MessageId, limit: number): StoredRow[] {
      const found: StoredRow[] = []
      for (const pack of before.iterate(world, end)) {
        found.push(
          ...unpack(pack)
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
      const pack = holding.get(world, id - 1)
      return pack && unpack(pack).findLast((row) => row.id < id)?.id
    },
    /** Takes one out; false if it is in no pack. */
    remove(world: number, id: MessageId): boolean {
      const rows = rowsHolding(world, id)
      const left = rows.filter((row) => row.id !== id)
      if (left.length === rows.length) return false
      remove.run(world, rows[0]!.id)
      if (left.length > 0) put(world, left)
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

function writtenFrom(row: StoredRow, { firstId, at }: Pick<PackRow, 'firstId' | 'at'>): Written {
  return [
    row.id - firstId,
    row.accepted_at - at,
    row.origin,
    row.sender,
    row.recipients,
    row.text,
    row.report,
    row.expires_at - row.accepted_at,
    row.reference,
    row.more,
    row.deliveries,
    row.segments?.length ?? 0,
    row.evidence?.length ?? 0,
  ]
}

function unpack({ firstId, at, messages, octets }: PackRow): StoredRow[] {
  let end = 0
  const take = (length: number) => {
    end += length
    return octets.subarray(end - length, end)
  }
  // Written by `put`.
  return (JSON.parse(messages) as Written[]).map(
    ([id, later, origin, sender, recipients, text, report, validFor, reference, more, deliveries, data, evidence]) => ({
      id: firstId + id,
      accepted_at: at + later,
      origin,
      sender,
      recipients,
      text,
      segments: take(data),
      report,
      expires_at: at + later + validFor,
      reference,
      more,
      deliveries,
      evidence: evidence === 0 ? null : take(evidence),
    }),
  )
}
