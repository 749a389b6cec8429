/** What a peer has heard, in order; waits are woken by what comes. */
export class Inbox<T> {
  private readonly heard: T[] = []
  private readonly waiting = new Set<() => void>()

  add(item: T): void {
    this.heard.push(item)
    for (const look of this.waiting) look()
  }

  all(): readonly T[] {
    return [...this.heard]
  }

  /** The first that fits: heard already, or the next to come. Rejects with what was heard when the time is over. */
  waitFor(fits: (item: T) => boolean, timeoutMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.heard.find(fits)
        if (found === undefined) return
        clearTimeout(timer)
        this.waiting.delete(look)
        resolve(found)
      }
      const timer = setTimeout(() => {
        this.waiting.delete(look)
        reject(new Error(`Nothing that fits came within ${timeoutMs} ms. Heard so far: ${this.described()}`))
      }, timeoutMs)
      this.waiting.add(look)
      look()
    })
  }

  private described(): string {
    return this.heard.length === 0 ? 'nothing' : this.heard.map((item) => JSON.stringify(item)).join('\n  ')
  }
}
