import type { Instant } from '../core/index.ts'

/** How long something that failed by a fault of ours waits before it is tried again. */
export const FAULT_PAUSE_MS = 5_000

/** Rows whose turn failed by a fault of ours: left alone for a while, so that one of them does not keep a worker busy. */
export class HeldBack {
  private readonly until = new Map<string, Instant>()

  hold(key: string, now: Instant): void {
    this.until.set(key, now + FAULT_PAUSE_MS)
  }

  /** Whether a row is held back now; one whose pause is over is forgotten. */
  holds(key: string, now: Instant): boolean {
    const until = this.until.get(key)
    if (until === undefined) return false
    if (until > now) return true
    this.until.delete(key)
    return false
  }

  get size(): number {
    return this.until.size
  }

  /** When the first pause is over. */
  earliest(): Instant | undefined {
    return this.until.size > 0 ? Math.min(...this.until.values()) : undefined
  }
}
