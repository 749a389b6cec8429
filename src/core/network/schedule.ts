/** Waits between attempts, in milliseconds; the last repeats until the message expires. */
const RETRY_AFTER_MS = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000] as const

/** How long to wait after the attempt number `attempts` (1 is the first). */
export function retryAfterMs(attempts: number): number {
  return RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? RETRY_AFTER_MS[0]
}
