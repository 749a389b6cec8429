import type { Database } from 'better-sqlite3'
import type { Address, Instant, MessageId } from '../../core/index.ts'
import type { HandsetMessage, MessagePage, ReadReports, SeenMessage, ThreadRow } from '../../handsets/model/index.ts'
import { openMediaRows } from './media-rows.ts'
import { COLUMNS, fromRow, plainOf, type Row, rowOfPlain, seen, valuesOf } from './message-columns.ts'
import { PackedTexts } from './packed-texts.ts'
import { openTextPackRows, type PlainText } from './text-packs.ts'
import type { openThreadRows } from './thread-rows.ts'

type Threads = ReturnType<typeof openThreadRows>

const ROWS = `SELECT m.*, t.phone, t.thread AS members, t.read_up_to
  FROM phone_message m CROSS JOIN phone_thread t ON t.id = m.thread`
const ROWS_OF_PHONE = `SELECT m.*, t.phone, t.thread AS members, t.read_up_to
  FROM phone_thread t CROSS JOIN phone_message m ON m.thread = t.id WHERE t.world = ? AND t.phone = ?`

export function openPhoneMessageRows(db: Database, threads: Threads) {
  const upsert = db.prepare(
    `INSERT INTO phone_message (${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length - 1)})
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, message_id = excluded.message_id,
       next_attempt_at = excluded.next_attempt_at, read_report = excluded.read_report, more = excluded.more`,
  )
  const one = db.prepare<unknown[], Row>(`${ROWS} WHERE m.id = ? AND t.world = ? AND t.phone = ?`)
  const pages = openPages(db, threads)
  const stored = db.prepare<unknown[], Row>(`${ROWS} WHERE m.id IN (SELECT value FROM json_each(?))`)
  const sent = db.prepare<unknown[], Row>(
    `${ROWS} WHERE m.message_id = ? AND m.sent = 1 AND t.world = ? AND t.phone = ?`,
  )
  const unsent = db.prepare<unknown[], Row>(
    `${ROWS_OF_PHONE} AND m.sent = 1 AND m.status = 'sending' AND m.message_id IS NULL ORDER BY m.id`,
  )
  const readReports = db.prepare<unknown[], Row>(`${ROWS_OF_PHONE} AND m.read_report = ? AND m.sent = 0 ORDER BY m.id`)
  const due = db.prepare<unknown[], Row>(
    `${ROWS} WHERE m.world = ? AND m.next_attempt_at <= ? ORDER BY m.next_attempt_at LIMIT ?`,
  )
  const nextDue = db
    .prepare<unknown[], number | null>(
      'SELECT min(next_attempt_at) FROM phone_message WHERE world = ? AND next_attempt_at > ?',
    )
    .pluck()
  const remove = db.prepare(
    'DELETE FROM phone_message WHERE id = ? AND thread IN (SELECT id FROM phone_thread WHERE world = ? AND phone = ?)',
  )
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM phone_message').pluck()
  const media = openMediaRows(db)
  const packRows = openTextPackRows(db)
  const packs = new Map<number, PackedTexts>()
  /** The newest id ever written: what has a larger one is new. */
  let newestId = Math.max(lastId.get() ?? 0, packRows.lastId())

  const insert = (world: number, thread: number, message: HandsetMessage) =>
    upsert.run(...valuesOf(message, { world, thread }))

  function packsOf(world: number): PackedTexts {
    const known = packs.get(world)
    if (known) return known
    const opened = new PackedTexts(world, packRows)
    packs.set(world, opened)
    return opened
  }

  /** The packed texts, with all that this batch brought so far. */
  function written(world: number): PackedTexts {
    const packed = packsOf(world)
    for (const { message, plain } of packed.write()) insert(world, plain.thread, message)
    return packed
  }

  function rowOf(world: number, plain: PlainText): Row | undefined {
    const thread = threads.columns(world, plain.thread)
    return thread && rowOfPlain(plain, thread)
  }

  function find(world: number, phone: Address, id: number): Row | undefined {
    const packed = written(world)
    const row = one.get(id, world, phone)
    if (row) return row
    const plain = packed.get(id)
    const found = plain && rowOf(world, plain)
    return found?.phone === phone ? found : undefined
  }

  return {
    lastId: () => newestId,
    put(world: number, message: HandsetMessage): void {
      const thread = threads.idFor(world, message)
      const isNew = message.id > newestId
      if (isNew) newestId = message.id
      const plain = isNew ? plainOf(message, thread) : undefined
      if (plain) return packsOf(world).add({ message, plain })
      if (!isNew) written(world).removeOne(message.id)
      insert(world, thread, message)
      if (message.media.length > 0) media.put(world, message)
    },
    /** Before the commit. */
    beforeCommit: (world: number) => written(world).beforeCommit(),
    get(world: number, phone: Address, id: number): SeenMessage | undefined {
      const row = find(world, phone, id)
      return row && seen(row)
    },
    page(world: number, phone: Address, page: MessagePage): SeenMessage[] {
      const packed = written(world)
      const ids = pages(packed, { world, phone }, page)
      const rows = stored.all(JSON.stringify(ids))
      const there = new Set(rows.map(({ id }) => id))
      const plain = ids.filter((id) => !there.has(id)).flatMap((id) => packed.get(id) ?? [])
      const all = [...rows, ...plain.flatMap((one) => rowOf(world, one) ?? [])]
      return all.sort((a, b) => a.id - b.id).map(seen)
    },
    /** Newest first; threads without messages are not shown. */
    threads(world: number, phone: Address): ThreadRow[] {
      const packed = written(world)
      const standings = threads.standings(world, phone).map(({ id, read_up_to, last, unread }) => {
        const more = packed.standing(id, read_up_to)
        return { last: Math.max(last ?? 0, more?.last ?? 0), unread: unread + (more?.unread ?? 0) }
      })
      return (
        standings
          .filter(({ last }) => last > 0)
          .sort((a, b) => b.last - a.last)
          // The newest message of a thread was found in that phone.
          .map(({ last, unread }) => ({ unread, last: fromRow(find(world, phone, last)!) }))
      )
    },
    sent(world: number, phone: Address, messageId: MessageId) {
      const row = sent.get(messageId, world, phone)
      return row && fromRow(row)
    },
    unsent: (world: number, phone: Address) => unsent.all(world, phone).map(fromRow),
    readReports: (world: number, phone: Address, { state, within }: ReadReports): HandsetMessage[] =>
      readReports
        .all(world, phone, state)
        .map(fromRow)
        .filter(({ id, thread }) => !within || (thread === within.thread && id <= within.upTo)),
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(fromRow),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
    remove(world: number, phone: Address, id: number): void {
      if (!find(world, phone, id)) return
      if (!packsOf(world).removeOne(id)) remove.run(id, world, phone)
    },
    removePhone: (world: number, phone: Address) => written(world).removeThreads(threads.ofPhone(world, phone)),
    clear(world: number): void {
      packsOf(world).clear()
      packs.delete(world)
    },
    rolledBack: (world: number) => packs.get(world)?.rolledBack(),
    media: media.get,
  }
}

/** Ids: with `after` the page that follows it, without it the newest page, or the newest before `before`; oldest first. */
function openPages(db: Database, threads: Threads) {
  const following = db
    .prepare<unknown[], number>('SELECT id FROM phone_message WHERE thread = ? AND id > ? ORDER BY id LIMIT ?')
    .pluck()
  const newest = db
    .prepare<unknown[], number>('SELECT id FROM phone_message WHERE thread = ? AND id < ? ORDER BY id DESC LIMIT ?')
    .pluck()
  return (
    packed: PackedTexts,
    { world, phone }: { readonly world: number; readonly phone: Address },
    { thread, after, before = Number.MAX_SAFE_INTEGER, limit }: MessagePage,
  ): number[] => {
    const only = thread === undefined ? undefined : threads.find(world, { phone, thread })
    const within = thread === undefined ? threads.ofPhone(world, phone) : only === undefined ? [] : [only]
    const ids = within.flatMap((id) =>
      after === undefined
        ? [...newest.all(id, before, limit), ...packed.newest(id, before, limit)]
        : [...following.all(id, after, limit), ...packed.following(id, after, limit)],
    )
    ids.sort((a, b) => a - b)
    return after === undefined ? ids.slice(-limit) : ids.slice(0, limit)
  }
}
