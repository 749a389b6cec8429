import type { Database } from 'better-sqlite3'
import {
  type CarrierReader,
  type Delivery,
  type Instant,
  type MessageDelivery,
  type MessageId,
  nextAttemptAt,
  type ReportDelivery,
  unrecorded,
} from '../../core/index.ts'
import { openDeliveryRows } from './delivery-rows.ts'
import type { openMessageRows } from './message-rows.ts'
import { NotifiedDeliveries } from './notified-deliveries.ts'
import { Untried } from './untried.ts'

type Rows = ReturnType<typeof openDeliveryRows>
type DeliveryReader = Pick<CarrierReader, 'delivery' | 'deliveriesOf' | 'due' | 'unsettled' | 'nextDueAt'>

/** Every world's deliveries: rows of what was tried, and in memory what has yet to be. */
export function openDeliveries(db: Database, messages: ReturnType<typeof openMessageRows>) {
  const rows = openDeliveryRows(db)
  const mark = openMark(db)
  const worlds = new Map<number, WorldDeliveries>()
  return {
    lastId: rows.lastId,
    of(world: number): WorldDeliveries {
      const known = worlds.get(world)
      if (known) return known
      const opened = new WorldDeliveries(world, rows, mark)
      worlds.set(world, opened)
      opened.recover(messages)
      return opened
    },
    forget: (world: number) => worlds.delete(world),
    clearMark: mark.clear,
  }
}

/** Up to which message everything is written down. */
function openMark(db: Database) {
  const get = db.prepare<unknown[], number>('SELECT message_id FROM recorded WHERE world = ?').pluck()
  const set = db.prepare('INSERT OR REPLACE INTO recorded (world, message_id) VALUES (?, ?)')
  const clear = db.prepare('DELETE FROM recorded WHERE world = ?')
  return {
    get: (world: number) => get.get(world) ?? 0,
    set: (world: number, id: MessageId) => set.run(world, id),
    clear: (world: number) => clear.run(world),
  }
}

export class WorldDeliveries implements DeliveryReader {
  private readonly world: number
  private readonly rows: Rows
  private readonly mark: ReturnType<typeof openMark>
  private readonly untried = new Untried()
  private readonly notified = new NotifiedDeliveries()
  private newestMessage: MessageId = 0

  constructor(world: number, rows: Rows, mark: ReturnType<typeof openMark>) {
    this.world = world
    this.rows = rows
    this.mark = mark
  }

  /** What an earlier process was about to try. */
  recover(messages: ReturnType<typeof openMessageRows>): void {
    for (const { message, deliveries } of messages.after(this.world, this.mark.get(this.world))) {
      for (const one of unrecorded(message, deliveries, this.rows.ofMessage(this.world, message.id))) {
        this.untried.add(one)
      }
      this.newestMessage = message.id
    }
    this.untried.committed()
  }

  /** The copies of a message that is being accepted. */
  add(id: MessageId, acceptedAt: Instant, deliveries: readonly MessageDelivery[]): void {
    this.newestMessage = Math.max(this.newestMessage, id)
    for (const delivery of deliveries) {
      if (nextAttemptAt(delivery) === acceptedAt) this.untried.add(delivery)
      else this.rows.put(this.world, delivery)
    }
  }

  /** How a delivery stands now, and the report that its outcome owes. */
  put(delivery: Delivery, owes: ReportDelivery | null): void {
    this.untried.take(delivery.id)
    this.rows.put(this.world, delivery)
    this.notified.note(delivery)
    if (owes && 'settledAt' in delivery.progress) this.untried.add(owes)
    else if (owes) this.rows.put(this.world, owes)
  }

  removeOf(id: MessageId): void {
    for (const { id: delivery } of this.untried.find(({ messageId }) => messageId === id)) this.untried.take(delivery)
    this.notified.clear()
    this.rows.removeOf(this.world, id)
  }

  delivery(id: number): Delivery | undefined {
    return this.untried.get(id) ?? this.notified.get(id) ?? this.rows.get(this.world, id)
  }

  deliveriesOf(id: MessageId): readonly Delivery[] {
    const untried = this.untried.find(({ messageId }) => messageId === id)
    return merge(this.rows.ofMessage(this.world, id), untried, (delivery) => delivery.id)
  }

  due(now: Instant, limit: number): readonly Delivery[] {
    const untried = this.untried.find((delivery) => dueAt(delivery) <= now)
    return merge(this.rows.due(this.world, now, limit), untried, dueAt).slice(0, limit)
  }

  unsettled(...[endpoint, page]: Parameters<CarrierReader['unsettled']>): readonly Delivery[] {
    const untried = this.untried.find(
      ({ id, endpoint: to }) => id > page.after && to.kind === endpoint.kind && to.key === endpoint.key,
    )
    return merge(this.rows.unsettled(this.world, endpoint, page), untried, ({ id }) => id).slice(0, page.limit)
  }

  /** What has yet to be tried is due since it was accepted: it is never later than a time that has come. */
  nextDueAt(after?: Instant): Instant | undefined {
    const stored = this.rows.nextDueAt(this.world, after ?? Number.MIN_SAFE_INTEGER)
    if (after !== undefined) return stored
    const first = Math.min(stored ?? Infinity, ...this.untried.find(() => true).map(dueAt))
    return first === Infinity ? undefined : first
  }

  /** Before a commit. */
  record(): void {
    for (const delivery of this.untried.takeOverdue()) this.rows.put(this.world, delivery)
    if (!this.untried.isChanged) return
    const oldest = this.untried.oldestMessage()
    this.mark.set(this.world, oldest === undefined ? this.newestMessage : oldest - 1)
  }

  committed(): void {
    this.untried.committed()
  }

  rolledBack(): void {
    this.untried.rolledBack()
    this.notified.clear()
  }
}

function dueAt(delivery: Delivery): Instant {
  return nextAttemptAt(delivery) ?? Infinity
}

function merge(stored: Delivery[], untried: readonly Delivery[], order: (delivery: Delivery) => number): Delivery[] {
  if (untried.length === 0) return stored
  return [...stored, ...untried].sort((a, b) => order(a) - order(b) || a.id - b.id)
}
