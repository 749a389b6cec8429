import type { Database } from 'better-sqlite3'
import {
  type Address,
  type Delivery,
  type DeliveryState,
  type Endpoint,
  type FailureReason,
  type Instant,
  MAX_RECIPIENTS,
  type MessageId,
  type ReportDelivery,
  type WaitReason,
} from '../../core/index.ts'

type Row = {
  readonly id: number
  readonly message_id: number
  readonly kind: 'message' | 'report'
  readonly recipient: string
  readonly endpoint_kind: string
  readonly endpoint_key: string
  readonly state: DeliveryState['state']
  readonly next_attempt_at: number | null
  readonly attempts: number
  readonly waiting_for: string | null
  readonly settled_at: number | null
  readonly reason: string | null
  readonly code: number | null
  readonly report: string | null
}

const COLUMNS =
  'id, message_id, kind, recipient, endpoint_kind, endpoint_key, state, next_attempt_at, attempts, waiting_for, settled_at, reason, code, report'

export function openDeliveryRows(db: Database) {
  const insert = db.prepare(
    `INSERT INTO delivery (world, ${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length)})`,
  )
  const update = db.prepare(
    `UPDATE delivery SET state = ?, next_attempt_at = ?, attempts = ?, waiting_for = ?, settled_at = ?, reason = ?, code = ?
     WHERE id = ? AND world = ?`,
  )
  const select = (where: string) => db.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM delivery WHERE ${where}`)
  const one = select('world = ? AND id = ?')
  // A message's own deliveries have the ids right after it; only reports need an index.
  const ofMessage = select(
    `id > @id AND id <= @id + ${MAX_RECIPIENTS} AND message_id = @id AND world = @world ORDER BY id`,
  )
  const reportsOf = select(`message_id = ? AND kind = 'report' AND world = ? ORDER BY id`)
  const due = select('world = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?')
  const unsettled = select(
    'world = ? AND next_attempt_at IS NOT NULL AND endpoint_kind = ? AND endpoint_key = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const nextDue = db
    .prepare<unknown[], number | null>(
      'SELECT min(next_attempt_at) FROM delivery WHERE world = ? AND next_attempt_at > ?',
    )
    .pluck()
  const removeOf = db.prepare(
    `DELETE FROM delivery WHERE world = @world AND message_id = @id AND (kind = 'report' OR (id > @id AND id <= @id + ${MAX_RECIPIENTS}))`,
  )
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM delivery').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    put: (world: number, delivery: Delivery) =>
      insert.run(world, ...identityOf(delivery), ...progressValues(delivery), reportOf(delivery)),
    progress: (world: number, delivery: Delivery) => update.run(...progressValues(delivery), delivery.id, world),
    get: (world: number, id: number) => {
      const row = one.get(world, id)
      return row && fromRow(row)
    },
    ofMessage: (world: number, id: MessageId) =>
      [...ofMessage.all({ id, world }), ...reportsOf.all(id, world)].map(fromRow),
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(fromRow),
    unsettled: (world: number, endpoint: Endpoint, page: { after: number; limit: number }) =>
      unsettled.all(world, endpoint.kind, endpoint.key, page.after, page.limit).map(fromRow),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
    removeOf: (world: number, id: MessageId) => removeOf.run({ id, world }),
  }
}

function identityOf({ id, messageId, kind, recipient, endpoint }: Delivery): unknown[] {
  return [id, messageId, kind, recipient, endpoint.kind, endpoint.key]
}

function progressValues({ progress }: Delivery): unknown[] {
  const open = 'nextAttemptAt' in progress
  return [
    progress.state,
    open ? progress.nextAttemptAt : null,
    open ? progress.attempts : 0,
    progress.state === 'waiting' ? progress.waitingFor : null,
    open ? null : progress.settledAt,
    progress.state === 'failed' ? progress.reason : null,
    progress.state === 'failed' ? (progress.code ?? null) : null,
  ]
}

function reportOf(delivery: Delivery): string | null {
  return delivery.kind === 'report' ? JSON.stringify(delivery.report) : null
}

function fromRow(row: Row): Delivery {
  const common = {
    id: row.id,
    messageId: row.message_id,
    recipient: row.recipient as Address,
    // Written from an Endpoint by identityOf.
    endpoint: { kind: row.endpoint_kind, key: row.endpoint_key } as Endpoint,
    progress: progressOf(row),
  }
  if (row.kind === 'message') return { kind: 'message', ...common }
  return { kind: 'report', ...common, report: JSON.parse(row.report ?? '{}') as ReportDelivery['report'] }
}

function progressOf(row: Row): DeliveryState {
  const { attempts } = row
  const nextAttemptAt = row.next_attempt_at ?? 0
  const settledAt = row.settled_at ?? 0
  switch (row.state) {
    case 'waiting':
      return { state: 'waiting', nextAttemptAt, attempts, waitingFor: row.waiting_for as WaitReason | null }
    case 'notified':
      return { state: 'notified', nextAttemptAt, attempts }
    case 'delivered':
      return { state: 'delivered', settledAt }
    case 'failed':
      return {
        state: 'failed',
        settledAt,
        reason: row.reason as FailureReason,
        ...(row.code !== null && { code: row.code }),
      }
  }
}
