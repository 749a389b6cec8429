import type { Database } from 'better-sqlite3'
import {
  type Address,
  type Delivery,
  type DeliveryState,
  deliveryIdAt,
  type Endpoint,
  type FailureReason,
  type Instant,
  MAX_RECIPIENTS,
  type MessageId,
  type ReportDelivery,
  type WaitReason,
} from '../../core/index.ts'
import { endpointOf, textOfEndpoint } from './endpoint-text.ts'

type Row = {
  readonly id: number
  readonly message_id: number
  readonly recipient: string
  readonly endpoint: string
  readonly state: DeliveryState['state']
  readonly next_attempt_at: number | null
  readonly settled_at: number | null
  readonly attempts: number
  readonly because: string | null
  readonly code: number | null
  readonly report: string | null
}

const COLUMNS =
  'id, message_id, recipient, endpoint, state, next_attempt_at, settled_at, attempts, because, code, report'

/** A message's own rows lie among the ids that it took for them. */
const OF_MESSAGE = `world = @world AND message_id = @id AND id > @id AND id <= @id + ${deliveryIdAt(0, MAX_RECIPIENTS)}`

export function openDeliveryRows(db: Database) {
  const replace = db.prepare(
    `INSERT OR REPLACE INTO delivery (world, ${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length)})`,
  )
  const select = (where: string) => db.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM delivery WHERE ${where}`)
  const one = select('world = ? AND id = ?')
  const ofMessage = select(`${OF_MESSAGE} ORDER BY id`)
  const due = select('world = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?')
  const unsettled = select('world = ? AND next_attempt_at IS NOT NULL AND endpoint = ? AND id > ? ORDER BY id LIMIT ?')
  const nextDue = db
    .prepare<unknown[], number | null>(
      'SELECT min(next_attempt_at) FROM delivery WHERE world = ? AND next_attempt_at > ?',
    )
    .pluck()
  const removeOf = db.prepare(`DELETE FROM delivery WHERE ${OF_MESSAGE}`)
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM delivery').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    put: (world: number, delivery: Delivery) => replace.run(world, ...valuesOf(delivery)),
    get(world: number, id: number): Delivery | undefined {
      const row = one.get(world, id)
      return row && fromRow(row)
    },
    ofMessage: (world: number, id: MessageId) => ofMessage.all({ id, world }).map(fromRow),
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(fromRow),
    unsettled: (world: number, endpoint: Endpoint, page: { after: number; limit: number }) =>
      unsettled.all(world, textOfEndpoint(endpoint), page.after, page.limit).map(fromRow),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
    /** Before the message itself is removed. */
    removeOf: (world: number, id: MessageId) => removeOf.run({ id, world }),
  }
}

function valuesOf(delivery: Delivery): unknown[] {
  const { progress } = delivery
  const isOpen = 'nextAttemptAt' in progress
  return [
    delivery.id,
    delivery.messageId,
    delivery.recipient,
    textOfEndpoint(delivery.endpoint),
    progress.state,
    isOpen ? progress.nextAttemptAt : null,
    isOpen ? null : progress.settledAt,
    isOpen ? progress.attempts : 0,
    progress.state === 'waiting' ? progress.waitingFor : progress.state === 'failed' ? progress.reason : null,
    progress.state === 'failed' ? (progress.code ?? null) : null,
    delivery.kind === 'report' ? JSON.stringify(delivery.report) : null,
  ]
}

function fromRow(row: Row): Delivery {
  const common = {
    id: row.id,
    messageId: row.message_id,
    recipient: row.recipient as Address,
    endpoint: endpointOf(row.endpoint),
    progress: progressOf(row),
  }
  if (row.report === null) return { kind: 'message', ...common }
  // Written from a report by valuesOf.
  return { kind: 'report', ...common, report: JSON.parse(row.report) as ReportDelivery['report'] }
}

function progressOf({ state, next_attempt_at, settled_at, attempts, because, code }: Row): DeliveryState {
  const nextAttemptAt = next_attempt_at ?? 0
  const settledAt = settled_at ?? 0
  // What `because` says was written from the state it belongs to.
  switch (state) {
    case 'waiting':
      return { state, nextAttemptAt, attempts, waitingFor: because as WaitReason | null }
    case 'notified':
      return { state, nextAttemptAt, attempts }
    case 'delivered':
      return { state, settledAt }
    case 'failed':
      return { state, settledAt, reason: because as FailureReason, ...(code !== null && { code }) }
  }
}
