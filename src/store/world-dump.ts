import type { Database } from 'better-sqlite3'

type Value = string | number | null | { readonly base64: string }
export type DumpedRow = Readonly<Record<string, Value>>

/** Every row of one world by table, without the world's number. */
export type WorldDump = Readonly<Record<string, readonly DumpedRow[]>>

/** The dump has a table or column that is not here, or rows whose keys are taken. */
export class UnfitDump extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'UnfitDump'
  }
}

type Column = { readonly table: string; readonly column: string }

/** What a row only points to comes with it. */
const STORED_ELSEWHERE: Readonly<Record<string, string>> = {
  'content.octets': 'content_octets(octets, segment, at, length) AS octets',
  'content.segment': 'NULL AS segment',
  'content.at': 'NULL AS at',
  'content.length': 'NULL AS length',
}

export function dumpWorld(db: Database, world: number): WorldDump {
  const dump = [...tablesOf(db)].map(([table, columns]) => {
    const names = columns.map((name) => STORED_ELSEWHERE[`${table}.${name}`] ?? `"${name}"`).join()
    const rows = db.prepare<unknown[], Record<string, unknown>>(`SELECT ${names} FROM ${table} WHERE world = ?`)
    return [table, rows.all(world).map(written)] as const
  })
  return Object.fromEntries(dump.filter(([, rows]) => rows.length > 0))
}

/** Inside a transaction: all of it or nothing. */
export function restoreWorld(db: Database, world: number, dump: WorldDump): void {
  const tables = tablesOf(db)
  for (const [table, rows] of Object.entries(dump)) {
    const known = tables.get(table)
    if (!known) throw new UnfitDump(`there is no table ${table}: it was exported by another version`)
    for (const row of rows) insert(db, { table, known, world }, row)
  }
}

type Place = { readonly table: string; readonly known: readonly string[]; readonly world: number }

function insert(db: Database, { table, known, world }: Place, row: DumpedRow): void {
  const names = Object.keys(row)
  const foreign = names.find((name) => !known.includes(name))
  if (foreign !== undefined)
    throw new UnfitDump(`${table} has no column ${foreign}: it was exported by another version`)
  const columns = ['world', ...names].map((name) => `"${name}"`).join()
  const places = ['world', ...names].map(() => '?').join()
  try {
    db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${places})`).run(world, ...Object.values(row).map(read))
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT'))
      throw new UnfitDump(`rows of ${table} are here already, or do not fit: ${error.message}`)
    throw error
  }
}

/** Tables that have a column `world`, with their other columns. */
function tablesOf(db: Database): ReadonlyMap<string, readonly string[]> {
  const columns = db
    .prepare<unknown[], Column>(
      `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c
       WHERE m.type = 'table' ORDER BY m.name, c.cid`,
    )
    .all()
  const byTable = Map.groupBy(columns, ({ table }) => table)
  const ours = [...byTable].map(([table, rows]) => [table, rows.map(({ column }) => column)] as const)
  return new Map(
    ours
      .filter(([, names]) => names.includes('world'))
      .map(([table, names]) => [table, names.filter((name) => name !== 'world')]),
  )
}

function written(row: Record<string, unknown>): DumpedRow {
  const values = Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? base64(value) : value])
  // SQLite's other values are texts, numbers and null.
  return Object.fromEntries(values) as DumpedRow
}

function base64(octets: Uint8Array): { base64: string } {
  return { base64: Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64') }
}

function read(value: Value): string | number | null | Uint8Array {
  return typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value
}
