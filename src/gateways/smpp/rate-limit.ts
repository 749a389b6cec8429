const SECOND_MS = 1_000

/** Lets so many through per second, with as much again saved up from quiet times: a bucket of tokens. */
export class RateLimit {
  private tokens: number
  private filledAt: number
  private readonly perSecond: number

  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond
    this.tokens = Math.max(1, perSecond)
    this.filledAt = now
  }

  take(now: number): boolean {
    const earned = ((now - this.filledAt) * this.perSecond) / SECOND_MS
    this.tokens = Math.min(Math.max(1, this.perSecond), this.tokens + Math.max(0, earned))
    this.filledAt = now
    if (this.tokens < 1) return false
    this.tokens -= 1
    return true
  }
}
