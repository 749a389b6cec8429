import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openConversationRows } from '../../../src/store/conversations/rows.ts'
import { migrate } from '../../../src/store/migrate.ts'

/** Every statement of the layer, as it is prepared. */
function statements(): { readonly db: BetterSqlite3.Database; readonly all: readonly string[] } {
  const db = new BetterSqlite3(':memory:')
  migrate(db, ['core', 'conversations'])
  const prepare = db.prepare.bind(db)
  const all: string[] = []
  db.prepare = ((sql: string) => {
    all.push(sql)
    return prepare(sql)
  }) as typeof db.prepare
  openConversationRows(db)
  db.prepare = prepare
  return { db, all: [...new Set(all)] }
}

const { db, all } = statements()
const planOf = (sql: string) => {
  const bare = sql.replace(/@\w+/g, '?')
  const unknown = [...bare.matchAll(/\?/g)].map(() => null)
  const rows = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${bare}`).all(unknown)
  return rows.map(({ detail }) => detail).join('; ')
}
const flat = (sql: string) => sql.replace(/\s+/g, ' ')

describe('query plans', () => {
  // An account has few services and address configurations, and clearing a world is meant to walk it.
  const few = /conversations_service|conversations_address|^DELETE FROM \w+ WHERE world = \?$/
  const many = all.filter((sql) => !few.test(flat(sql)))

  it.each(many.map((sql) => [flat(sql), sql]))('%s walks no table, no world, and sorts nothing', (_name, sql) => {
    expect(planOf(sql ?? '')).not.toMatch(/SCAN (?!CONSTANT)|TEMP B-TREE|PRIMARY KEY \(world=\?\)/)
  })

  it.each([
    ['messages by their index', /conversation_message WHERE .*position > /, 'conversation=? AND position>?'],
    ['messages backward', /conversation_message WHERE .*position < /, 'conversation=? AND position<?'],
    ['receipts of a message', /conversation_receipt .*message = @message (ORDER|AND)/, 'message=?'],
    [
      'participants of a conversation',
      /conversation_participant .*conversation = @conversation (ORDER|AND)/,
      'conversation=?',
    ],
    ['conversations of a service', /FROM conversation INDEXED .*service = @service .*sid > /, 'service=? AND sid>?'],
    ['a roster’s holder', /roster = @roster/, 'roster=?'],
    ['participations of an identity', /identity = @value AND sid > /, 'service=? AND identity=? AND sid>?'],
    ['participations of an address', /address = @value AND sid > /, 'service=? AND address=? AND sid>?'],
    ['calls that are due', /next_attempt_at <= /, 'next_attempt_at<?'],
    ['small resources under their parent', /parent = \? AND sid > /, 'parent=? AND sid>?'],
  ])('%s are found where they lie', (_what, pattern, place) => {
    const found = all.filter((sql) => pattern.test(flat(sql)))
    expect(found.length).toBeGreaterThan(0)
    for (const sql of found) expect(planOf(sql)).toContain(place)
  })
})
