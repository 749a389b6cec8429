import type { Database } from 'better-sqlite3'
import { type Endpoint, type Message, type MessageDelivery, type MessageId, Recent } from '../../core/index.ts'
import { textOfEndpoint } from './endpoint-text.ts'
import { firstDeliveries, fromRow, rowOf, type StoredRow, textOfDeliveries } from './message-columns.ts'
import type { Kept } from './message-pack-form.ts'
import { openMessagePacks } from './message-packs.ts'
import { openMessageTable } from './message-table.ts'

/** Fewer short messages in a commit get rows of their own. */
const PACKED_FROM = 8
const REMEMBERED = 64

type Copies = { readonly evidence: Uint8Array | null; readonly deliveries: readonly MessageDelivery[] }
/** A message with its copies as they were when it was accepted. */
export type Accepted = { readonly message: Message; readonly deliveries: readonly MessageDelivery[] }

/** Messages: rows, packs of those that came in bursts, and what the open batch has brought. */
export function openMessageRows(db: Database) {
  const table = openMessageTable(db)
  const packs = openMessagePacks(db)
  // Multimedia messages that were just accepted: each of their recipients is about to fetch them.
  const recent = new Recent<{ readonly world: number; readonly message: Message }>(REMEMBERED)
  /** Short messages of the open batch, by world and in the order of their ids. */
  const pending = new Map<number, Kept[]>()

  /** Reads look only at what is written. */
  function write(world: number): void {
    const held = pending.get(world)
    if (!held || held.length === 0) return
    pending.set(world, [])
    if (held.length >= PACKED_FROM) packs.add(world, held)
    else for (const kept of held) table.insert(world, rowOf(kept.message, kept))
  }

  function remember(world: number, message: Message): void {
    if (message.content.kind === 'mms') recent.add({ world, message }, 1)
  }

  function find(world: number, id: MessageId): StoredRow | undefined {
    write(world)
    return table.get(world, id) ?? packs.get(world, id)
  }

  function hold(world: number, kept: Kept): void {
    const held = pending.get(world)
    if (held) held.push(kept)
    else pending.set(world, [kept])
  }

  return {
    lastId: () => Math.max(table.lastId(), packs.lastId()),
    add(world: number, message: Message, { evidence, deliveries }: Copies): void {
      const kept = { message, evidence, deliveries: textOfDeliveries(message, deliveries) }
      if (message.content.kind === 'sms') return hold(world, kept)
      table.insert(world, rowOf(message, kept))
      remember(world, message)
    },
    /** Other content under the same id; its deliveries stay. */
    replace(world: number, message: Message, evidence: Uint8Array | null): void {
      recent.clear()
      const before = find(world, message.id)
      if (!before) return
      if (packs.remove(world, message.id)) table.insert(world, before)
      table.update(world, rowOf(message, { evidence, deliveries: before.deliveries }))
    },
    get(world: number, id: MessageId): Message | undefined {
      const known = recent.find((one) => one.message.id === id && one.world === world)
      if (known) return known.message
      const row = find(world, id)
      const message = row && fromRow(row)
      if (message) remember(world, message)
      return message
    },
    accepted(world: number, id: MessageId): Accepted | undefined {
      const row = find(world, id)
      return row && acceptedFrom(row)
    },
    /** Newest first. */
    page(world: number, before: MessageId, limit: number): Message[] {
      write(world)
      const rows = [...table.page(world, before, limit), ...packs.page(world, before, limit)]
      return rows
        .sort((a, b) => b.id - a.id)
        .slice(0, limit)
        .map(fromRow)
    },
    /** Messages accepted after another one, oldest first. */
    after(world: number, id: MessageId): readonly Accepted[] {
      write(world)
      const rows = [...table.after(world, id), ...packs.after(world, id)]
      return rows.sort((a, b) => a.id - b.id).map(acceptedFrom)
    },
    /** The message that a delivery's id belongs to. */
    owner(world: number, deliveryId: number): MessageId | undefined {
      write(world)
      const ids = [table.newestBefore(world, deliveryId), packs.newestBefore(world, deliveryId)]
      return ids.reduce((newest, id) => Math.max(newest ?? 0, id ?? 0), 0) || undefined
    },
    /** The newest multimedia message that this endpoint handed in under a name of its own. */
    handedIn(world: number, origin: Endpoint, reference: string): Message | undefined {
      const row = table.handedIn(world, textOfEndpoint(origin), reference)
      return row && fromRow(row)
    },
    evidence: (world: number, id: MessageId) => find(world, id)?.evidence ?? undefined,
    remove(world: number, id: MessageId): void {
      write(world)
      recent.clear()
      if (!packs.remove(world, id)) table.remove(world, id)
    },
    /** Rows may be gone. */
    forget(): void {
      recent.clear()
      packs.forget()
    },
    beforeCommit(world: number): void {
      write(world)
      packs.forget()
    },
    clear(world: number): void {
      pending.delete(world)
      table.clear(world)
      packs.clear(world)
      recent.clear()
    },
    rolledBack(world: number): void {
      pending.delete(world)
      recent.clear()
      packs.forget()
    },
  }
}

function acceptedFrom(row: StoredRow): Accepted {
  const message = fromRow(row)
  return { message, deliveries: firstDeliveries(message, row.deliveries) }
}
