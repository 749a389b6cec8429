import BetterSqlite3, { SqliteError } from 'better-sqlite3'

/** Another carrier has this database open; two would deliver everything twice. */
export class StoreInUse extends Error {
  readonly path: string
  constructor(path: string) {
    super(`the database ${path} is in use by another carrier`)
    this.name = 'StoreInUse'
    this.path = path
  }
}

/** Keeps a database file for one carrier until it is let go; the system does so when the process is killed. */
export function lockFile(path: string): () => void {
  if (path === ':memory:') return () => {}
  const lock = new BetterSqlite3(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error instanceof SqliteError && error.code === 'SQLITE_BUSY' ? new StoreInUse(path) : error
  }
  return () => void lock.close()
}
