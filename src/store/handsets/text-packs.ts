import type { Database } from 'better-sqlite3'
import type { Instant, MessageId } from '../../core/index.ts'

/** A plain text that a phone received: one short message or more from the thread's only other member, for it alone. */
export type PlainText = {
  readonly id: number
  /** The thread's id. */
  readonly thread: number
  readonly at: Instant
  readonly text: string
  readonly segments: number
  readonly encoding: string
  readonly messageId: MessageId
}

/** As it lies in a pack; all but the text and its length counted from the pack's own numbers. */
type Written = readonly [
  id: number,
  thread: number,
  at: Instant,
  text: string,
  segments: number,
  encoding: string,
  messageId: MessageId,
]
/** A thread with how many texts it has in the pack. */
type Share = readonly [thread: number, count: number]
/** Which threads have how many texts in a pack. */
export type PackShares = { readonly firstId: number; readonly shares: readonly Share[] }

type Row = {
  readonly firstId: number
  readonly lastId: number
  readonly messageId: MessageId
  readonly at: Instant
  readonly threads: string
  readonly texts: string
}

const COLUMNS = 'first_id AS firstId, last_id AS lastId, message_id AS messageId, at, threads, texts'
const PACK_MAX = 128

export type TextPackRows = ReturnType<typeof openTextPackRows>

export function openTextPackRows(db: Database) {
  const insert = db.prepare(
    `INSERT INTO phone_text_pack (world, first_id, last_id, message_id, newest_message_id, at, count, threads, texts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const holding = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM phone_text_pack WHERE world = ? AND first_id <= ? ORDER BY first_id DESC LIMIT 1`,
  )
  const shares = db.prepare<unknown[], Pick<Row, 'firstId' | 'threads'>>(
    'SELECT first_id AS firstId, threads FROM phone_text_pack WHERE world = ? ORDER BY first_id',
  )
  const oldest = db
    .prepare<unknown[], number | null>('SELECT min(first_id) FROM phone_text_pack WHERE world = ?')
    .pluck()
  const remove = db.prepare('DELETE FROM phone_text_pack WHERE world = ? AND first_id = ?')
  const clear = db.prepare('DELETE FROM phone_text_pack WHERE world = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(last_id) FROM phone_text_pack').pluck()

  function add(world: number, texts: readonly PlainText[]): PackShares {
    const first = texts[0]!
    const { threads, written } = pack(texts)
    const newest = texts.reduce((latest, { messageId }) => Math.max(latest, messageId), 0)
    const numbers = [first.id, texts.at(-1)!.id, first.messageId, newest, first.at, texts.length]
    insert.run(world, ...numbers, JSON.stringify(threads), JSON.stringify(written))
    return { firstId: first.id, shares: threads }
  }

  return {
    lastId: () => lastId.get() ?? 0,
    /** In the order of their ids. */
    add(world: number, texts: readonly PlainText[]): PackShares[] {
      const packs: PackShares[] = []
      for (let from = 0; from < texts.length; from += PACK_MAX) {
        packs.push(add(world, texts.slice(from, from + PACK_MAX)))
      }
      return packs
    },
    /** The texts of the pack that would hold `id`, oldest first. */
    holding(world: number, id: number): readonly PlainText[] {
      const row = holding.get(world, id)
      return row && id <= row.lastId ? unpack(row) : []
    },
    /** Oldest first. */
    shares: (world: number): readonly PackShares[] =>
      // Written by `add`.
      shares.all(world).map(({ firstId, threads }) => ({ firstId, shares: JSON.parse(threads) as Share[] })),
    oldest: (world: number) => oldest.get(world) ?? Infinity,
    remove: (world: number, firstId: number) => remove.run(world, firstId),
    clear: (world: number) => clear.run(world),
  }
}

function pack(texts: readonly PlainText[]): { threads: Share[]; written: Written[] } {
  const [first] = texts
  const places = new Map<number, { readonly place: number; count: number }>()
  const written = texts.map(({ id, thread, at, text, segments, encoding, messageId }): Written => {
    const known = places.get(thread)
    const share = known ?? { place: places.size, count: 0 }
    if (!known) places.set(thread, share)
    share.count += 1
    return [id - first!.id, share.place, at - first!.at, text, segments, encoding, messageId - first!.messageId]
  })
  return { threads: [...places].map(([thread, { count }]) => [thread, count]), written }
}

function unpack({ firstId, messageId, at, threads, texts }: Row): PlainText[] {
  // Written by `pack`.
  const shares = JSON.parse(threads) as Share[]
  const written = JSON.parse(texts) as Written[]
  return written.map(([id, place, later, text, segments, encoding, message]) => ({
    id: firstId + id,
    thread: shares[place]![0],
    at: at + later,
    text,
    segments,
    encoding,
    messageId: messageId + message,
  }))
}
