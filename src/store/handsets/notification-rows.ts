import type { Database } from 'better-sqlite3'
import type { Address, Instant, MessageId } from '../../core/index.ts'
import type { Notification, NotificationStage } from '../../handsets/model/index.ts'

type Row = {
  readonly phone: string
  readonly id: number
  readonly sender: string | null
  readonly subject: string | null
  readonly size: number
  readonly expires_at: number
  readonly content_location: string
  readonly transaction_id: string
  readonly message_id: number
  readonly at: number
  readonly stage: string
  readonly by_hand: number
  readonly error: string | null
  readonly next_attempt_at: number | null
  readonly attempts: number
}

const COLUMNS =
  'phone, id, sender, subject, size, expires_at, content_location, transaction_id, message_id, at, stage, by_hand, error, next_attempt_at, attempts'

const OPEN = 'INDEXED BY phone_notification_open'
/** As in the index. */
const PATH = "substr(content_location, instr(content_location, '/mm1/'))"

export function openNotificationRows(db: Database) {
  const insert = db.prepare(
    `INSERT INTO phone_notification (world, ${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length)})`,
  )
  const update = db.prepare(
    `UPDATE phone_notification SET stage = ?, by_hand = ?, error = ?, next_attempt_at = ?, attempts = ?, expires_at = ?
     WHERE id = ?`,
  )
  const select = (where: string, index = '') =>
    db.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM phone_notification ${index} WHERE world = ? AND ${where}`)
  const one = select('phone = ? AND id = ?')
  // A phone has one notification of a location, by whatever address the network had then. Unless told, SQLite looks
  // through all of its notifications; and asked for the newest it takes ten times as long.
  const at = select(`phone = ? AND ${PATH} = ? LIMIT 1`, 'INDEXED BY phone_notification_by_path')
  // From the newest down: a message is shown soon after its notification.
  const about = select('phone = ? AND id < ? AND message_id = ? ORDER BY id DESC LIMIT 1')
  const open = select("phone = ? AND stage <> 'done' ORDER BY id", OPEN)
  const due = select("next_attempt_at <= ? AND stage <> 'done' ORDER BY next_attempt_at LIMIT ?", OPEN)
  const nextDue = db
    .prepare<unknown[], number | null>(
      `SELECT min(next_attempt_at) FROM phone_notification ${OPEN} WHERE world = ? AND next_attempt_at > ? AND stage <> 'done'`,
    )
    .pluck()
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM phone_notification').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    put(world: number, notification: Notification): void {
      const { id, stage, byHand, error, nextAttemptAt, attempts, expiresAt } = notification
      const { changes } = update.run(stage, Number(byHand), error, nextAttemptAt, attempts, expiresAt, id)
      if (changes === 0) insert.run(world, ...valuesOf(notification))
    },
    get: (world: number, phone: Address, id: number) => optional(one.get(world, phone, id)),
    at: (world: number, phone: Address, location: string) => optional(at.get(world, phone, pathOf(location))),
    about: (world: number, phone: Address, { messageId, before }: { messageId: MessageId; before: number }) =>
      optional(about.get(world, phone, before, messageId)),
    open: (world: number, phone: Address) => open.all(world, phone).map(fromRow),
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(fromRow),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
  }
}

/** The value of PATH. */
function pathOf(location: string): string {
  return location.slice(Math.max(0, location.indexOf('/mm1/')))
}

function valuesOf(notification: Notification): unknown[] {
  return [
    notification.phone,
    notification.id,
    notification.from,
    notification.subject,
    notification.size,
    notification.expiresAt,
    notification.contentLocation,
    notification.transactionId,
    notification.messageId,
    notification.at,
    notification.stage,
    Number(notification.byHand),
    notification.error,
    notification.nextAttemptAt,
    notification.attempts,
  ]
}

function optional(row: Row | undefined): Notification | undefined {
  return row && fromRow(row)
}

function fromRow(row: Row): Notification {
  return {
    id: row.id,
    phone: row.phone as Address,
    from: row.sender,
    subject: row.subject,
    size: row.size,
    expiresAt: row.expires_at,
    contentLocation: row.content_location,
    transactionId: row.transaction_id,
    messageId: row.message_id,
    at: row.at,
    // Written from a Notification by valuesOf.
    stage: row.stage as NotificationStage,
    byHand: row.by_hand === 1,
    error: row.error,
    nextAttemptAt: row.next_attempt_at,
    attempts: row.attempts,
  }
}
