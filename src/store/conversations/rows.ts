import type { Database } from 'better-sqlite3'
import type { Conversation } from '../../conversations/model/records.ts'
import type {
  ConversationsChange,
  ConversationsReader,
  RecordKind,
  RemovableKind,
} from '../../conversations/model/store-port.ts'
import type { LayerRows } from '../layer.ts'
import { eventsOfConversations } from './events.ts'
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

  function put(world: number, change: Extract<ConversationsChange, { put: string }>): void {
    const memory = memoryOf(world)
    const before = memory.before(change)
    memory.note(change)
    // Every value but those of records with a table of their own is a resource with a SID.
    if (resources.isKind(change.put)) resources.put(world, change.put, change.value as { readonly sid: string })
    else if (!(before && isOnlyCounted(before, change.value as Conversation)))
      puts.get(change.put)?.(world, change.value, before)
  }

  /** A message that goes is missing in the count: the conversation's row takes it over. */
  function writeCount(world: number, messageSid: string): void {
    const { message, conversation } = reader(world)
    const counted = conversation(message(messageSid)?.conversationSid ?? '')
    if (counted) puts.get('conversation')?.(world, counted, counted)
  }

  function remove(world: number, kind: RemovableKind, key: string): void {
    if (kind === 'message') writeCount(world, key)
    removes.get(kind)?.run(world, key)
    if (kind === 'conversation') for (const empty of empties) empty.run(world, key)
    if (kind === 'message') receiptsOf.run(world, key)
    if (kind === 'service') resources.removeOf(world, key)
  }

  return {
    reader,
    events: eventsOfConversations((world, sid) => reader(world).message(sid)),
    apply(world, change) {
      if ('put' in change) return put(world, change)
      memoryOf(world).note(change)
      if (resources.isKind(change.remove)) resources.remove(world, change.remove, change.key)
      else remove(world, change.remove, change.key)
    },
    rolledBack: (world) => memoryOf(world).clear(),
    clear(world) {
      memoryOf(world).clear()
      for (const statement of clears) statement.run(world)
      resources.clear(world)
    },
  }
}

/** Whether there is nothing new of a conversation but its count of messages, which is found again from their positions. */
function isOnlyCounted(before: Conversation, after: Conversation): boolean {
  // The names of a record are those of its type.
  for (const name in after) {
    const key = name as keyof Conversation
    if (key !== 'nextIndex' && after[key] !== before[key]) return false
  }
  for (const name in before) if (!(name in after)) return false
  return true
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
