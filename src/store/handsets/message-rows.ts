import type { Database } from 'better-sqlite3'
import type { Address, Instant, MessageId } from '../../core/index.ts'
import type {
  HandsetMessage,
  MessagePage,
  ReadReports,
  SeenMedia,
  SeenMessage,
  ThreadRow,
} from '../../handsets/model/index.ts'
import { COLUMNS, fromRow, type Row, valuesOf } from './message-columns.ts'

type ReadMark = { readonly phone: Address; readonly thread: string; readonly upTo: number }
type SeenRow = Row & { readonly read_up_to: number | null }

/** A message with how far its thread was read. */
const SEEN = `SELECT m.*, t.read_up_to FROM phone_message m
  LEFT JOIN phone_thread t ON t.world = m.world AND t.phone = m.phone AND t.thread = m.thread
  WHERE m.world = ? AND m.phone = ?`
/** Left to itself the planner goes through the whole phone for one thread. */
const SEEN_IN_THREAD = SEEN.replace('phone_message m', 'phone_message m INDEXED BY phone_message_by_thread')
/** Jumps along the index from one thread to the next, so that its cost is that of the threads and not of the messages. */
const THREADS = `WITH RECURSIVE own (thread) AS (
    SELECT min(thread) FROM phone_message WHERE world = $world AND phone = $phone
    UNION ALL
    SELECT (SELECT min(thread) FROM phone_message WHERE world = $world AND phone = $phone AND thread > own.thread)
    FROM own WHERE own.thread IS NOT NULL
  ), newest AS MATERIALIZED (
    SELECT thread, (SELECT max(id) FROM phone_message WHERE world = $world AND phone = $phone AND thread = own.thread) AS id
    FROM own WHERE thread IS NOT NULL
  )
  SELECT m.*, t.read_up_to, (
    SELECT count(*) FROM phone_message WHERE world = $world AND phone = $phone AND thread = newest.thread
      AND id > coalesce(t.read_up_to, 0) AND sent = 0
  ) AS unread
  FROM newest
  CROSS JOIN phone_message m ON m.world = $world AND m.phone = $phone AND m.id = newest.id
  LEFT JOIN phone_thread t ON t.world = $world AND t.phone = $phone AND t.thread = newest.thread
  ORDER BY m.id DESC`

export function openPhoneMessageRows(db: Database) {
  const upsert = db.prepare(
    `INSERT INTO phone_message (world, ${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length)})
     ON CONFLICT (world, phone, id) DO UPDATE SET status = excluded.status, error = excluded.error,
       message_id = excluded.message_id, reports = excluded.reports, next_attempt_at = excluded.next_attempt_at,
       attempts = excluded.attempts, read_report = excluded.read_report`,
  )
  const one = db.prepare<unknown[], SeenRow>(`${SEEN} AND m.id = ?`)
  const pages = openPages(db)
  const threads = db.prepare<unknown[], SeenRow & { readonly unread: number }>(THREADS)
  const read = db.prepare(
    `INSERT INTO phone_thread (world, phone, thread, read_up_to) VALUES (?, ?, ?, ?)
     ON CONFLICT (world, phone, thread) DO UPDATE SET read_up_to = max(read_up_to, excluded.read_up_to)`,
  )
  const select = (index: string, where: string) =>
    db.prepare<unknown[], Row>(
      `SELECT * FROM phone_message INDEXED BY phone_message_${index} WHERE world = ? AND ${where}`,
    )
  const sent = select('by_origin', 'phone = ? AND message_id = ? AND sent = 1')
  const unsent = select('by_origin', "phone = ? AND message_id IS NULL AND sent = 1 AND status = 'sending' ORDER BY id")
  const readReports = select('read_report', 'phone = ? AND read_report = ? AND sent = 0 ORDER BY id')
  const readReportsUpTo = select(
    'read_report',
    'phone = ? AND read_report = ? AND sent = 0 AND thread = ? AND id <= ? ORDER BY id',
  )
  const due = select('due', 'next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?')
  const nextDue = db
    .prepare<unknown[], number | null>(
      'SELECT min(next_attempt_at) FROM phone_message WHERE world = ? AND next_attempt_at > ?',
    )
    .pluck()
  const remove = db.prepare('DELETE FROM phone_message WHERE world = ? AND phone = ? AND id = ?')
  const media = openMediaRows(db)
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM phone_message').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    put(world: number, message: HandsetMessage): void {
      upsert.run(world, ...valuesOf(message))
      if (message.media.length > 0) media.put(world, message)
    },
    get(world: number, phone: Address, id: number): SeenMessage | undefined {
      const row = one.get(world, phone, id)
      return row && seen(row)
    },
    page: (world: number, phone: Address, page: MessagePage) => pages(world, phone, page).map(seen),
    threads: (world: number, phone: Address): ThreadRow[] =>
      threads.all({ world, phone }).map((row) => ({ unread: row.unread, last: fromRow(row) })),
    markRead: (world: number, { phone, thread, upTo }: ReadMark) => read.run(world, phone, thread, upTo),
    sent(world: number, phone: Address, messageId: MessageId) {
      const row = sent.get(world, phone, messageId)
      return row && fromRow(row)
    },
    unsent: (world: number, phone: Address) => unsent.all(world, phone).map(fromRow),
    readReports(world: number, phone: Address, { state, within }: ReadReports): HandsetMessage[] {
      if (!within) return readReports.all(world, phone, state).map(fromRow)
      return readReportsUpTo.all(world, phone, state, within.thread, within.upTo).map(fromRow)
    },
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(fromRow),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
    remove: (world: number, phone: Address, id: number) => remove.run(world, phone, id),
    media: media.get,
  }
}

/** With `after` the page that follows it, without it the newest page; oldest first in both cases. */
function openPages(db: Database) {
  const statement = (where: string) => db.prepare<unknown[], SeenRow>(`${where} LIMIT ?`)
  const following = statement(`${SEEN} AND m.id > ? ORDER BY m.id`)
  const newest = statement(`${SEEN} ORDER BY m.id DESC`)
  const followingInThread = statement(`${SEEN_IN_THREAD} AND m.thread = ? AND m.id > ? ORDER BY m.id`)
  const newestInThread = statement(`${SEEN_IN_THREAD} AND m.thread = ? ORDER BY m.id DESC`)
  return (world: number, phone: Address, { thread, after, limit }: MessagePage): SeenRow[] => {
    const of = [world, phone, ...(thread === undefined ? [] : [thread])]
    const inThread = thread !== undefined
    if (after !== undefined) return (inThread ? followingInThread : following).all(...of, after, limit)
    return (inThread ? newestInThread : newest).all(...of, limit).reverse()
  }
}

function openMediaRows(db: Database) {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO phone_media (world, phone, hash, content_type, filename) VALUES (?, ?, ?, ?, ?)',
  )
  const select = db.prepare<unknown[], { readonly content_type: string; readonly filename: string | null }>(
    'SELECT content_type, filename FROM phone_media WHERE world = ? AND phone = ? AND hash = ?',
  )
  return {
    put(world: number, { phone, media }: HandsetMessage): void {
      for (const { hash, contentType, filename } of media) insert.run(world, phone, hash, contentType, filename)
    },
    get(world: number, phone: Address, hash: string): SeenMedia | undefined {
      const row = select.get(world, phone, hash)
      return row && { contentType: row.content_type, filename: row.filename }
    },
  }
}

function seen(row: SeenRow): SeenMessage {
  return { message: fromRow(row), read: row.sent === 1 || row.id <= (row.read_up_to ?? 0) }
}
