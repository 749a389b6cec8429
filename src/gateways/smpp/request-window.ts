import { IdTable } from '../../core/index.ts'

/** What becomes of a request of ours: the ESME's status, or why there is none. */
export type RequestEnd =
  | { readonly kind: 'answered'; readonly commandStatus: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'link-lost' }

type Waiting = { readonly sentAt: number; readonly ended: (end: RequestEnd) => void }

const TIMED_OUT: RequestEnd = { kind: 'timed-out' }
const LINK_LOST: RequestEnd = { kind: 'link-lost' }

/** Requests of ours that the ESME has yet to answer. */
export class RequestWindow {
  private readonly waiting = new IdTable<Waiting>()

  get size(): number {
    return this.waiting.size
  }

  add(sequenceNumber: number, waiting: Waiting): void {
    this.waiting.set(sequenceNumber, waiting)
  }

  /** False for an answer that nobody waits for. */
  answer(sequenceNumber: number, commandStatus: number): boolean {
    const waiting = this.waiting.take(sequenceNumber)
    waiting?.ended({ kind: 'answered', commandStatus })
    return waiting !== undefined
  }

  /** Gives up every request sent at `latest` or before. */
  expire(latest: number): void {
    const late = this.waiting.takeWhere(({ sentAt }) => sentAt <= latest)
    for (const { ended } of late) ended(TIMED_OUT)
  }

  /** The link is gone, and with it every answer. */
  abandon(): void {
    for (const { ended } of this.waiting.takeWhere(() => true)) ended(LINK_LOST)
  }
}
