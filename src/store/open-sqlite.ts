import BetterSqlite3, { type Database } from 'better-sqlite3'

/** Media octets and batches of rows fill large pages with fewer writes than SQLite's 4096. */
const PAGE_OCTETS = 8_192
const CACHE_KIB = 64 * 1024
/** The log of writes goes into the file when it has about 40 MB. */
const CHECKPOINT_PAGES = 5_000

/** Opens a file, or `:memory:`, with write-ahead log; `normal` survives a killed process, `full` a power cut too. */
export function openSqlite(path: string, durability: 'normal' | 'full'): Database {
  const db = new BetterSqlite3(path)
  db.pragma(`page_size = ${PAGE_OCTETS}`)
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${durability}`)
  db.pragma(`cache_size = -${CACHE_KIB}`)
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  const prepare = db.prepare.bind(db)
  db.prepare = ((sql: string) => prepare(plannedOnce(sql))) as Database['prepare']
  return db
}

/** Text in quotes, or a parameter. */
const QUOTED_OR_PARAMETER = /'[^']*'|[?@]\w*/g

/**
 * A query that SQLite plans once. Built with STAT4, it plans again for each new value of a parameter that the plan might
 * depend on, which takes ten times as long as the query. Values behind a + are none of the planner's business; and as
 * nobody runs ANALYZE, it could make nothing of them.
 */
export function plannedOnce(sql: string): string {
  if (!/^\s*SELECT\b/i.test(sql)) return sql
  return sql.replace(QUOTED_OR_PARAMETER, (found) => (found.startsWith("'") ? found : `+${found}`))
}
