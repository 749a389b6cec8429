import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3, { type Database } from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import type { WorldRecord } from '../../src/core/index.ts'
import { openConversationRows } from '../../src/store/conversations/rows.ts'
import { openHandsetRows } from '../../src/store/handsets/rows.ts'
import { PartylineDatabase } from '../../src/store/index.ts'
import { openStorageRows } from '../../src/store/storage/rows.ts'

const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'first',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'real' },
}

it('what was under way when its world was removed does not show up in the world that has its id next', async () => {
  const database = new PartylineDatabase({ path: ':memory:' })
  const before = database.openWorld(RECORD, () => 0)
  const emit = (world: typeof before, type: string) =>
    world.run(() => ({ answer: type, changes: [], events: [{ type }] }))
  await emit(before, 'first')
  await emit(before, 'second')
  const late = emit(before, 'late')
  database.removeWorld(1)
  const after = database.openWorld(RECORD, () => 0)
  expect(await late).toBe('late')
  expect(await emit(before, 'later still')).toBe('later still')
  for (const type of ['one', 'two', 'three']) await emit(after, type)
  expect(after.journal.read(0, 10).map(({ event }) => event.type)).toEqual(['one', 'two', 'three'])
  const again = database.openWorld(RECORD, () => 0)
  expect(again.journal.read(0, 10).map(({ event }) => event.type)).toEqual(['one', 'two', 'three'])
  database.close()
})

describe('a world that is removed', () => {
  const layers = { handsets: openHandsetRows, conversations: openConversationRows, storage: openStorageRows }
  const folder = mkdtempSync(join(tmpdir(), 'partyline-removed-'))
  const path = join(folder, 'partyline.db')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The database as SQLite has it, past the store. */
  function within<T>(look: (db: Database, tables: readonly string[]) => T): T {
    const db = new BetterSqlite3(path)
    const ofWorlds = `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'world'`
    try {
      return look(db, db.prepare<unknown[], string>(ofWorlds).pluck().all())
    } finally {
      db.close()
    }
  }

  const rowsOf = (world: number) =>
    within((db, tables) => {
      const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table} WHERE world = ?`).pluck().get(world)
      return Object.fromEntries(tables.map((table) => [table, count(table)]))
    })

  /** A row in every table there is, whatever it is for. */
  function fill(world: number): void {
    within((db, tables) => {
      for (const table of tables) {
        type Column = { readonly name: string; readonly type: string }
        const columns = db.prepare<unknown[], Column>(`SELECT name, type FROM pragma_table_info('${table}')`).all()
        const values = columns.map(({ name, type }) => {
          if (name === 'world' || name === 'id' || name === 'thread') return type === 'TEXT' ? `t${world}` : world
          return type === 'INTEGER' ? world : type === 'BLOB' ? Buffer.of(1) : `x${world}`
        })
        const names = columns.map(({ name }) => `"${name}"`).join()
        db.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join()})`).run(...values)
      }
      db.prepare('INSERT INTO world (id, name, doc) VALUES (?, ?, ?)').run(world, `w${world}`, '{}')
    })
  }

  it.each([2, 1])('leaves no row in any table, and the other worlds theirs: world %i', (gone) => {
    new PartylineDatabase({ path }, layers).close()
    const stays = gone + 10
    fill(gone)
    fill(stays)
    const filled = rowsOf(stays)
    expect(Object.keys(filled).length).toBeGreaterThan(20)
    expect([...new Set([...Object.values(filled), ...Object.values(rowsOf(gone))])]).toEqual([1])
    const database = new PartylineDatabase({ path }, layers)
    database.removeWorld(gone)
    database.close()
    expect([...new Set(Object.values(rowsOf(gone)))]).toEqual([0])
    expect(rowsOf(stays)).toEqual(filled)
    const named = within((db) => db.prepare('SELECT id FROM world').pluck().all())
    expect(named).toContain(stays)
    expect(named).not.toContain(gone)
  })

  it("walks through nobody else's rows: every statement finds its own by an index", () => {
    const removals = new Set<string>()
    const { prepare } = BetterSqlite3.prototype
    BetterSqlite3.prototype.prepare = function (this: Database, sql: string) {
      if (/^\s*DELETE/.test(sql)) removals.add(sql)
      return prepare.call(this, sql)
    } as typeof prepare
    try {
      const database = new PartylineDatabase({ path }, layers)
      removals.clear()
      database.removeWorld(12)
      database.close()
    } finally {
      BetterSqlite3.prototype.prepare = prepare
    }
    // Statements that were prepared before a world was removed are those of the conversations and the small tables.
    const tables = within((_db, names) => names)
    const all = [...removals, ...tables.map((table) => `DELETE FROM ${table} WHERE world = ? AND world <> 1`)]
    const plans = within((db) =>
      all.map((sql) => {
        const unknown = [...sql.matchAll(/\?/g)].map(() => null)
        const steps = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(unknown)
        return [sql, steps.map(({ detail }) => detail).join('; ')]
      }),
    )
    const found = /DELETE FROM phone_message WHERE world/
    expect(plans.filter(([sql, plan]) => /\bSCAN\b/.test(plan!) && !found.test(sql!))).toEqual([])
    expect([...removals].map((sql) => /FROM (\w+)/.exec(sql)?.[1])).toEqual(
      expect.arrayContaining(['message', 'delivery', 'phone_message', 'phone_notification']),
    )
  })
})
