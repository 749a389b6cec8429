// The model: what the viewer knows of the phones, folded from snapshots and feed events. Pure.
// A snapshot says which event it already shows; younger events that came while it was on its way are folded in again.
// What an event does not say exactly makes its part stale: it is fetched anew, never guessed.
import {
  type Connection,
  type Model,
  markStale,
  messagesKey,
  type Part,
  partKey,
  partOf,
  RECENT_COUNT,
} from './model.ts'
import { foldAdapted, foldMessage, foldMessages, withoutMessage } from './state-messages.ts'
import { foldThreadRead, foldThreads, newestFirst } from './state-threads.ts'
import type { FeedEvent, Phone, PhoneMessage, PhoneNumber, Snapshot, Thread, Waiting } from './wire.ts'

export function foldEvent(model: Model, event: FeedEvent): Model {
  if (event.type === 'feed.hello') return foldHello(model, event)
  if (event.type === 'feed.gap') return foldGap(model, event)
  if (event.seq <= model.seq) return model
  const seen = { ...model, seq: event.seq, recent: [...model.recent, event].slice(-RECENT_COUNT) }
  return foldPhoneEvent(seen, event)
}

export function loadPhones(model: Model, phones: Snapshot<Phone>): Model {
  const since = model.phones === null ? phones.seq : model.seq
  const loaded = { ...model, phones, seq: Math.max(model.seq, since) }
  return replay(loaded, phones.seq, foldUnread)
}

export function loadThreads(model: Model, phone: PhoneNumber, threads: Snapshot<Thread>): Model {
  const sorted = { seq: threads.seq, rows: newestFirst(threads.rows) }
  const loaded = { ...model, threads: { ...model.threads, [phone]: sorted } }
  return replay(loaded, threads.seq, (it, event) => (event.phone === phone ? foldThreads(it, event) : it))
}

export function loadWaiting(model: Model, phone: PhoneNumber, waiting: Snapshot<Waiting>): Model {
  const shown = waiting.rows.filter((row) => row.stage !== 'acknowledge' && row.stage !== 'done')
  const loaded = { ...model, waiting: { ...model.waiting, [phone]: { ...waiting, rows: shown } } }
  return model.recent.filter((event) => event.phone === phone).reduce(foldArrival, loaded)
}

export function loadMessages(
  model: Model,
  part: Extract<Part, { of: 'messages' }>,
  { hasEarlier = false, ...rows }: Snapshot<PhoneMessage> & { readonly hasEarlier?: boolean },
): Model {
  const key = partKey(part)
  const loaded = { ...model, messages: { ...model.messages, [key]: { ...rows, hasEarlier } } }
  return replay(loaded, rows.seq, (it, event) =>
    event.message && messagesKey(event.message.phone, event.message.thread) === key ? foldMessages(it, event) : it,
  )
}

/** What the API answered to a text just typed. The feed tells the same, sooner or later. */
export function addSent(model: Model, message: PhoneMessage): Model {
  const known = model.messages[messagesKey(message.phone, message.thread)]
  if (!known || known.rows.some((row) => row.id === message.id)) return model
  return foldMessage(model, message, known.seq)
}

export function removeMessage(model: Model, message: PhoneMessage): Model {
  return markStale(withoutMessage(model, message.phone, message.id), { of: 'threads', phone: message.phone })
}

/** Hands out the parts to fetch. A part that becomes stale while it is on its way is handed out again. */
export function takeStale(model: Model): { readonly model: Model; readonly parts: readonly Part[] } {
  return { model: { ...model, stale: {} }, parts: Object.values(model.stale) }
}

/** A phone that is gone takes what was known of it along. */
export function forgetPhone(model: Model, phone: PhoneNumber): Model {
  const { [phone]: _threads, ...threads } = model.threads
  const { [phone]: _waiting, ...waiting } = model.waiting
  const messages = Object.fromEntries(Object.entries(model.messages).filter(([key]) => partOf(key).phone !== phone))
  return { ...model, threads, waiting, messages }
}

