import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Address } from '../../../src/core/index.ts'
import {
  type HandsetMessage,
  handsetChange,
  type Notification,
  type StoredPart,
} from '../../../src/handsets/model/index.ts'
import { openHandsetRows } from '../../../src/store/handsets/rows.ts'
import { migrate } from '../../../src/store/migrate.ts'

const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address
const CLEO = '+12025550103' as Address
const WORLD = 1

function open() {
  const statements: string[] = []
  const db = new BetterSqlite3(':memory:', { verbose: (sql) => statements.push(String(sql)) })
  migrate(db, ['core', 'handsets'])
  const rows = openHandsetRows(db)
  const put = (value: HandsetMessage, world = WORLD) => rows.apply(world, handsetChange({ put: 'message', value }))
  const notify = (value: Notification) => rows.apply(WORLD, handsetChange({ put: 'notification', value }))
  const keep = (value: StoredPart) => rows.apply(WORLD, handsetChange({ put: 'part', value }))
  return { db, rows, put, notify, keep, read: rows.reader(WORLD), statements }
}

function message(id: number, wish: Partial<HandsetMessage> = {}): HandsetMessage {
  return {
    id,
    phone: BEN,
    direction: 'received',
    transport: 'sms',
    from: ANA,
    to: [BEN],
    cc: [],
    thread: ANA,
    subject: null,
    text: `text ${id}`,
    media: [],
    status: 'received',
    error: null,
    at: 1_000 + id,
    segments: 1,
    encoding: 'gsm7',
    messageId: 900 + id,
    reports: null,
    nextAttemptAt: null,
    attempts: 0,
    readReport: null,
    reactsTo: null,
    reaction: null,
    ...wish,
  }
}

const GROUP: Partial<HandsetMessage> = {
  direction: 'sent',
  transport: 'mms',
  from: BEN,
  to: [ANA, CLEO],
  cc: ['agent@example.com'],
  thread: `${ANA},${CLEO}`,
  subject: 'Sunday',
  media: [{ contentType: 'image/png', filename: 'a.png', size: 3, hash: 'h1' }],
  status: 'failed',
  error: 'no',
  segments: null,
  encoding: null,
  messageId: null,
  reports: { [ANA]: 'delivered' },
  nextAttemptAt: 77,
  attempts: 2,
}

const NOTIFICATION: Notification = {
  id: 5,
  phone: BEN,
  from: ANA,
  subject: 'Sunday',
  size: 2_000,
  expiresAt: 9_000,
  contentLocation: 'http://localhost/mm1/a',
  transactionId: 'a',
  messageId: 11,
  at: 1_000,
  stage: 'fetch',
  byHand: false,
  error: null,
  nextAttemptAt: 500,
  attempts: 0,
}

