import type { Address, Instant } from '../core/index.ts'
import {
  type HandsetChange,
  type HandsetReader,
  handsetChange,
  type Notification,
  type NotificationStage,
} from './model/index.ts'
import type { Landing } from './receive/landing.ts'

/** Which message or notification of which phone. */
export type Item = { readonly phone: Address; readonly id: number }

/** Stages of a notification whose message the person can ask for. */
const WAITING: readonly NotificationStage[] = ['fetch', 'defer', 'deferred']

/** The person asks for a message that waits at the carrier; undefined if there is no such notification. */
export function download(reader: HandsetReader, { phone, id }: Item, now: Instant): Landing | undefined {
  const notification = reader.notification(phone, id)
  if (!notification || !WAITING.includes(notification.stage)) return undefined
  return become(notification, { stage: 'fetch', byHand: true, nextAttemptAt: now, error: null })
}

/** The person has read the thread up to this message. */
export function markRead(reader: HandsetReader, { phone, id }: Item, now: Instant): Landing | undefined {
  const message = reader.message(phone, id)?.message
  if (!message) return undefined
  const { thread } = message
  return {
    changes: readUpTo(reader, { phone, thread, upTo: id }, now),
    events: [{ type: 'phone.thread-read', phone, thread, upTo: String(id) }],
  }
}

/** How far a thread is read, with the read reports that are owed from now on. */
export function readUpTo(reader: HandsetReader, { phone, thread, upTo }: ReadMark, now: Instant): HandsetChange[] {
  const owed = reader.readReports(phone, { state: 'asked', within: { thread, upTo } })
  return [
    handsetChange({ put: 'read', phone, thread, upTo }),
    ...owed.map((one) =>
      handsetChange({ put: 'message', value: { ...one, readReport: 'owed', nextAttemptAt: now, attempts: 0 } }),
    ),
  ]
}

type ReadMark = { readonly phone: Address; readonly thread: string; readonly upTo: number }

/** The person deletes a message, or a notification that waits; the carrier's log keeps it. */
export function remove(reader: HandsetReader, { phone, id }: Item): Landing | undefined {
  if (reader.message(phone, id)) {
    return {
      changes: [handsetChange({ remove: 'message', phone, id })],
      events: [{ type: 'phone.message-removed', phone, id: String(id) }],
    }
  }
  const notification = reader.notification(phone, id)
  if (!notification || notification.stage === 'done') return undefined
  return become(notification, { stage: 'done', nextAttemptAt: null })
}

/** What waited for data goes on: retrievals, answers, messages to be sent. */
export function wake(reader: HandsetReader, phone: Address, now: Instant): Landing {
  const stalled = reader
    .openNotifications(phone)
    .filter((one) => one.stage !== 'deferred' && one.nextAttemptAt === null)
  const unreported = reader.readReports(phone, { state: 'owed' })
  const unsent = [...reader.unsent(phone), ...unreported].filter(({ nextAttemptAt }) => nextAttemptAt === null)
  const changes = [
    ...stalled.map((one) => handsetChange({ put: 'notification', value: { ...one, nextAttemptAt: now } })),
    ...unsent.map((one) => handsetChange({ put: 'message', value: { ...one, nextAttemptAt: now } })),
  ]
  return { changes, events: [] }
}

function become(notification: Notification, to: Partial<Notification>): Landing {
  return { changes: [handsetChange({ put: 'notification', value: { ...notification, ...to } })], events: [] }
}
