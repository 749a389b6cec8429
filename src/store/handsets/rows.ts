import type { Database } from 'better-sqlite3'
import type { Errand, HandsetChange, HandsetReader } from '../../handsets/model/index.ts'
import { type LayerRows, whereWorld } from '../layer.ts'
import { eventsOfHandsets } from './events.ts'
import { openPhoneMessageRows } from './message-rows.ts'
import { openNotificationRows } from './notification-rows.ts'
import { openPartRows } from './part-rows.ts'
import { openThreadRows } from './thread-rows.ts'

const TABLES = ['phone_thread', 'phone_sms_part', 'phone_notification', 'phone_media']

/** What the phones keep: messages, how far they were read, waiting parts, notifications. */
export function openHandsetRows(db: Database): LayerRows<HandsetReader, HandsetChange> {
  const threads = openThreadRows(db)
  const messages = openPhoneMessageRows(db, threads)
  const parts = openPartRows(db)
  const notifications = openNotificationRows(db)
  const clearing = (where: string) =>
    [
      // By its threads: the table has no index of its worlds.
      `DELETE FROM phone_message WHERE thread IN (SELECT id FROM phone_thread WHERE ${where})`,
      ...TABLES.map((table) => `DELETE FROM ${table} WHERE ${where}`),
    ].map((sql) => db.prepare(sql))
  const clear = (world: number, phone?: string) => {
    const where = `${whereWorld(world)}${phone === undefined ? '' : ' AND phone = ?'}`
    for (const statement of clearing(where)) statement.run(world, ...(phone === undefined ? [] : [phone]))
  }

  function put(world: number, change: Extract<HandsetChange, { put: string }>): void {
    switch (change.put) {
      case 'message':
        return messages.put(world, change.value)
      case 'part':
        return void parts.put(world, change.value)
      case 'notification':
        return void notifications.put(world, change.value)
      case 'read':
        return void threads.markRead(world, change)
    }
  }

  function remove(world: number, change: Extract<HandsetChange, { remove: string }>): void {
    switch (change.remove) {
      case 'message':
        return void messages.remove(world, change.phone, change.id)
      case 'parts':
        return void parts.remove(world, change.set)
      case 'phone':
        messages.removePhone(world, change.phone)
        clear(world, change.phone)
        threads.forget()
    }
  }

  return {
    lastId: () => Math.max(messages.lastId(), notifications.lastId()),
    events: eventsOfHandsets(messages.get),
    reader: (world) => ({
      message: (phone, id) => messages.get(world, phone, id),
      messages: (phone, page) => messages.page(world, phone, page),
      sent: (phone, messageId) => messages.sent(world, phone, messageId),
      threads: (phone) => messages.threads(world, phone),
      readReports: (phone, of) => messages.readReports(world, phone, of),
      unsent: (phone) => messages.unsent(world, phone),
      media: (phone, hash) => messages.media(world, phone, hash),
      parts: (set) => parts.of(world, set),
      notification: (phone, id) => notifications.get(world, phone, id),
      notificationOf: (phone, location) => notifications.at(world, phone, location),
      notificationFor: (phone, of) => notifications.about(world, phone, of),
      openNotifications: (phone) => notifications.open(world, phone),
      due(now, limit) {
        const errands: Errand[] = [
          ...messages.due(world, now, limit).map((message) => ({ kind: kindOfErrand(message), message })),
          ...notifications.due(world, now, limit).map((one) => ({ kind: 'notification' as const, notification: one })),
          ...parts.due(world, now, limit).map((set) => ({ kind: 'show-incomplete' as const, set })),
        ]
        return errands.slice(0, limit)
      },
      nextDueAt(after = Number.MIN_SAFE_INTEGER) {
        const times = [messages, notifications, parts].map((rows) => rows.nextDueAt(world, after) ?? Infinity)
        const first = Math.min(...times)
        return first === Infinity ? undefined : first
      },
    }),
    apply: (world, change) => ('put' in change ? put(world, change) : remove(world, change)),
    beforeCommit: messages.beforeCommit,
    clear(world) {
      messages.clear(world)
      clear(world)
      threads.forget()
    },
    rolledBack(world) {
      messages.rolledBack(world)
      threads.forget()
    },
  }
}

/** A message that this phone sent is to be handed in; one that it received is to be reported as read. */
function kindOfErrand({ direction }: { readonly direction: 'sent' | 'received' }): 'post' | 'read-report' {
  return direction === 'sent' ? 'post' : 'read-report'
}
