import type { Pdu } from '../../../protocols/smpp/index.ts'
import { DeliveryQueue, type Waiting } from './delivery-queue.ts'
import { type RequestEnd, RequestWindow } from './request-window.ts'

export type OutgoingParts = {
  /** How many may be unanswered at a time. */
  readonly limit: () => number
  readonly maySend: () => boolean
  /** Sends a request, and answers its sequence number. */
  readonly send: (pdu: Pdu) => number
  /** When that was. */
  readonly sentAt: () => number
}

const LINK_LOST: RequestEnd = { kind: 'link-lost' }

/** Requests of ours on one session: those that are unanswered, and those that wait for room. */
export class OutgoingRequests {
  private readonly parts: OutgoingParts
  private readonly window = new RequestWindow()
  private readonly queue = new DeliveryQueue()

  constructor(parts: OutgoingParts) {
    this.parts = parts
  }

  get unanswered(): number {
    return this.window.size
  }

  /** What is unanswered and what has yet to leave. */
  get load(): number {
    return this.window.size + this.queue.size
  }

  /** Leaves as soon as the window has room for it. */
  add(waiting: Waiting): void {
    this.queue.add(waiting)
    this.flow()
  }

  /** Beside the queue: enquire_link, unbind. */
  sendAtOnce({ pdu, ended }: Waiting): void {
    const sequenceNumber = this.parts.send(pdu)
    this.window.add(sequenceNumber, { sentAt: this.parts.sentAt(), ended })
  }

  /** Sends what has room. */
  flow(): void {
    const limit = this.parts.limit()
    while (this.window.size < limit && this.parts.maySend()) {
      const next = this.queue.take()
      if (!next) return
      this.sendAtOnce({ pdu: next.pdu, ended: this.thenMore(next.ended) })
    }
  }

  /** A function made here does not hold on to the PDU until it is answered. */
  private thenMore(ended: Waiting['ended']): Waiting['ended'] {
    return (end) => {
      ended(end)
      this.flow()
    }
  }

  /** False for an answer that nobody waits for. */
  answer(sequenceNumber: number, commandStatus: number): boolean {
    return this.window.answer(sequenceNumber, commandStatus)
  }

  /** Gives up every request sent at `latest` or before. */
  expire(latest: number): void {
    this.window.expire(latest)
  }

  /** The link is gone, and with it every answer. */
  abandon(): void {
    this.window.abandon()
    for (let left = this.queue.take(); left; left = this.queue.take()) left.ended(LINK_LOST)
  }
}
