/** Requests that one VASP gets at a time; the rest wait their turn in order. */
export const LANES_PER_VASP = 16

/** Lets a few pieces of work per key run at once. */
export class Lanes {
  private readonly waiting = new Map<string, (() => void)[]>()
  private readonly taken = new Map<string, number>()

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.enter(key)
    try {
      return await work()
    } finally {
      this.leave(key)
    }
  }

  private enter(key: string): Promise<void> {
    const taken = this.taken.get(key) ?? 0
    if (taken < LANES_PER_VASP) {
      this.taken.set(key, taken + 1)
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const queue = this.waiting.get(key) ?? []
      queue.push(resolve)
      this.waiting.set(key, queue)
    })
  }

  /** The place goes to the next in line, or becomes free. */
  private leave(key: string): void {
    const next = this.waiting.get(key)?.shift()
    if (next) return next()
    const taken = (this.taken.get(key) ?? 1) - 1
    if (taken > 0) this.taken.set(key, taken)
    else this.taken.delete(key)
    this.waiting.delete(key)
  }
}
