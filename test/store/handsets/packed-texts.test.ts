import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Address } from '../../../src/core/index.ts'
import { type HandsetMessage, handsetChange } from '../../../src/handsets/model/index.ts'
import { openHandsetRows } from '../../../src/store/handsets/rows.ts'
import { migrate } from '../../../src/store/migrate.ts'

const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address
const SHOP = '+12025550150' as Address
const WORLD = 1

function open() {
  const db = new BetterSqlite3(':memory:')
  migrate(db, ['core', 'handsets'])
  const rows = openHandsetRows(db)
  const commit = (...values: HandsetMessage[]) => {
    for (const value of values) rows.apply(WORLD, handsetChange({ put: 'message', value }))
    rows.beforeCommit?.(WORLD)
  }
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()
  return { rows, commit, count, read: rows.reader(WORLD) }
}

function text(id: number, phone: Address, wish: Partial<HandsetMessage> = {}): HandsetMessage {
  const thread = wish.thread ?? SHOP
  const common = {
    id,
    phone,
    direction: 'received',
    transport: 'sms',
    from: thread,
    to: [phone],
    cc: [],
    thread,
  } as const
  const content = {
    subject: null,
    text: `text ${id}`,
    media: [],
    status: 'received',
    error: null,
    at: 1_000 + id,
  } as const
  const state = { reports: null, nextAttemptAt: null, attempts: 0, readReport: null, reactsTo: null, reaction: null }
  return { ...common, ...content, segments: 1, encoding: 'gsm7', messageId: 900 + id, ...state, ...wish }
}

/** Texts for Ana and Ben in turn. */
const texts = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => text(from + n, n % 2 === 0 ? ANA : BEN))

const idsOf = (seen: readonly { message: HandsetMessage }[]) => seen.map(({ message }) => message.id)

describe('texts that phones receive in a burst', () => {
  it('are packed, and read as they came', () => {
    const { commit, count, read } = open()
    const all = texts(1, 300)
    commit(...all)
    expect([count('phone_message'), count('phone_text_pack')]).toEqual([0, 3])
    for (const message of all) expect(read.message(message.phone, message.id)?.message).toEqual(message)
    expect(read.message(BEN, 1)).toBeUndefined()
  })

  it('are one thread with what has rows, page by page in both directions', () => {
    const { commit, count, read } = open()
    commit(text(1, ANA))
    commit(...texts(2, 299))
    commit(text(400, ANA, { direction: 'sent', from: ANA, to: [SHOP], status: 'sent' }))
    commit(...texts(501, 20))
    expect([count('phone_message'), count('phone_text_pack')]).toEqual([2, 4])
    const ofAna = [
      1,
      ...texts(2, 299)
        .filter(({ phone }) => phone === ANA)
        .map(({ id }) => id),
      400,
    ]
    const wanted = [
      ...ofAna,
      ...texts(501, 20)
        .filter(({ phone }) => phone === ANA)
        .map(({ id }) => id),
    ]
    const forwards: number[] = []
    for (let page = idsOf(read.messages(ANA, { after: 0, limit: 33 })); page.length > 0; ) {
      forwards.push(...page)
      page = idsOf(read.messages(ANA, { after: page.at(-1)!, limit: 33, thread: SHOP }))
    }
    expect(forwards).toEqual(wanted)
    const backwards: number[] = []
    for (let page = idsOf(read.messages(ANA, { limit: 33 })); page.length > 0; ) {
      backwards.unshift(...page)
      page = idsOf(read.messages(ANA, { before: page[0]!, limit: 33 }))
    }
    expect(backwards).toEqual(wanted)
  })

  it('count as unread until the person has read up to them', () => {
    const { rows, commit, read } = open()
    commit(...texts(1, 40))
    expect(read.threads(ANA).map(({ last, unread }) => [last.id, unread])).toEqual([[39, 20]])
    rows.apply(WORLD, handsetChange({ put: 'read', phone: ANA, thread: SHOP, upTo: 21 }))
    expect(read.threads(ANA).map(({ last, unread }) => [last.id, unread])).toEqual([[39, 9]])
    expect(read.message(ANA, 21)?.read).toBe(true)
    expect(read.message(ANA, 23)?.read).toBe(false)
    commit(...texts(101, 10))
    expect(read.threads(ANA).map(({ last, unread }) => [last.id, unread])).toEqual([[109, 14]])
  })

  it('can change and be deleted one by one, with the phone, and with the world', () => {
    const { rows, commit, count, read } = open()
    commit(...texts(1, 40))
    commit(text(5, ANA, { reaction: '👍', reactsTo: 3 }))
    expect(read.message(ANA, 5)?.message).toMatchObject({ reaction: '👍', text: 'text 5' })
    expect(idsOf(read.messages(ANA, { limit: 4, after: 0 }))).toEqual([1, 3, 5, 7])
    rows.apply(WORLD, handsetChange({ remove: 'message', phone: ANA, id: 7 }))
    rows.apply(WORLD, handsetChange({ remove: 'message', phone: BEN, id: 9 }))
    expect(idsOf(read.messages(ANA, { limit: 4, after: 0 }))).toEqual([1, 3, 5, 9])
    rows.apply(WORLD, handsetChange({ remove: 'phone', phone: ANA }))
    expect(read.messages(ANA, { limit: 10 })).toEqual([])
    expect(read.messages(BEN, { limit: 100 })).toHaveLength(20)
    rows.clear(WORLD)
    expect(['phone_message', 'phone_text_pack', 'phone_thread'].map(count)).toEqual([0, 0, 0])
  })

  it('are gone after a rollback', () => {
    const { rows, commit, read } = open()
    for (const value of texts(1, 20)) rows.apply(WORLD, handsetChange({ put: 'message', value }))
    rows.rolledBack?.(WORLD)
    commit(text(50, ANA))
    expect(idsOf(read.messages(ANA, { limit: 100 }))).toEqual([50])
  })
})
