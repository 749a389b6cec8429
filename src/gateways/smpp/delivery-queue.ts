import type { Pdu } from '../../../protocols/smpp/index.ts'
import type { RequestEnd } from './request-window.ts'

export type Waiting = { readonly pdu: Pdu; readonly ended: (end: RequestEnd) => void }

/** deliver_sm that wait for room in the window, first come first served. */
export class DeliveryQueue {
  private waiting: Waiting[] = []
  private head = 0

  get size(): number {
    return this.waiting.length - this.head
  }

  add(waiting: Waiting): void {
    this.waiting.push(waiting)
  }

  take(): Waiting | undefined {
    const first = this.waiting[this.head]
    if (!first) return undefined
    this.head += 1
    if (this.head === this.waiting.length) {
      this.waiting = []
      this.head = 0
    }
    return first
  }
}
