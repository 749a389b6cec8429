import type { Database } from 'better-sqlite3'
import {
  arrived,
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
import type { Accepted, openMessageRows } from './message-rows.ts'
import { Arrivals, openSettledRows } from './settled-rows.ts'
import { Untried } from './untried.ts'

type Tables = {
  readonly messages: ReturnType<typeof openMessageRows>
  readonly rows: ReturnType<typeof openDeliveryRows>
  readonly settled: ReturnType<typeof openSettledRows>
  readonly mark: ReturnType<typeof openMark>
}
type DeliveryReader = Pick<CarrierReader, 'delivery' | 'deliveriesOf' | 'due' | 'unsettled' | 'nextDueAt'>

/** Every world's deliveries: what arrived at once packed, rows of what did not, and in memory what has yet to be tried. */
export function openDeliveries(db: Database, messages: ReturnType<typeof openMessageRows>) {
  const rows = openDeliveryRows(db)
  const mark = openMark(db)
  const tables: Tables = { messages, rows, mark, settled: openSettledRows(db) }
  const worlds = new Map<number, WorldDeliveries>()
  return {
    lastId: rows.lastId,
    of(world: number): WorldDeliveries {
      const known = worlds.get(world)
      if (known) return known
      const opened = new WorldDeliveries(world, tables)
      worlds.set(world, opened)
      opened.recover()
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
  private readonly tables: Tables
  private readonly untried = new Untried()
  private readonly arrivals = new Arrivals()
  private newestMessage: MessageId = 0

  constructor(world: number, tables: Tables) {
    this.world = world
    this.tables = tables
  }

  /** What an earlier process was about to try. */
  recover(): void {
    const { messages, mark } = this.tables
    for (const { message, deliveries } of messages.after(this.world, mark.get(this.world))) {
      for (const one of unrecorded(message, deliveries, this.recordedOf({ message, deliveries }))) {
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
      else this.tables.rows.put(this.world, delivery)
    }
  }

  /** How a delivery stands now, and the report that its outcome owes. */
  put(delivery: Delivery, owes: ReportDelivery | null): void {
    const isFirstTry = this.untried.take(delivery.id)
    const { progress } = delivery
    if (isFirstTry && progress.state === 'delivered') this.arrivals.add(delivery, progress.settledAt)
    else if (isFirstTry && isFirstNotice(delivery)) this.untried.add(delivery)
    else this.tables.rows.put(this.world, delivery)
    if (owes && 'settledAt' in delivery.progress) this.untried.add(owes)
    else if (owes) this.tables.rows.put(this.world, owes)
  }

  removeOf(id: MessageId): void {
    for (const { id: delivery } of this.untried.find(({ messageId }) => messageId === id)) this.untried.take(delivery)
    this.arrivals.removeOf(id)
    this.tables.settled.removeOf(this.world, id)
    this.tables.rows.removeOf(this.world, id)
  }

  delivery(id: number): Delivery | undefined {
    const known = this.untried.get(id) ?? this.tables.rows.get(this.world, id)
    if (known) return known
    const owner = this.tables.messages.owner(this.world, id)
    return owner === undefined ? undefined : this.deliveriesOf(owner).find((delivery) => delivery.id === id)
  }

  deliveriesOf(id: MessageId): readonly Delivery[] {
    const untried = this.untried.find(({ messageId }) => messageId === id)
    const accepted = this.tables.messages.accepted(this.world, id)
    if (!accepted) return [...untried]
    return merge(this.recordedOf(accepted), untried, (delivery) => delivery.id)
  }

  /** What was tried, of one message. */
  private recordedOf({ message, deliveries }: Accepted): Delivery[] {
    const { id } = message
    const rows = this.tables.rows.ofMessage(this.world, id)
    const arrivals = [...this.tables.settled.ofMessage(this.world, id), ...this.arrivals.ofMessage(id)]
    if (arrivals.length === 0) return rows
    return merge(rows, arrived(message, deliveries, { arrivals, recorded: rows }), (delivery) => delivery.id)
  }

  due(now: Instant, limit: number): readonly Delivery[] {
    const untried = this.untried.find((delivery) => dueAt(delivery) <= now)
    return merge(this.tables.rows.due(this.world, now, limit), untried, dueAt).slice(0, limit)
  }

  unsettled(...[endpoint, page]: Parameters<CarrierReader['unsettled']>): readonly Delivery[] {
    const untried = this.untried.find(
      ({ id, endpoint: to }) => id > page.after && to.kind === endpoint.kind && to.key === endpoint.key,
    )
    return merge(this.tables.rows.unsettled(this.world, endpoint, page), untried, ({ id }) => id).slice(0, page.limit)
  }

  nextDueAt(after = Number.MIN_SAFE_INTEGER): Instant | undefined {
    let first = this.tables.rows.nextDueAt(this.world, after) ?? Infinity
    for (const delivery of this.untried.find((one) => dueAt(one) > after)) first = Math.min(first, dueAt(delivery))
    return first === Infinity ? undefined : first
  }

  /** Before a commit. */
  record(): void {
    for (const block of this.arrivals.take()) this.tables.settled.add(this.world, block)
    for (const delivery of this.untried.takeOverdue()) this.tables.rows.put(this.world, delivery)
    if (!this.untried.isChanged) return
    const oldest = this.untried.oldestMessage()
    this.tables.mark.set(this.world, oldest === undefined ? this.newestMessage : oldest - 1)
  }

  committed(): void {
    this.untried.committed()
  }

  /** Before an orderly end: handsets that were notified need not be notified again. */
  close(): void {
    for (const delivery of this.untried.find(isFirstNotice)) this.tables.rows.put(this.world, delivery)
  }

  rolledBack(): void {
    this.untried.rolledBack()
    this.arrivals.take()
  }
}

/** The handset was told, and most come for their message within a moment. */
function isFirstNotice({ progress }: Delivery): boolean {
  return progress.state === 'notified' && progress.attempts === 1
}

function dueAt(delivery: Delivery): Instant {
  return nextAttemptAt(delivery) ?? Infinity
}

function merge(stored: Delivery[], untried: readonly Delivery[], order: (delivery: Delivery) => number): Delivery[] {
  if (untried.length === 0) return stored
  return [...stored, ...untried].sort((a, b) => order(a) - order(b) || a.id - b.id)
}
