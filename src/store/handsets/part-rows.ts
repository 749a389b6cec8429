import type { Database } from 'better-sqlite3'
import type { Address, Instant } from '../../core/index.ts'
import type { PartSet, StoredPart } from '../../handsets/model/index.ts'

type SetRow = {
  readonly phone: string
  readonly sender: string
  readonly reference: number
  readonly total: number
}
type Row = SetRow & {
  readonly sequence: number
  readonly data_coding: number
  readonly user_data: Uint8Array
  readonly message_id: number
  readonly due_at: number
}

const SET = 'world = ? AND phone = ? AND sender = ? AND reference = ? AND total = ?'

export function openPartRows(db: Database) {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO phone_sms_part
      (world, phone, sender, reference, total, sequence, data_coding, user_data, message_id, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const of = db.prepare<unknown[], Row>(`SELECT * FROM phone_sms_part WHERE ${SET} ORDER BY sequence`)
  const remove = db.prepare(`DELETE FROM phone_sms_part WHERE ${SET}`)
  const due = db.prepare<unknown[], SetRow>(
    `SELECT DISTINCT phone, sender, reference, total FROM phone_sms_part WHERE world = ? AND due_at <= ?
     ORDER BY due_at LIMIT ?`,
  )
  const nextDue = db
    .prepare<unknown[], number | null>('SELECT min(due_at) FROM phone_sms_part WHERE world = ? AND due_at > ?')
    .pluck()
  return {
    put: (world: number, part: StoredPart) =>
      insert.run(world, ...keyOf(part), part.sequence, part.dataCoding, part.userData, part.messageId, part.dueAt),
    of: (world: number, set: PartSet) => of.all(world, ...keyOf(set)).map(fromRow),
    remove: (world: number, set: PartSet) => remove.run(world, ...keyOf(set)),
    due: (world: number, now: Instant, limit: number) => due.all(world, now, limit).map(setOf),
    nextDueAt: (world: number, after: Instant) => nextDue.get(world, after) ?? undefined,
  }
}

function keyOf({ phone, from, reference, total }: PartSet): unknown[] {
  return [phone, from, reference, total]
}

function setOf({ phone, sender, reference, total }: SetRow): PartSet {
  // Written from a PartSet by keyOf.
  return { phone: phone as Address, from: sender as Address, reference, total }
}

function fromRow(row: Row): StoredPart {
  return {
    ...setOf(row),
    sequence: row.sequence,
    dataCoding: row.data_coding,
    userData: row.user_data,
    messageId: row.message_id,
    dueAt: row.due_at,
  }
}
