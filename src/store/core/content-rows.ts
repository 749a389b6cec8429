import type { Database } from 'better-sqlite3'

/** Octets kept in memory, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024

/** Media octets by their hash: one row however many messages and phones have them. */
export function openContentRows(db: Database) {
  const insert = db.prepare('INSERT OR IGNORE INTO content (world, hash, octets) VALUES (?, ?, ?)')
  const select = db.prepare<unknown[], Uint8Array>('SELECT octets FROM content WHERE world = ? AND hash = ?').pluck()
  const exists = db.prepare<unknown[], number>('SELECT 1 FROM content WHERE world = ? AND hash = ?').pluck()
  const recent = new RecentOctets()
  return {
    put(world: number, hash: string, octets: Uint8Array): void {
      // Members of a group put what the first of them has put already; looking is cheaper than handing the octets over.
      if (exists.get(world, hash) === undefined) insert.run(world, hash, octets)
      recent.add(hash, octets)
    },
    get(world: number, hash: string): Uint8Array | undefined {
      const known = exists.get(world, hash) === undefined ? undefined : recent.get(hash)
      const octets = known ?? select.get(world, hash)
      if (octets && !known) recent.add(hash, octets)
      return octets
    },
  }
}

/** What was written or read last: every member of a group fetches it within a moment. */
class RecentOctets {
  private readonly byHash = new Map<string, Uint8Array>()
  private length = 0

  get(hash: string): Uint8Array | undefined {
    return this.byHash.get(hash)
  }

  add(hash: string, octets: Uint8Array): void {
    if (this.byHash.has(hash) || octets.length > REMEMBERED_OCTETS / 4) return
    this.byHash.set(hash, octets)
    this.length += octets.length
    for (const [oldest, { length }] of this.byHash) {
      if (this.length <= REMEMBERED_OCTETS) return
      this.byHash.delete(oldest)
      this.length -= length
    }
  }
}
