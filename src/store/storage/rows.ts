import type { Database } from 'better-sqlite3'
import { BLOCK_IDS } from '../core/settled-rows.ts'
import type { LayerRows } from '../layer.ts'

export type Evicted = { readonly messages: number; readonly phoneMessages: number; readonly media: number }

/** Messages with an id below `before` go, unless something of them is still on its way; so does media nobody shows. */
export type StorageChange = {
  readonly layer: 'storage'
  readonly evictBefore: number
  readonly at: number
}

export interface StorageReader {
  count(): number
  /** The id of the oldest message that stays when only `keep` do; undefined when there are no more. */
  cutoff(keep: number): number | undefined
  /** The first message accepted at or after an instant, or the id after the last one. */
  firstSince(at: number): number
  /** When the oldest message was accepted. */
  oldestAt(): number | undefined
  /** All that was ever thrown out of this world. */
  evicted(): Evicted
}

/** Of these messages nothing is on its way: all is written down, and no delivery of theirs waits. */
const SETTLED = (id: string) => `${id} < @before
  AND ${id} <= ifnull((SELECT message_id FROM recorded WHERE world = @world), 0)
  AND ${id} NOT IN (SELECT message_id FROM delivery WHERE world = @world AND next_attempt_at IS NOT NULL)`

/** A pack goes as a whole. */
const SETTLED_PACKS = `world = @world AND last_id < @before
  AND last_id <= ifnull((SELECT message_id FROM recorded WHERE world = @world), 0)
  AND NOT EXISTS (SELECT 1 FROM delivery d
    WHERE d.world = @world AND d.message_id BETWEEN first_id AND last_id AND d.next_attempt_at IS NOT NULL)`

/** The MMSC keeps a picture that it shrank under the name of the whole one, an @ and its size. */
const ORIGINAL = "substr(hash, 1, instr(hash || '@', '@') - 1)"

/** Whether any message from an id to another lies in a pack. */
const PACKED = (from: string, to: string) => `ifnull((SELECT last_id FROM message_pack
  WHERE world = @world AND first_id <= ${to} ORDER BY first_id DESC LIMIT 1), 0) >= ${from}`

const OF_BLOCK = [`block * ${BLOCK_IDS}`, `(block + 1) * ${BLOCK_IDS} - 1`] as const

/** In this order: what follows looks at what is left. */
const EVICTIONS = {
  messages: `DELETE FROM message WHERE world = @world AND ${SETTLED('id')}`,
  messagePacks: `DELETE FROM message_pack WHERE ${SETTLED_PACKS}`,
  deliveries: `DELETE FROM delivery
    WHERE world = @world AND ${SETTLED('message_id')} AND NOT ${PACKED('message_id', 'message_id')}`,
  settled: `DELETE FROM settled WHERE world = @world AND block < @before / ${BLOCK_IDS}
    AND NOT EXISTS (SELECT 1 FROM message WHERE world = @world AND id BETWEEN ${OF_BLOCK[0]} AND ${OF_BLOCK[1]})
    AND NOT ${PACKED(...OF_BLOCK)}`,
  phoneMessages: `DELETE FROM phone_message WHERE world = @world AND ifnull(message_id, id) < @before AND next_attempt_at IS NULL`,
  phoneTexts: `DELETE FROM phone_text_pack WHERE world = @world AND newest_message_id < @before`,
  notifications: `DELETE FROM phone_notification WHERE world = @world AND message_id < @before AND stage = 'done'`,
  phoneMedia: `DELETE FROM phone_media WHERE world = @world AND NOT EXISTS (
    SELECT 1 FROM phone_thread t CROSS JOIN phone_message p ON p.thread = t.id, json_each(p.more, '$.media') m
    WHERE t.world = phone_media.world AND t.phone = phone_media.phone AND m.value ->> 'hash' = phone_media.hash)`,
  media: `DELETE FROM content WHERE world = @world
    AND ${ORIGINAL} NOT IN (SELECT m.value ->> 'hash' FROM message, json_each(message.more, '$.mms.parts') m
      WHERE message.world = @world AND message.more IS NOT NULL)
    AND hash NOT IN (SELECT hash FROM phone_media WHERE world = @world)
    AND hash NOT IN (SELECT doc ->> 'hash' FROM conversations_media WHERE world = @world AND doc ->> 'hash' IS NOT NULL)`,
} as const

/** Messages with rows, and packs of messages. */
const ALL = `(SELECT id, id AS last, 1 AS n, accepted_at AS at FROM message WHERE world = @world
  UNION ALL SELECT first_id, last_id, count, at FROM message_pack WHERE world = @world)`

/** The bounds of the store: how much there is, and the throwing out of what is old. */
export function openStorageRows(db: Database): LayerRows<StorageReader, StorageChange> {
  const number = (sql: string) => db.prepare<unknown[], number | null>(sql).pluck()
  const count = number(`SELECT total(n) FROM ${ALL}`)
  const cutoff = number(`SELECT id FROM (SELECT id, sum(n) OVER (ORDER BY id DESC) AS newer FROM ${ALL})
    WHERE newer >= @keep ORDER BY id DESC LIMIT 1`)
  const since = number(`SELECT min(id) FROM ${ALL} WHERE at >= @at`)
  const last = number(`SELECT max(last) FROM ${ALL}`)
  const oldest = number(`SELECT at FROM ${ALL} ORDER BY id LIMIT 1`)
  const sums = db.prepare<unknown[], Evicted>(
    `SELECT ifnull(sum(messages), 0) AS messages, ifnull(sum(phone_messages), 0) AS phoneMessages,
     ifnull(sum(media), 0) AS media FROM eviction WHERE world = ?`,
  )
  const note = db.prepare('INSERT INTO eviction (world, at, messages, phone_messages, media) VALUES (?, ?, ?, ?, ?)')
  const forgets = db.prepare('DELETE FROM eviction WHERE world = ?')
  const packs = db.prepare<unknown[], number>(`SELECT total(count) FROM message_pack WHERE ${SETTLED_PACKS}`).pluck()
  const texts = db
    .prepare<unknown[], number>(
      'SELECT total(count) FROM phone_text_pack WHERE world = @world AND newest_message_id < @before',
    )
    .pluck()
  const evictions = Object.entries(EVICTIONS).map(([name, sql]) => [name, db.prepare(sql)] as const)
  return {
    reader: (world) => ({
      count: () => count.get({ world }) ?? 0,
      cutoff: (keep) => cutoff.get({ world, keep }) ?? undefined,
      firstSince: (at) => since.get({ world, at }) ?? (last.get({ world }) ?? 0) + 1,
      oldestAt: () => oldest.get({ world }) ?? undefined,
      evicted: () => sums.get(world) ?? { messages: 0, phoneMessages: 0, media: 0 },
    }),
    apply(world, { evictBefore, at }) {
      const packed = packs.get({ world, before: evictBefore }) ?? 0
      const packedTexts = texts.get({ world, before: evictBefore }) ?? 0
      const gone: Record<string, number> = {}
      for (const [name, eviction] of evictions) gone[name] = eviction.run({ world, before: evictBefore }).changes
      const { media = 0 } = gone
      const messages = (gone.messages ?? 0) + packed
      const phoneMessages = (gone.phoneMessages ?? 0) + packedTexts
      if (messages + phoneMessages + media > 0) note.run(world, at, messages, phoneMessages, media)
    },
    evicts: true,
    clear: (world) => void forgets.run(world),
  }
}
