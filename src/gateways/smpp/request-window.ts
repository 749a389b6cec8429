/** What becomes of a request of ours: the ESME's status, or why there is none. */
export type RequestEnd =
  | { readonly kind: 'answered'; readonly commandStatus: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'link-lost' }

type Waiting = { readonly sentAt: number; readonly ended: (end: RequestEnd) => void }
/** Emptied when it ends: the tables that a busy Map leaves behind keep their entries alive for long. */
type Kept = { readonly sentAt: number; ended: Waiting['ended'] | undefined }

const TIMED_OUT: RequestEnd = { kind: 'timed-out' }
const LINK_LOST: RequestEnd = { kind: 'link-lost' }

/** Requests of ours that the ESME has yet to answer, oldest first. */
export class RequestWindow {
  private readonly waiting = new Map<number, Kept>()

  get size(): number {
    return this.waiting.size
  }

  add(sequenceNumber: number, waiting: Waiting): void {
    this.waiting.set(sequenceNumber, { ...waiting })
  }

  /** False for an answer that nobody waits for. */
  answer(sequenceNumber: number, commandStatus: number): boolean {
    const waiting = this.waiting.get(sequenceNumber)
    if (!waiting) return false
    this.waiting.delete(sequenceNumber)
    end(waiting, { kind: 'answered', commandStatus })
    return true
  }

  /** Gives up every request sent at `latest` or before. */
  expire(latest: number): void {
    for (const [sequenceNumber, waiting] of this.waiting) {
      if (waiting.sentAt > latest) return
      this.waiting.delete(sequenceNumber)
      end(waiting, TIMED_OUT)
    }
  }

  /** The link is gone, and with it every answer. */
  abandon(): void {
    const all = [...this.waiting.values()]
    this.waiting.clear()
    for (const waiting of all) end(waiting, LINK_LOST)
  }
}

function end(waiting: Kept, how: RequestEnd): void {
  const { ended } = waiting
  waiting.ended = undefined
  ended?.(how)
}
