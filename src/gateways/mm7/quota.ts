import { type Mm7Vasp, vaspKey } from './parts.ts'

const SECOND_MS = 1_000

/** Requests per second of each VASP, on its world's clock. Lost with the process: a quota is no promise to keep. */
export class Quotas {
  private readonly seconds = new Map<string, { second: number; count: number }>()

  /** Counts one request; false when the second is full. */
  admits(vasp: Mm7Vasp): boolean {
    const { account, world } = vasp
    if (account.rate === null) return true
    const second = Math.floor(world.clock.now() / SECOND_MS)
    const key = vaspKey(vasp)
    const current = this.seconds.get(key)
    const count = current?.second === second ? current.count + 1 : 1
    this.seconds.set(key, { second, count })
    return count <= account.rate
  }
}
