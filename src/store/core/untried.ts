import type { Delivery, MessageId } from '../../core/index.ts'

/** Emptied when it is taken, as the tables that a busy Map leaves behind keep their entries alive for long. */
type Waiting = { delivery: Delivery | undefined; readonly since: number }

/** What has waited for so many batches gets a row after all. */
const BATCHES_MAX = 64

/**
 * Deliveries and reports that have yet to be tried. Most are tried within a batch or two, so they are written down only
 * with what came of it; until then the message, or the delivery they report on, tells of them.
 */
export class Untried {
  private readonly waiting = new Map<number, Waiting>()
  private batch = 0
  /** What this batch did, for a rollback. */
  private added: number[] = []
  private taken: { readonly delivery: Delivery; readonly since: number }[] = []

  add(delivery: Delivery): void {
    this.waiting.set(delivery.id, { delivery, since: this.batch })
    this.added.push(delivery.id)
  }

  /** It is tried, or gone; false if it was not among them. */
  take(id: number): boolean {
    const waiting = this.waiting.get(id)
    if (!waiting?.delivery) return false
    this.waiting.delete(id)
    this.taken.push({ delivery: waiting.delivery, since: waiting.since })
    waiting.delivery = undefined
    return true
  }

  /** Takes those out that have waited too long. */
  takeOverdue(): readonly Delivery[] {
    const overdue: Delivery[] = []
    for (const { delivery, since } of this.waiting.values()) {
      if (!delivery || this.batch - since < BATCHES_MAX) break
      overdue.push(delivery)
    }
    for (const { id } of overdue) this.take(id)
    return overdue
  }

  get(id: number): Delivery | undefined {
    return this.waiting.get(id)?.delivery
  }

  find(isWanted: (delivery: Delivery) => boolean): readonly Delivery[] {
    const found: Delivery[] = []
    for (const { delivery } of this.waiting.values()) if (delivery && isWanted(delivery)) found.push(delivery)
    return found
  }

  /** The oldest message that any of them belongs to. */
  oldestMessage(): MessageId | undefined {
    let oldest: MessageId | undefined
    for (const { delivery } of this.waiting.values()) {
      if (delivery && !(oldest !== undefined && oldest <= delivery.messageId)) oldest = delivery.messageId
    }
    return oldest
  }

  /** Whether this batch has changed anything. */
  get isChanged(): boolean {
    return this.added.length + this.taken.length > 0
  }

  committed(): void {
    this.batch += 1
    if (!this.isChanged) return
    this.added = []
    this.taken = []
  }

  rolledBack(): void {
    for (const { delivery, since } of this.taken) this.waiting.set(delivery.id, { delivery, since })
    for (const id of this.added) this.waiting.delete(id)
    this.added = []
    this.taken = []
  }
}
