import type { Instant } from '../core/index.ts'
import type { WorldClock } from './clock.ts'

/** A part of a world that acts when its time comes: the pump, webhook calls, retrievals, conversation timers. */
export interface Worker {
  readonly name: string
  /** When it next has something to do on the world's clock; undefined if nothing waits. */
  nextDueAt(): Instant | undefined
  /** Does what is due. Work that takes time goes on after it returns and is `pending` until it ends. */
  turn(): void | Promise<void>
  /** What is under way, in words. */
  pending(): readonly string[]
}

/** Node's longest timer; longer waits are set in steps. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Drives a world's workers on the world's clock. */
export class Agenda {
  private readonly clock: WorldClock
  private readonly onFault: (error: unknown, what: string) => void
  private readonly workers: Worker[] = []
  private readonly running = new Set<Worker>()
  private readonly waiters = new Set<() => void>()
  private immediate: NodeJS.Immediate | undefined
  private timer: NodeJS.Timeout | undefined
  private stopped = false

  constructor(clock: WorldClock, onFault: (error: unknown, what: string) => void) {
    this.clock = clock
    this.onFault = onFault
  }

  add(worker: Worker): void {
    this.workers.push(worker)
    this.poke()
  }

  /** Something may be due earlier than thought, or has just ended. */
  poke = (): void => {
    if (this.stopped || this.immediate) return
    this.immediate = setImmediate(() => {
      this.immediate = undefined
      this.turn()
    })
  }

  /** What is under way or due now, in words; empty when the world is at rest. */
  pending(): readonly string[] {
    const now = this.clock.now()
    return this.workers.flatMap((worker) => {
      const due = worker.nextDueAt()
      const ready = due !== undefined && due <= now ? [`${worker.name} has work due`] : []
      return [...worker.pending(), ...(this.running.has(worker) ? [`${worker.name} is running`] : []), ...ready]
    })
  }

  /** Resolves true when the world is at rest, false when `signal` aborts first. */
  async idle(signal?: AbortSignal): Promise<boolean> {
    while (this.pending().length > 0) {
      if (signal?.aborted || this.stopped) return false
      await this.nextChange(signal)
    }
    return true
  }

  /** Winds a frozen clock forward and does everything that falls due on the way, in order. */
  async advance(ms: number, signal?: AbortSignal): Promise<void> {
    const target = this.clock.now() + ms
    for (;;) {
      this.poke()
      if (!(await this.idle(signal))) return
      const next = this.nextDueAt()
      if (next === undefined || next > target) break
      this.clock.moveTo(next)
    }
    this.clock.moveTo(target)
    this.poke()
    await this.idle(signal)
  }

  nextDueAt(): Instant | undefined {
    const times = this.workers.map((worker) => worker.nextDueAt()).filter((at) => at !== undefined)
    return times.length > 0 ? Math.min(...times) : undefined
  }

  stop(): void {
    this.stopped = true
    clearImmediate(this.immediate)
    clearTimeout(this.timer)
    this.changed()
  }

  private turn(): void {
    const now = this.clock.now()
    for (const worker of this.workers) {
      const due = worker.nextDueAt()
      if (due !== undefined && due <= now && !this.running.has(worker)) this.run(worker)
    }
    this.setTimer()
    this.changed()
  }

  private run(worker: Worker): void {
    try {
      const turn = worker.turn()
      if (!(turn instanceof Promise)) return
      this.running.add(worker)
      turn
        .catch((error) => this.onFault(error, worker.name))
        .finally(() => {
          this.running.delete(worker)
          this.poke()
        })
    } catch (error) {
      this.onFault(error, worker.name)
    }
  }

  private setTimer(): void {
    clearTimeout(this.timer)
    const next = this.nextDueAt()
    const delay = next === undefined || this.stopped ? undefined : this.clock.realDelay(next)
    if (delay === undefined || this.immediate) return
    this.timer = setTimeout(this.poke, Math.min(Math.ceil(delay), LONGEST_TIMER_MS))
    this.timer.unref()
  }

  private changed(): void {
    for (const waiter of this.waiters) waiter()
    this.waiters.clear()
  }

  private nextChange(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done)
        this.waiters.delete(done)
        resolve()
      }
      this.waiters.add(done)
      signal?.addEventListener('abort', done, { once: true })
      this.poke()
    })
  }
}
