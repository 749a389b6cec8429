import type { Database } from 'better-sqlite3'
import type { MessageId } from '../../core/index.ts'
import { whereWorld } from '../layer.ts'
import { COLUMNS, type Row, type StoredRow } from './message-columns.ts'

const NAMES = COLUMNS.split(', ')
const ALL = `${COLUMNS}, deliveries, evidence`

/** Messages with a row of their own. */
export function openMessageTable(db: Database) {
  const insert = db.prepare(
    `INSERT INTO message (world, ${ALL}) VALUES (@world, ${ALL.split(', ')
      .map((name) => `@${name}`)
      .join(', ')})`,
  )
  const update = db.prepare(
    `UPDATE message SET evidence = @evidence, ${NAMES.map((name) => `${name} = @${name}`).join(', ')}
     WHERE world = @world AND id = @id`,
  )
  const select = (where: string) => db.prepare<unknown[], StoredRow>(`SELECT ${ALL} FROM message WHERE ${where}`)
  const one = select('world = ? AND id = ?')
  const page = select('world = ? AND id < ? ORDER BY id DESC LIMIT ?')
  const after = select('world = ? AND id > ? ORDER BY id')
  const handedIn = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message INDEXED BY message_by_transaction
     WHERE world = ? AND origin = ? AND reference = ?
       AND segments IS NULL AND origin >= 'handset:' AND origin < 'handset;' ORDER BY id DESC LIMIT 1`,
  )
  const newestBefore = db
    .prepare<unknown[], number>(
      'SELECT id FROM message WHERE id = (SELECT max(id) FROM message WHERE id < ?) AND world = ?',
    )
    .pluck()
  const remove = db.prepare('DELETE FROM message WHERE world = ? AND id = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM message').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    insert: (world: number, row: StoredRow) => insert.run({ ...row, world }),
    update: (world: number, row: StoredRow) => update.run({ ...row, world }),
    get: (world: number, id: MessageId) => one.get(world, id),
    /** Newest first. */
    page: (world: number, before: MessageId, limit: number) => page.all(world, before, limit),
    /** Oldest first. */
    after: (world: number, id: MessageId) => after.all(world, id),
    /** A multimedia message that a handset handed in, the newest of that reference. */
    handedIn: (world: number, origin: string, reference: string) => handedIn.get(world, origin, reference),
    /** The message whose ids lie before this one, if it is of this world. */
    newestBefore: (world: number, id: number) => newestBefore.get(id, world),
    remove: (world: number, id: MessageId) => remove.run(world, id),
    clear: (world: number) => db.prepare(`DELETE FROM message WHERE ${whereWorld(world)}`).run(world),
  }
}