export function setConnection(model: Model, connection: Connection): Model {
  return { ...model, connection }
}

/** Unread messages of one phone: by its threads where they are loaded, else as the phone's row says. */
export function unreadOf(model: Model, phone: Phone): number {
  const threads = model.threads[phone.number]
  return threads ? threads.rows.reduce((sum, thread) => sum + thread.unread, 0) : phone.unread
}

function foldHello(model: Model, event: FeedEvent): Model {
  const greeted = { ...model, epoch: event.epoch }
  const otherJournal = model.epoch !== '' && model.epoch !== event.epoch
  return otherJournal ? forgetAll({ ...greeted, gap: 'reset' }, event.seq) : greeted
}

/** After a reset the journal has another name; the hello before has said so already. */
function foldGap(model: Model, event: FeedEvent): Model {
  const epoch = event.epoch || model.epoch
  const isReset = epoch !== model.epoch || (model.gap === 'reset' && event.seq === model.seq)
  return forgetAll({ ...model, epoch, gap: isReset ? 'reset' : 'missed' }, event.seq)
}

/** Events are missing: everything shown is fetched anew, and the feed goes on from where the server is. */
function forgetAll(model: Model, seq: number): Model {
  const parts: Part[] = [
    { of: 'phones' },
    ...Object.keys(model.threads).map((phone) => ({ of: 'threads', phone }) as const),
    ...Object.keys(model.waiting).map((phone) => ({ of: 'waiting', phone }) as const),
    ...Object.keys(model.messages).map(partOf),
  ]
  return parts.reduce(markStale, { ...model, seq, gapCount: model.gapCount + 1, recent: [] })
}

function foldPhoneEvent(model: Model, event: FeedEvent): Model {
  if (event.phone === null || !event.type.startsWith('phone.')) return model
  if (event.type === 'phone.notified') return touch(model, { of: 'waiting', phone: event.phone })
  if (event.type === 'phone.thread-read') return foldThreadRead(model, event)
  if (event.type === 'phone.message-removed') return foldRemoval(model, event)
  if (event.message === null) return markStale(model, { of: 'phones' })
  return [foldThreads, foldMessages, foldAdapted, foldUnread, foldArrival].reduce((it, fold) => fold(it, event), model)
}

/** Unread, snippet and order of the threads follow from what is left, which the event does not say. */
function foldRemoval(model: Model, event: FeedEvent): Model {
  const phone = event.phone ?? ''
  return touch(withoutMessage(model, phone, event.id), { of: 'threads', phone })
}

function foldUnread(model: Model, event: FeedEvent): Model {
  if (model.phones === null || event.phone === null || event.message === null) return model
  if (!model.phones.rows.some((phone) => phone.number === event.phone)) return markStale(model, { of: 'phones' })
  if (event.type !== 'phone.message-received' || event.seq <= model.phones.seq) return model
  const rows = model.phones.rows.map((it) => (it.number === event.phone ? { ...it, unread: it.unread + 1 } : it))
  return { ...model, phones: { seq: event.seq, rows } }
}

/** An MMS that has arrived no longer waits, also if the answer that says it does is still on its way. */
function foldArrival(model: Model, event: FeedEvent): Model {
  const { phone, message, type } = event
  const known = phone === null ? undefined : model.waiting[phone]
  if (phone === null || message === null || !known || type !== 'phone.message-received') return model
  const rows = known.rows.filter((row) => row.messageId !== message.messageId)
  return rows.length === known.rows.length
    ? model
    : { ...model, waiting: { ...model.waiting, [phone]: { ...known, rows } } }
}

/** Marks a part stale only if somebody looks at it. */
function touch(model: Model, part: Extract<Part, { of: 'waiting' | 'threads' }>): Model {
  return model[part.of][part.phone] ? markStale(model, part) : model
}

function replay(model: Model, after: number, fold: (model: Model, event: FeedEvent) => Model): Model {
  return model.recent.filter((event) => event.seq > after).reduce(fold, model)
}
