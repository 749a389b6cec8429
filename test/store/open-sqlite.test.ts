import { afterEach, describe, expect, it } from 'vitest'
import { openSqlite, plannedOnce } from '../../src/store/open-sqlite.ts'

const db = openSqlite(':memory:', 'normal')
db.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, world INTEGER, text TEXT)')
afterEach(() => db.exec('DELETE FROM message'))

describe('a query', () => {
  it('hides its parameters from the planner, and nothing else', () => {
    expect(plannedOnce("SELECT '?', '@a' FROM t WHERE a = ? AND b > @from LIMIT ?")).toBe(
      "SELECT '?', '@a' FROM t WHERE a = +? AND b > +@from LIMIT +?",
    )
    expect(plannedOnce('INSERT INTO t VALUES (?, ?)')).toBe('INSERT INTO t VALUES (?, ?)')
  })

  it('finds what it would find without that', () => {
    const insert = db.prepare('INSERT INTO message (id, world, text) VALUES (?, ?, ?)')
    for (const id of [1, 2, 3]) insert.run(id, 7, `text ${id}`)
    const select = db.prepare('SELECT id FROM message WHERE world = @world AND text >= @from ORDER BY id LIMIT @limit')
    expect(select.pluck().all({ world: 7, from: 'text 2', limit: 5 })).toEqual([2, 3])
    expect(
      db.prepare('SELECT text FROM message WHERE id IN (SELECT value FROM json_each(?))').pluck().all('[1]'),
    ).toEqual(['text 1'])
  })

  it('uses the same index', () => {
    db.exec('CREATE INDEX IF NOT EXISTS message_of_world ON message (world, id)')
    const plan = db.prepare('EXPLAIN QUERY PLAN SELECT text FROM message WHERE world = ? AND id > ?').all(1, 1)
    const hidden = db.prepare(
      `EXPLAIN QUERY PLAN ${plannedOnce('SELECT text FROM message WHERE world = ? AND id > ?')}`,
    )
    expect(hidden.all(1, 1)).toEqual(plan)
  })
})
