import type { Database } from 'better-sqlite3'
import { RecentOctets } from './recent-octets.ts'

/** Media octets by their hash: one row however many messages and phones have them. */
export function openContentRows(db: Database) {
  const insert = db.prepare('INSERT OR IGNORE INTO content (world, hash, octets) VALUES (?, ?, ?)')
  const select = db.prepare<unknown[], Uint8Array>('SELECT octets FROM content WHERE world = ? AND hash = ?').pluck()
  const exists = db.prepare<unknown[], number>('SELECT 1 FROM content WHERE world = ? AND hash = ?').pluck()
  const recent = new RecentOctets()
  return {
    put(world: number, hash: string, octets: Uint8Array): void {
      // Members of a group put what the first of them has put already.
      if (recent.get(world, hash)) return
      // Looking is cheaper than handing the octets over.
      if (exists.get(world, hash) === undefined) insert.run(world, hash, octets)
      recent.add(world, hash, octets)
    },
    get(world: number, hash: string): Uint8Array | undefined {
      const known = recent.get(world, hash)
      if (known) return known
      const octets = select.get(world, hash)
      if (octets) recent.add(world, hash, octets)
      return octets
    },
    forget: () => recent.forget(),
  }
}
