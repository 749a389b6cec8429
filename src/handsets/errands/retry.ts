/** Waits between attempts over MM1, in milliseconds; the last repeats. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000] as const

/** How long a phone waits after its attempt number `attempts` (1 is the first). */
export function retryAfterMs(attempts: number): number {
  return RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? RETRY_AFTER_MS[0]
}
