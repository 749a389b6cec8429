import type { Mm7Vasp } from './parts.ts'

const SECOND_MS = 1_000

/** Requests per second of each VASP, on its world's clock. Lost with the process: a quota is no promise to keep. */
export class Quotas {
  private readonly seconds = new Map<string, { second: number; count: number }>()

  /** Counts one request; false when the second is full. */
  admits({ account, world }: Mm7Vasp): boolean {
    if (account.rate === null) return true
    const second = Math.floor(world.clock.now() / SECOND_MS)
    const current = this.seconds.get(account.user)
    const count = current?.second === second ? current.count + 1 : 1
    this.seconds.set(account.user, { second, count })
    return count <= account.rate
  }
}
