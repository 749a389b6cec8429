import type { Database } from 'better-sqlite3'
import type { Arrival, Delivery, Instant, MessageId } from '../../core/index.ts'

/** Ids are time: a block is about 32 milliseconds of messages. */
export const BLOCK_IDS = 65_536

type Row = { readonly first_id: number; readonly at: Instant; readonly entries: string }
type Block = { readonly block: number; readonly firstId: number; readonly at: Instant; readonly entries: number[] }

export type SettledRows = ReturnType<typeof openSettledRows>

/** Arrivals of every world, packed: as many as a commit brings for a block of messages share a row. */
export function openSettledRows(db: Database) {
  const insert = db.prepare('INSERT INTO settled (world, block, first_id, at, entries) VALUES (?, ?, ?, ?, ?)')
  const ofBlock = db.prepare<unknown[], Row>('SELECT first_id, at, entries FROM settled WHERE world = ? AND block = ?')
  const update = db.prepare('UPDATE settled SET entries = ? WHERE world = ? AND block = ? AND first_id = ?')
  const remove = db.prepare('DELETE FROM settled WHERE world = ? AND block = ? AND first_id = ?')
  return {
    add: (world: number, { block, firstId, at, entries }: Block) =>
      insert.run(world, block, firstId, at, JSON.stringify(entries)),
    ofMessage(world: number, id: MessageId): Arrival[] {
      const block = blockOf(id)
      return ofBlock.all(world, block).flatMap((row) => arrivalsOf(row, block, id))
    },
    /** Before the message itself is removed. */
    removeOf(world: number, id: MessageId): void {
      const block = blockOf(id)
      const place = id - block * BLOCK_IDS
      for (const { first_id, entries } of ofBlock.all(world, block)) {
        const before = entriesOf(entries)
        const left = before.filter((_, index) => before[index - (index % 3)] !== place)
        if (left.length === 0) remove.run(world, block, first_id)
        else if (left.length < before.length) update.run(JSON.stringify(left), world, block, first_id)
      }
    },
  }
}

/** What a batch brings, until its commit. */
export class Arrivals {
  private readonly blocks = new Map<number, Block>()

  add({ id, messageId }: Delivery, settledAt: Instant): void {
    const block = blockOf(messageId)
    let open = this.blocks.get(block)
    if (!open) {
      open = { block, firstId: id, at: settledAt, entries: [] }
      this.blocks.set(block, open)
    }
    open.entries.push(messageId - block * BLOCK_IDS, id - messageId, settledAt - open.at)
  }

  ofMessage(id: MessageId): Arrival[] {
    const open = this.blocks.get(blockOf(id))
    return open ? arrivals(open, id) : []
  }

  removeOf(id: MessageId): void {
    const open = this.blocks.get(blockOf(id))
    if (!open) return
    const place = id - open.block * BLOCK_IDS
    for (let index = open.entries.length - 3; index >= 0; index -= 3) {
      if (open.entries[index] === place) open.entries.splice(index, 3)
    }
  }

  /** Hands everything over. */
  take(): Block[] {
    if (this.blocks.size === 0) return []
    const taken = [...this.blocks.values()].filter(({ entries }) => entries.length > 0)
    this.blocks.clear()
    return taken
  }
}

function arrivalsOf({ first_id, at, entries }: Row, block: number, id: MessageId): Arrival[] {
  return arrivals({ block, firstId: first_id, at, entries: entriesOf(entries) }, id)
}

function arrivals({ block, at, entries }: Block, id: MessageId): Arrival[] {
  const place = id - block * BLOCK_IDS
  const found: Arrival[] = []
  for (let index = 0; index < entries.length; index += 3) {
    if (entries[index] === place) found.push({ id: id + entries[index + 1]!, settledAt: at + entries[index + 2]! })
  }
  return found
}

/** Written by Arrivals. */
function entriesOf(text: string): number[] {
  return JSON.parse(text) as number[]
}

function blockOf(id: MessageId): number {
  return Math.floor(id / BLOCK_IDS)
}
