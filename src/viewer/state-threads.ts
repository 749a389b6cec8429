// The thread list of each phone, newest first. Pure.
import { type Model, markStale } from './model.ts'
import type { FeedEvent, PhoneMessage, PhoneNumber, Thread } from './wire.ts'

export function foldThreads(model: Model, event: FeedEvent): Model {
  const { phone, message } = event
  const known = phone === null ? undefined : model.threads[phone]
  if (phone === null || message === null || !known || event.seq <= known.seq) return model
  const row = known.rows.find((thread) => thread.id === message.thread) ?? emptyThread(message)
  if (event.type !== 'phone.message-received' && event.type !== 'phone.message-sent') {
    return foldThreadChange(model, event, row)
  }
  const arrived = event.type === 'phone.message-received' && !message.read ? 1 : 0
  const newest = row.lastMessage && row.lastMessage.at > message.at ? row.lastMessage : message
  return putThread(model, phone, { ...row, lastMessage: newest, unread: row.unread + arrived }, event.seq)
}

/** Read up to its last message, a thread has nothing unread; read up to an earlier one, it is counted anew. */
export function foldThreadRead(model: Model, event: FeedEvent): Model {
  const phone = event.phone ?? ''
  const known = model.threads[phone]
  if (!known) return markStale(model, { of: 'phones' })
  const row = known.rows.find((thread) => thread.id === event.thread)
  if (!row || event.seq <= known.seq) return model
  if (row.lastMessage?.id !== event.upTo) return markStale(model, { of: 'threads', phone })
  return putThread(model, phone, { ...row, unread: 0 }, event.seq)
}

/** A status: of a sent message it only changes the line shown; of a received one the unread count, which it does not say. */
function foldThreadChange(model: Model, event: FeedEvent, row: Thread): Model {
  const { message } = event
  if (event.type !== 'phone.message-status' || message === null || message.direction === 'received') {
    return markStale(model, { of: 'threads', phone: event.phone ?? '' })
  }
  if (row.lastMessage?.id !== message.id) return model
  return putThread(model, message.phone, { ...row, lastMessage: message }, event.seq)
}

function putThread(model: Model, phone: PhoneNumber, thread: Thread, seq: number): Model {
  const others = (model.threads[phone]?.rows ?? []).filter((row) => row.id !== thread.id)
  return { ...model, threads: { ...model.threads, [phone]: { seq, rows: newestFirst([thread, ...others]) } } }
}

function emptyThread(message: PhoneMessage): Thread {
  const participants = message.thread.split(',').filter((number) => number !== '')
  return { id: message.thread, kind: message.kind, participants, unread: 0, lastMessage: null }
}

export function newestFirst(threads: readonly Thread[]): Thread[] {
  return threads.toSorted((a, b) => compare(atOf(b), atOf(a)) || compare(a.id, b.id))
}

function atOf(thread: Thread): string {
  return thread.lastMessage?.at ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
