import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import type { Route } from './call.ts'

/** Mutating actions a second, for each thing that is counted. */
export const ACTIONS_PER_SECOND = 30
const WINDOW_MS = 1_000
/** Places that were not heard of for a while are forgotten. */
const SWEEP_ABOVE = 10_000

export type Counted = {
  readonly method: string
  /** Without host and version: `/Services/IS…/Conversations/CH…/Messages`. */
  readonly path: string
  readonly level: Route['level']
  readonly accountSid: string
  readonly serviceSid: string
}

/** The documented limit of changes, on a clock of real time: an application waits in real time too. */
export class RateLimits {
  private readonly now: () => number
  private readonly times = new Map<string, number[]>()

  constructor(now: () => number) {
    this.now = now
  }

  /** Counts a change, or says that it is one too many. Reading is free. */
  count(request: Counted): ApiError | undefined {
    if (request.method === 'GET') return undefined
    const { place, code } = placeOf(request)
    const now = this.now()
    if (this.times.size > SWEEP_ABOVE) this.sweep(now)
    const recent = (this.times.get(place) ?? []).filter((at) => at > now - WINDOW_MS)
    this.times.set(place, recent)
    if (recent.length >= ACTIONS_PER_SECOND) {
      return apiError(code, `More than ${ACTIONS_PER_SECOND} changes of ${place} in one second`)
    }
    recent.push(now)
    return undefined
  }

  get size(): number {
    return this.times.size
  }

  private sweep(now: number): void {
    for (const [place, times] of this.times) if ((times.at(-1) ?? 0) <= now - WINDOW_MS) this.times.delete(place)
  }
}

/** What a change counts for: its conversation, else all of its service; the older API counts by account. */
function placeOf({ method, path, level, accountSid, serviceSid }: Counted): {
  readonly place: string
  readonly code: 50063 | 50074 | 20429
} {
  if (level === 'classic' || level === 'messaging') return { place: accountSid, code: 20429 }
  const inside = /\/Conversations\/([^/]+)\/[^/]/.exec(path)?.[1]
  const updated = method === 'POST' ? /\/Conversations\/([^/]+)$/.exec(path)?.[1] : undefined
  const conversation = inside ?? updated
  return conversation === undefined ? { place: serviceSid, code: 50074 } : { place: conversation, code: 50063 }
}
