import type { Database } from 'better-sqlite3'
import type { Address } from '../../core/index.ts'
import type { ThreadColumns } from './message-columns.ts'

export type ThreadName = { readonly phone: Address; readonly thread: string }
type FirstMessage = ThreadName & { readonly id: number }
type Standing = {
  readonly id: number
  readonly read_up_to: number
  readonly last: number | null
  readonly unread: number
}

/** Threads whose ids are remembered; they are few compared to the messages in them. */
const REMEMBERED_MAX = 50_000

/** Its newest message, and how many came since the person last read in it. */
const STANDINGS = `SELECT t.id, t.read_up_to,
    (SELECT max(id) FROM phone_message WHERE thread = t.id) AS last,
    (SELECT count(*) FROM phone_message INDEXED BY phone_message_by_thread WHERE thread = t.id AND id > t.read_up_to)
      - (SELECT count(*) FROM phone_message INDEXED BY phone_message_sent
         WHERE thread = t.id AND id > t.read_up_to AND sent = 1) AS unread
  FROM phone_thread t WHERE t.world = ? AND t.phone = ?`

/** The threads of each phone; in other rows a thread is a number. */
export function openThreadRows(db: Database) {
  const find = db
    .prepare<unknown[], number>('SELECT id FROM phone_thread WHERE world = ? AND phone = ? AND thread = ?')
    .pluck()
  const add = db.prepare('INSERT INTO phone_thread (id, world, phone, thread) VALUES (?, ?, ?, ?)')
  const read = db.prepare(
    'UPDATE phone_thread SET read_up_to = max(read_up_to, ?) WHERE world = ? AND phone = ? AND thread = ?',
  )
  const ofPhone = db.prepare<unknown[], number>('SELECT id FROM phone_thread WHERE world = ? AND phone = ?').pluck()
  const standings = db.prepare<unknown[], Standing>(STANDINGS)
  const columns = db.prepare<unknown[], ThreadColumns>(
    'SELECT phone, thread AS members, read_up_to FROM phone_thread WHERE id = ? AND world = ?',
  )
  /** By world, phone and thread. */
  const known = new Map<number, Map<string, Map<string, number>>>()
  let knownCount = 0

  function remember(world: number, { phone, thread }: ThreadName, id: number): number {
    if (knownCount >= REMEMBERED_MAX) forget()
    const phones = known.get(world) ?? new Map<string, Map<string, number>>()
    const ids = phones.get(phone) ?? new Map<string, number>()
    known.set(world, phones.set(phone, ids.set(thread, id)))
    knownCount += 1
    return id
  }

  function forget(): void {
    known.clear()
    knownCount = 0
  }

  return {
    /** The thread that a message belongs to; a new one gets its row here. */
    idFor(world: number, { phone, thread, id: message }: FirstMessage): number {
      const remembered = known.get(world)?.get(phone)?.get(thread)
      if (remembered !== undefined) return remembered
      const found = find.get(world, phone, thread)
      if (found === undefined) add.run(message, world, phone, thread)
      return remember(world, { phone, thread }, found ?? message)
    },
    find: (world: number, { phone, thread }: ThreadName) => find.get(world, phone, thread),
    ofPhone: (world: number, phone: Address) => ofPhone.all(world, phone),
    /** Of the messages that have rows. */
    standings: (world: number, phone: Address): Standing[] => standings.all(world, phone),
    columns: (world: number, id: number): ThreadColumns | undefined => columns.get(id, world),
    markRead: (world: number, { phone, thread, upTo }: ThreadName & { readonly upTo: number }) =>
      read.run(upTo, world, phone, thread),
    /** After a rollback or a removal ids may belong to nobody. */
    forget,
  }
}
