import type { Instant } from '../core/index.ts'
import type { Worker } from './agenda.ts'
import type { WorldClock } from './clock.ts'

type Waiter = { readonly at: Instant; readonly go: () => void }

/**
 * Waits on a world's clock, for answers that the network holds back. Whoever waits is a peer outside, so none of it
 * keeps the world from being at rest.
 */
export class Delays implements Worker {
  readonly name = 'delays'
  private readonly clock: WorldClock
  private readonly poke: () => void
  private readonly waiters = new Set<Waiter>()

  constructor(clock: WorldClock, poke: () => void) {
    this.clock = clock
    this.poke = poke
  }

  wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      this.waiters.add({ at: this.clock.now() + ms, go: resolve })
      this.poke()
    })

  nextDueAt(): Instant | undefined {
    let first: Instant | undefined
    for (const { at } of this.waiters) if (first === undefined || at < first) first = at
    return first
  }

  turn(): void {
    const now = this.clock.now()
    for (const waiter of this.waiters) {
      if (waiter.at > now) continue
      this.waiters.delete(waiter)
      waiter.go()
    }
  }

  pending(): readonly string[] {
    return []
  }
}
