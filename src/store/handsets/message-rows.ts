import type { Database } from 'better-sqlite3'
import type { Address, Instant, MessageId } from '../../core/index.ts'
import type { HandsetMessage, MessagePage, ReadReports, SeenMessage, ThreadRow } from '../../handsets/model/index.ts'
import { openMediaRows } from './media-rows.ts'
import { COLUMNS, fromRow, type Row, seen, valuesOf } from './message-columns.ts'
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
  return {
    lastId: () => lastId.get() ?? 0,
    put(world: number, message: HandsetMessage): void {
      upsert.run(...valuesOf(message, { world, thread: threads.idFor(world, message) }))
      if (message.media.length > 0) media.put(world, message)
    },
    get(world: number, phone: Address, id: number): SeenMessage | undefined {
      const row = one.get(id, world, phone)
      return row && seen(row)
    },
    page: (world: number, phone: Address, page: MessagePage) => pages(world, phone, page).map(seen),
    /** Newest first. */
    threads: (world: number, phone: Address): ThreadRow[] =>
      threads
        .standings(world, phone)
        .sort((a, b) => b.last - a.last)
        // The newest message of a thread was found in that phone.
        .map(({ last, unread }) => ({ unread, last: fromRow(one.get(last, world, phone)!) })),
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
    remove: (world: number, phone: Address, id: number) => remove.run(id, world, phone),
    media: media.get,
  }
}

/** With `after` the page that follows it, without it the newest page, or the newest before `before`; oldest first in all cases. */
function openPages(db: Database, threads: Threads) {
  const following = db
    .prepare<unknown[], number>('SELECT id FROM phone_message WHERE thread = ? AND id > ? ORDER BY id LIMIT ?')
    .pluck()
  const newest = db
    .prepare<unknown[], number>('SELECT id FROM phone_message WHERE thread = ? AND id < ? ORDER BY id DESC LIMIT ?')
    .pluck()
  const rows = db.prepare<unknown[], Row>(`${ROWS} WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id`)
  return (
    world: number,
    phone: Address,
    { thread, after, before = Number.MAX_SAFE_INTEGER, limit }: MessagePage,
  ): Row[] => {
    const only = thread === undefined ? undefined : threads.find(world, { phone, thread })
    const within = thread === undefined ? threads.ofPhone(world, phone) : only === undefined ? [] : [only]
    const ids = within.flatMap((id) =>
      after === undefined ? newest.all(id, before, limit) : following.all(id, after, limit),
    )
    ids.sort((a, b) => a - b)
    return rows.all(JSON.stringify(after === undefined ? ids.slice(-limit) : ids.slice(0, limit)))
  }
}
