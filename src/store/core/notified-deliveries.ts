import type { Delivery } from '../../core/index.ts'

const REMEMBERED = 2_000

/** Deliveries whose handsets were just notified: their rows are asked for several times within a moment. */
export class NotifiedDeliveries {
  private readonly byId = new Map<number, { delivery: Delivery | undefined }>()

  /** How a delivery stands now. */
  note(delivery: Delivery): void {
    const known = this.byId.get(delivery.id)
    if (known) {
      known.delivery = undefined
      this.byId.delete(delivery.id)
    }
    if (delivery.progress.state !== 'notified') return
    if (this.byId.size >= REMEMBERED) this.clear()
    this.byId.set(delivery.id, { delivery })
  }

  get(id: number): Delivery | undefined {
    return this.byId.get(id)?.delivery
  }

  clear(): void {
    this.byId.clear()
  }
}
