import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'

/** Runs each layer's numbered schema files that this database has not seen, in order; applied files are never edited. */
export function migrate(db: Database, layers: readonly string[]): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_file (name TEXT PRIMARY KEY) STRICT')
  const seen = new Set(db.prepare('SELECT name FROM schema_file').pluck().all())
  const note = db.prepare('INSERT INTO schema_file (name) VALUES (?)')
  for (const layer of layers) {
    const folder = join(import.meta.dirname, layer, 'schema')
    for (const file of readdirSync(folder).sort()) {
      const name = `${layer}/${file}`
      if (!file.endsWith('.sql') || seen.has(name)) continue
      db.transaction(() => {
        db.exec(readFileSync(join(folder, file), 'utf8'))
        note.run(name)
      })()
    }
  }
}
