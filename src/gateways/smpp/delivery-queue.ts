import type { Pdu } from '../../../protocols/smpp/index.ts'
import type { RequestEnd } from './request-window.ts'

export type Waiting = { readonly pdu: Pdu; readonly ended: (end: RequestEnd) => void }

/** Places of what was taken, at the beginning, that are given up together. */
const TAKEN_MAX = 256

/** deliver_sm that wait for room in the window, first come first served. */
export class DeliveryQueue {
  private waiting: (Waiting | undefined)[] = []
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
    // Under load the queue is never empty: what was taken must not stay in it.
    this.waiting[this.head] = undefined
    this.head += 1
    if (this.head === this.waiting.length || this.head === TAKEN_MAX) {
      this.waiting.splice(0, this.head)
      this.head = 0
    }
    return first
  }
}
