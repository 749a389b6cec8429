import BetterSqlite3 from 'better-sqlite3'

/** Connections that come and go, and requests for names that are played here, are noted whatever becomes of them. */
const NOTED_ANYWAY = /^(session|proxy)\./

/** Rows per table of a carrier's database and events in its journal, read past the carrier: what is written shows. */
export function countRows(file: string): Readonly<Record<string, number>> {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const tables = db.prepare<unknown[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    const count = (table: string) => db.prepare<unknown[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0
    const commits = db.prepare<unknown[], string>('SELECT events FROM journal').pluck().all()
    const events = commits.flatMap((commit) => (JSON.parse(commit) as readonly Written[]).flatMap(typeOf))
    const rows = tables.filter((table) => table !== 'journal').map((table) => [table, count(table)])
    return { ...Object.fromEntries(rows), events: events.filter((type) => !NOTED_ANYWAY.test(type)).length }
  } finally {
    db.close()
  }
}

/** What the journal writes: a time, an event as it is, or its type with what its rows do not say. */
type Written = number | readonly [type: string, unknown] | { readonly type: string }

function typeOf(written: Written): string[] {
  if (typeof written === 'number') return []
  return ['type' in written ? written.type : written[0]]
}
