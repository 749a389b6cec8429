import type { Database } from 'better-sqlite3'

export type Bindings = Readonly<Record<string, unknown>>

/** A prepared query for records kept as JSON in `doc`. */
export function query<T>(db: Database, sql: string): (bindings: Bindings) => T[] {
  const statement = db.prepare<Bindings, string>(sql).pluck()
  return (bindings) => statement.all(bindings).map((doc) => JSON.parse(doc) as T)
}
