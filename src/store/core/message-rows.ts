import type { Database } from 'better-sqlite3'
import type { Endpoint, Message, MessageDelivery, MessageId } from '../../core/index.ts'
import { textOfEndpoint } from './endpoint-text.ts'
import { COLUMNS, firstDeliveries, fromRow, type Row, textOfDeliveries, valuesOf } from './message-columns.ts'
import { RecentMessages } from './recent-messages.ts'

type Copies = { readonly evidence: Uint8Array | null; readonly deliveries: readonly MessageDelivery[] }
/** A message with its copies as they were when it was accepted. */
export type Accepted = { readonly message: Message; readonly deliveries: readonly MessageDelivery[] }
type RowWithDeliveries = Row & { readonly deliveries: string | null }

export function openMessageRows(db: Database) {
  const names = COLUMNS.split(', ')
  const insert = db.prepare(
    `INSERT INTO message (world, evidence, deliveries, ${COLUMNS}) VALUES (?, ?, ?${', ?'.repeat(names.length)})`,
  )
  const update = db.prepare(
    `UPDATE message SET evidence = ?, ${names.map((name) => `${name} = ?`).join(', ')} WHERE world = ? AND id = ?`,
  )
  const select = db.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM message WHERE world = ? AND id = ?`)
  const page = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message WHERE world = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  )
  const handedIn = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message INDEXED BY message_by_transaction
     WHERE world = ? AND origin = ? AND reference = ?
       AND segments IS NULL AND origin >= 'handset:' AND origin < 'handset;' ORDER BY id DESC LIMIT 1`,
  )
  const after = db.prepare<unknown[], RowWithDeliveries>(
    `SELECT ${COLUMNS}, deliveries FROM message WHERE world = ? AND id > ? ORDER BY id`,
  )
  const withCopies = db.prepare<unknown[], RowWithDeliveries>(
    `SELECT ${COLUMNS}, deliveries FROM message WHERE world = ? AND id = ?`,
  )
  const owner = db
    .prepare<unknown[], number>(
      'SELECT id FROM message WHERE id = (SELECT max(id) FROM message WHERE id < ?) AND world = ?',
    )
    .pluck()
  const evidence = db
    .prepare<unknown[], Uint8Array | null>('SELECT evidence FROM message WHERE world = ? AND id = ?')
    .pluck()
  const exists = db.prepare<unknown[], number>('SELECT 1 FROM message WHERE world = ? AND id = ?').pluck()
  const recent = new RecentMessages()
  const remove = db.prepare('DELETE FROM message WHERE world = ? AND id = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM message').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    add(world: number, message: Message, { evidence, deliveries }: Copies): void {
      insert.run(world, evidence, textOfDeliveries(message, deliveries), ...valuesOf(message))
      recent.add(message)
    },
    /** Other content under the same id; its deliveries stay. */
    replace(world: number, message: Message, octets: Uint8Array | null): void {
      recent.forget(message.id)
      update.run(octets, ...valuesOf(message), world, message.id)
    },
    get(world: number, id: MessageId): Message | undefined {
      const known = recent.find(id)
      if (known) return exists.get(world, id) === undefined ? undefined : known
      const row = select.get(world, id)
      const message = row && fromRow(row)
      if (message) recent.add(message)
      return message
    },
    rolledBack: () => recent.forget(),
    page: (world: number, before: MessageId, limit: number) => page.all(world, before, limit).map(fromRow),
    /** The newest multimedia message that this endpoint handed in under a name of its own. */
    handedIn(world: number, origin: Endpoint, reference: string): Message | undefined {
      const row = handedIn.get(world, textOfEndpoint(origin), reference)
      return row && fromRow(row)
    },
    accepted(world: number, id: MessageId): Accepted | undefined {
      const row = withCopies.get(world, id)
      return row && acceptedFrom(row)
    },
    /** Messages accepted after another one. */
    after: (world: number, id: MessageId): readonly Accepted[] => after.all(world, id).map(acceptedFrom),
    /** The message that a delivery's id belongs to. */
    owner: (world: number, deliveryId: number): MessageId | undefined => owner.get(deliveryId, world),
    evidence: (world: number, id: MessageId) => evidence.get(world, id) ?? undefined,
    remove: (world: number, id: MessageId) => remove.run(world, id),
  }
}

function acceptedFrom(row: RowWithDeliveries): Accepted {
  const message = fromRow(row)
  return { message, deliveries: firstDeliveries(message, row.deliveries) }
}
