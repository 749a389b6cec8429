import type { Database } from 'better-sqlite3'
import type { ConversationsChange, ConversationsReader, RecordKind } from '../../conversations/model/store-port.ts'
import type { LayerRows } from '../layer.ts'
import { Memory } from './memory.ts'
import { openReader } from './reader.ts'
import { openResourceRows } from './resource-rows.ts'
import { TABLES, TABLES_OF_A_CONVERSATION, type Table } from './tables.ts'

/** The rows of the Conversations layer: one table per kind of record. */
export function openConversationRows(db: Database): LayerRows<ConversationsReader, ConversationsChange> {
  const kinds = Object.keys(TABLES) as RecordKind[]
  const puts = new Map(kinds.map((kind) => [kind, openPut(db, kind)]))
  const removes = new Map(
    kinds.map((kind) => [
      kind,
      db.prepare(`DELETE FROM ${TABLES[kind].name} WHERE world = ? AND ${TABLES[kind].key[0]} = ?`),
    ]),
  )
  const empties = TABLES_OF_A_CONVERSATION.map((name) =>
    db.prepare(`DELETE FROM ${name} WHERE world = ? AND conversation = ?`),
  )
  const receiptsOf = db.prepare(
    'DELETE FROM conversation_receipt INDEXED BY conversation_receipt_by_message WHERE world = ? AND message = ?',
  )
  const clears = kinds.map((kind) => db.prepare(`DELETE FROM ${TABLES[kind].name} WHERE world = ?`))
  const memories = new Map<number, Memory>()
  const memoryOf = (world: number) => {
    const memory = memories.get(world) ?? new Memory()
    memories.set(world, memory)
    return memory
  }
  const reader = openReader(db, memoryOf)
  const resources = openResourceRows(db)
  return {
    reader,
    apply(world, change) {
      const memory = memoryOf(world)
      const before = memory.before(change)
      memory.note(change)
      if ('put' in change) {
        const { put, value } = change
        // Every value but those of records with a table of their own is a resource with a SID.
        if (resources.isKind(put)) resources.put(world, put, value as { readonly sid: string })
        else puts.get(put)?.(world, value, before)
        return
      }
      if (resources.isKind(change.remove)) {
        resources.remove(world, change.remove, change.key)
        return
      }
      removes.get(change.remove)?.run(world, change.key)
      if (change.remove === 'conversation') for (const empty of empties) empty.run(world, change.key)
      if (change.remove === 'message') receiptsOf.run(world, change.key)
      if (change.remove === 'service') resources.removeOf(world, change.key)
    },
    rolledBack: (world) => memoryOf(world).clear(),
    clear(world) {
      memoryOf(world).clear()
      for (const statement of clears) statement.run(world)
      resources.clear(world)
    },
  }
}

type Put = (world: number, record: unknown, before: unknown) => void

/** Writes a record; where the row is known and is found as before, its columns and their indexes are left alone. */
function openPut(db: Database, kind: RecordKind): Put {
  // The change's type pairs every kind with its own record.
  const { name, key, others, columns } = TABLES[kind] as unknown as Table<RecordKind>
  const names = ['world', ...key, ...others, 'doc']
  const updates = [...others, 'doc'].map((column) => `${column} = excluded.${column}`)
  const put = db.prepare(
    `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
     ON CONFLICT (${['world', ...key].join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
  )
  const where = ['world', ...key].map((column) => `${column} = ?`).join(' AND ')
  const rewrite = db.prepare(`UPDATE ${name} SET doc = ? WHERE ${where}`)
  const placesOf = (record: unknown) => {
    const values = columns(record as never)
    return [...key, ...others].map((column) => values[column])
  }
  return (world, record, before) => {
    const places = placesOf(record)
    const doc = JSON.stringify(record)
    const isPlaced = before !== undefined && placesOf(before).every((value, index) => value === places[index])
    if (isPlaced) rewrite.run(doc, world, ...places.slice(0, key.length))
    else put.run(world, ...places, doc)
  }
}
