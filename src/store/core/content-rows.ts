import type { Database } from 'better-sqlite3'
import { MediaLog } from './media-log.ts'
import { RecentOctets } from './recent-octets.ts'

/** What is smaller lies in its row: it fills a page or two, and SQLite writes those well. */
const LOGGED_FROM_OCTETS = 16 * 1024
const NOTHING = new Uint8Array(0)
/** SQLite's `synchronous = FULL`. */
const FULL = 2

type Row = {
  readonly octets: Uint8Array
  readonly segment: number | null
  readonly at: number
  readonly length: number
}

/**
 * Media octets by their hash: one row however many messages and phones have them. Large ones lie in a log of media, as
 * SQLite would write them twice: into its own log, and from there into the file.
 */
export function openContentRows(db: Database) {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO content (world, hash, octets, segment, at, length) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const select = db.prepare<unknown[], Row>(
    'SELECT octets, segment, at, length FROM content WHERE world = ? AND hash = ?',
  )
  const exists = db.prepare<unknown[], number>('SELECT 1 FROM content WHERE world = ? AND hash = ?').pluck()
  const inSegment = db.prepare<unknown[], number>('SELECT 1 FROM content WHERE segment = ? LIMIT 1').pluck()
  const isDurable = db.pragma('synchronous', { simple: true }) === FULL
  const log = db.memory ? undefined : new MediaLog({ folder: `${db.name}-media`, isDurable })
  const recent = new RecentOctets()
  let isSwept = false

  function store(world: number, hash: string, octets: Uint8Array): void {
    if (!log || octets.length < LOGGED_FROM_OCTETS) {
      insert.run(world, hash, octets, null, null, null)
      return
    }
    const { segment, at, length } = log.append(octets)
    insert.run(world, hash, NOTHING, segment, at, length)
  }

  function octetsOf({ octets, segment, ...place }: Row): Uint8Array | undefined {
    return segment === null ? octets : log?.read({ segment, ...place })
  }

  // For whoever reads whole rows: the dump of a world has its octets in it.
  db.function(
    'content_octets',
    (octets: Uint8Array, segment: number | null, at: number, length: number) =>
      octetsOf({ octets, segment, at, length }) ?? NOTHING,
  )

  return {
    put(world: number, hash: string, octets: Uint8Array): void {
      // Members of a group put what the first of them has put already.
      if (recent.get(world, hash)) return
      // Looking is cheaper than handing the octets over.
      if (exists.get(world, hash) === undefined) store(world, hash, octets)
      recent.add(world, hash, octets)
    },
    get(world: number, hash: string): Uint8Array | undefined {
      const known = recent.get(world, hash)
      if (known) return known
      const row = select.get(world, hash)
      const octets = row && octetsOf(row)
      if (octets) recent.add(world, hash, octets)
      return octets
    },
    beforeCommit: () => log?.beforeCommit(),
    committed(): void {
      log?.committed()
      if (!isSwept) log?.sweep((segment) => inSegment.get(segment) !== undefined)
      isSwept = true
    },
    rolledBack(): void {
      log?.rolledBack()
      recent.forget()
    },
    /** Rows may be gone, and with them the last of a file. */
    forget(): void {
      recent.forget()
      isSwept = false
    },
    close: () => log?.close(),
  }
}
