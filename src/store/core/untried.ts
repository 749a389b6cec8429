import { type Delivery, IdTable, type MessageId } from '../../core/index.ts'

type Waiting = { readonly delivery: Delivery; readonly since: number }

/** What has waited for so many batches gets a row after all. */
const BATCHES_MAX = 64
/** How often that is looked for. */
const LOOK_EVERY = 16

/**
 * Deliveries and reports that have yet to be tried, or whose handset was notified and is about to come. Most are settled
 * within a few batches, so they are written down only with what came of it; until then the message, or the delivery they
 * report on, tells of them. After a crash they are tried from the start: a handset knows a notification that is repeated.
 */
export class Untried {
  private readonly waiting = new IdTable<Waiting>()
  private batch = 0
  /** The oldest message that any of them belongs to; undefined where it has to be looked for. */
  private oldest: MessageId | undefined
  /** What this batch did, for a rollback. */
  private added: number[] = []
  private taken: Waiting[] = []

  add(delivery: Delivery): void {
    this.waiting.set(delivery.id, { delivery, since: this.batch })
    this.added.push(delivery.id)
    if (this.oldest !== undefined && delivery.messageId < this.oldest) this.oldest = delivery.messageId
  }

  /** It is tried, or gone; false if it was not among them. */
  take(id: number): boolean {
    const taken = this.waiting.take(id)
    if (!taken) return false
    this.taken.push(taken)
    if (taken.delivery.messageId === this.oldest) this.oldest = undefined
    return true
  }

  /** Takes those out that have waited too long. */
  takeOverdue(): readonly Delivery[] {
    if (this.batch % LOOK_EVERY !== 0) return []
    const overdue = this.waiting.takeWhere(({ since }) => this.batch - since >= BATCHES_MAX)
    this.taken.push(...overdue)
    this.oldest = undefined
    return overdue.map(({ delivery }) => delivery)
  }

  get(id: number): Delivery | undefined {
    return this.waiting.get(id)?.delivery
  }

  find(isWanted: (delivery: Delivery) => boolean): readonly Delivery[] {
    const found: Delivery[] = []
    this.waiting.forEach(({ delivery }) => {
      if (isWanted(delivery)) found.push(delivery)
    })
    return found
  }

  /** The oldest message that any of them belongs to. */
  oldestMessage(): MessageId | undefined {
    if (this.waiting.size === 0) return undefined
    this.oldest ??= this.lookForOldest()
    return this.oldest
  }

  private lookForOldest(): MessageId {
    let oldest = Infinity
    this.waiting.forEach(({ delivery }) => {
      if (delivery.messageId < oldest) oldest = delivery.messageId
    })
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
    this.oldest = undefined
    for (const id of this.added) this.waiting.take(id)
    for (const waiting of this.taken) {
      // What this batch brought itself had not been there before.
      if (waiting.since < this.batch) this.waiting.set(waiting.delivery.id, waiting)
    }
    this.added = []
    this.taken = []
  }
}
