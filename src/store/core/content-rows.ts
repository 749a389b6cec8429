import type { Database } from 'better-sqlite3'
import { Recent } from '../../core/index.ts'
import { MediaLog, type Reach } from './media-log.ts'

/** What is smaller lies in its row: it fills a page or two, and SQLite writes those well. */
const LOGGED_FROM_OCTETS = 16 * 1024
const NOTHING = new Uint8Array(0)
/** SQLite's `synchronous = FULL`. */
const FULL = 2

const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Remembered = { readonly world: number; readonly hash: string; readonly octets: Uint8Array }
type Row = {
  readonly octets: Uint8Array
  readonly segment: number | null
  readonly at: number
  readonly length: number
}
type Lying = Omit<Row, 'octets'>

/**
 * Media octets by their hash: one row however many messages and phones have them. Large ones lie in a log of media, as
 * SQLite would write them twice: into its own log, and from there into the file.
 */
export function openContentRows(db: Database) {
  const insert = db.prepare(
    'INSERT OR REPLACE INTO content (world, hash, octets, segment, at, length) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const select = db.prepare<unknown[], Row>(
    'SELECT octets, segment, at, length FROM content WHERE world = ? AND hash = ?',
  )
  const lying = db.prepare<unknown[], Lying>('SELECT segment, at, length FROM content WHERE world = ? AND hash = ?')
  const reach = db.prepare<unknown[], Reach>(
    `SELECT segment, at + length AS end FROM content
     WHERE segment = (SELECT max(segment) FROM content WHERE segment IS NOT NULL) ORDER BY end DESC LIMIT 1`,
  )
  const inSegment = db.prepare<unknown[], number>('SELECT 1 FROM content WHERE segment = ? LIMIT 1').pluck()
  const isDurable = db.pragma('synchronous', { simple: true }) === FULL
  const log = db.memory ? undefined : new MediaLog({ folder: `${db.name}-media`, reach: () => reach.get(), isDurable })
  // Every member of a group fetches within a moment what was written just now.
  const recent = new Recent<Remembered>(REMEMBERED_OCTETS)
  let isSwept = false

  function store(world: number, hash: string, octets: Uint8Array): void {
    if (!log || octets.length < LOGGED_FROM_OCTETS) {
      insert.run(world, hash, octets, null, null, null)
      return
    }
    const { segment, at, length } = log.append(octets)
    insert.run(world, hash, NOTHING, segment, at, length)
  }

  /** What was lost with its file is kept anew when somebody has it again. */
  function isKept(world: number, hash: string): boolean {
    const row = lying.get(world, hash)
    if (!row) return false
    const { segment, at, length } = row
    return segment === null || log?.has({ segment, at, length }) === true
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

  function remembered(world: number, hash: string): Uint8Array | undefined {
    return recent.find((one) => one.hash === hash && one.world === world)?.octets
  }

  function remember(world: number, hash: string, octets: Uint8Array): void {
    // A piece of a request keeps the whole of it in memory.
    recent.add({ world, hash, octets }, octets.buffer.byteLength)
  }

  return {
    put(world: number, hash: string, octets: Uint8Array): void {
      // Members of a group put what the first of them has put already.
      if (remembered(world, hash)) return
      // Looking is cheaper than handing the octets over.
      if (!isKept(world, hash)) store(world, hash, octets)
      remember(world, hash, octets)
    },
    get(world: number, hash: string): Uint8Array | undefined {
      const known = remembered(world, hash)
      if (known) return known
      const row = select.get(world, hash)
      const octets = row && octetsOf(row)
      if (octets) remember(world, hash, octets)
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
      recent.clear()
    },
    /** Rows may be gone, and with them the last of a file. */
    forget(): void {
      recent.clear()
      isSwept = false
    },
    close: () => log?.close(),
  }
}