describe('messages of a phone', () => {
  it.each<[string, Partial<HandsetMessage>]>([
    ['a text', {}],
    ['a group message with everything', GROUP],
  ])('%s comes back as it was put', (_, wish) => {
    const { put, read } = open()
    put(message(1, wish))
    expect(read.message(BEN, 1)?.message).toEqual(message(1, wish))
    expect(read.message(ANA, 1)).toBeUndefined()
  })

  it('putting it again changes what can change: status, error, reports, the network’s id, the next attempt', () => {
    const { put, read } = open()
    put(message(1, GROUP))
    const later = { status: 'sent', error: null, messageId: 7, nextAttemptAt: null, reports: null } as const
    put(message(1, { ...GROUP, ...later }))
    expect(read.message(BEN, 1)?.message).toEqual(message(1, { ...GROUP, ...later }))
    expect(read.sent(BEN, 7)?.id).toBe(1)
    expect(read.sent(BEN, 8)).toBeUndefined()
  })

  it('threads are listed with the newest message and what is unread, newest thread first', () => {
    const { rows, put, read } = open()
    put(message(1))
    put(message(2, GROUP))
    put(message(3))
    put(message(4))
    put(message(5, { thread: CLEO, from: CLEO }))
    const threads = () => read.threads(BEN).map(({ unread, last }) => [last.thread, last.id, unread])
    expect(threads()).toEqual([
      [CLEO, 5, 1],
      [ANA, 4, 3],
      [`${ANA},${CLEO}`, 2, 0],
    ])
    rows.apply(WORLD, handsetChange({ put: 'read', phone: BEN, thread: ANA, upTo: 3 }))
    rows.apply(WORLD, handsetChange({ put: 'read', phone: BEN, thread: ANA, upTo: 1 }))
    expect(threads()[1]).toEqual([ANA, 4, 1])
    expect(read.messages(BEN, { thread: ANA, limit: 9 }).map(({ read: isRead }) => isRead)).toEqual([true, true, false])
    expect(read.threads(CLEO)).toEqual([])
  })

  it('neither threads nor pages look at all messages of a phone', () => {
    const { db, put, read, statements } = open()
    put(message(1))
    statements.length = 0
    read.threads(BEN)
    read.messages(BEN, { limit: 10 })
    read.messages(BEN, { limit: 10, after: 1 })
    read.messages(BEN, { limit: 10, before: 9 })
    read.messages(BEN, { limit: 10, thread: ANA })
    read.messages(BEN, { limit: 10, thread: ANA, before: 9 })
    read.messages(BEN, { limit: 10, thread: ANA, after: 1 })
    read.unsent(BEN)
    read.sent(BEN, 1)
    read.readReports(BEN, { state: 'owed' })
    read.due(1, 10)
    read.nextDueAt()
    const plans = statements.flatMap((sql) =>
      db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => detail),
    )
    const looks = plans.filter((detail) => /phone_message|\bm\b/.test(detail))
    expect([...new Set(looks)].sort()).toEqual([
      'SEARCH m USING INDEX phone_message_by_origin (message_id=?)',
      'SEARCH m USING INDEX phone_message_due (world=? AND next_attempt_at<?)',
      'SEARCH m USING INDEX phone_message_read_report (thread=? AND read_report=?)',
      'SEARCH m USING INDEX phone_message_sent (thread=?)',
      'SEARCH m USING INTEGER PRIMARY KEY (rowid=?)',
      // The newest page: the thread from its end.
      'SEARCH phone_message USING COVERING INDEX phone_message_by_thread (thread=? AND rowid<?)',
      'SEARCH phone_message USING COVERING INDEX phone_message_by_thread (thread=? AND rowid>?)',
      // The newest message.
      'SEARCH phone_message USING COVERING INDEX phone_message_by_thread (thread=?)',
      'SEARCH phone_message USING COVERING INDEX phone_message_due (world=? AND next_attempt_at>?)',
      'SEARCH phone_message USING COVERING INDEX phone_message_sent (thread=? AND rowid>?)',
    ])
  })

  it('a removed message leaves its thread; a removed phone leaves nothing', () => {
    const { rows, put, read, notify } = open()
    put(message(1))
    put(message(2, GROUP))
    notify(NOTIFICATION)
    rows.apply(WORLD, handsetChange({ remove: 'message', phone: BEN, id: 1 }))
    expect(read.threads(BEN)).toHaveLength(1)
    expect(read.media(BEN, 'h1')).toEqual({ contentType: 'image/png', filename: 'a.png' })
    rows.apply(WORLD, handsetChange({ remove: 'phone', phone: BEN }))
    expect([read.threads(BEN), read.openNotifications(BEN), read.media(BEN, 'h1')]).toEqual([[], [], undefined])
  })

  it('worlds know nothing of each other', () => {
    const { rows, put, read } = open()
    put(message(1))
    put(message(2, { text: 'other' }), 2)
    rows.clear(2)
    expect(read.messages(BEN, { limit: 9 }).map(({ message: { text } }) => text)).toEqual(['text 1'])
    expect(rows.reader(2).messages(BEN, { limit: 9 })).toEqual([])
  })
})

describe('what is due', () => {
  const part: StoredPart = {
    phone: BEN,
    from: ANA,
    reference: 7,
    total: 3,
    sequence: 1,
    dataCoding: 0,
    userData: Uint8Array.of(1, 2),
    messageId: 1,
    dueAt: 300,
  }

  it('is a message to be sent, a notification to go on with, a text that stays incomplete', () => {
    const { put, notify, keep, read } = open()
    expect(read.nextDueAt()).toBeUndefined()
    put(message(1, { ...GROUP, nextAttemptAt: 700 }))
    notify(NOTIFICATION)
    keep(part)
    keep({ ...part, sequence: 2 })
    keep({ ...part, sequence: 2, userData: Uint8Array.of(9) })
    expect([read.nextDueAt(), read.nextDueAt(300), read.nextDueAt(500), read.nextDueAt(700)]).toEqual([
      300,
      500,
      700,
      undefined,
    ])
    expect(read.due(299, 9)).toEqual([])
    expect(read.due(700, 9).map(({ kind }) => kind)).toEqual(['post', 'notification', 'show-incomplete'])
    expect(read.due(700, 1)).toHaveLength(1)
    expect(read.parts(part).map(({ sequence, userData }) => [sequence, ...userData])).toEqual([
      [1, 1, 2],
      [2, 1, 2],
    ])
  })

  it('a notification is found by its content location, and is open until it is done', () => {
    const { notify, read } = open()
    notify(NOTIFICATION)
    expect(read.notificationOf(BEN, NOTIFICATION.contentLocation)).toEqual(NOTIFICATION)
    expect(read.openNotifications(BEN)).toEqual([NOTIFICATION])
    notify({ ...NOTIFICATION, stage: 'done', nextAttemptAt: null })
    expect(read.openNotifications(BEN)).toEqual([])
    expect(read.notification(BEN, 5)?.stage).toBe('done')
    expect(read.nextDueAt()).toBeUndefined()
  })
})
