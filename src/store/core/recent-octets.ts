/** Octets kept in memory, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Remembered = { readonly world: number; readonly octets: Uint8Array }

/** What was written or read last: every member of a group fetches it within a moment. */
export class RecentOctets {
  private readonly byHash = new Map<string, Remembered>()
  private length = 0

  get(world: number, hash: string): Uint8Array | undefined {
    const known = this.byHash.get(hash)
    return known?.world === world ? known.octets : undefined
  }

  add(world: number, hash: string, octets: Uint8Array): void {
    if (this.byHash.has(hash) || octets.length > REMEMBERED_OCTETS / 4) return
    this.byHash.set(hash, { world, octets })
    this.length += octets.length
    for (const [oldest, remembered] of this.byHash) {
      if (this.length <= REMEMBERED_OCTETS) return
      this.byHash.delete(oldest)
      this.length -= remembered.octets.length
    }
  }

  /** Some of it may be stored no longer, or never was. */
  forget(): void {
    this.byHash.clear()
    this.length = 0
  }
}
