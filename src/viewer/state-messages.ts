// The messages of open threads, kept in the order in which they happened. Pure.
import { type Model, markStale, messagesKey, type Part, partKey, partOf } from './model.ts'
import type { FeedEvent, PhoneMessage, PhoneNumber } from './wire.ts'

export function foldMessages(model: Model, event: FeedEvent): Model {
  const { message } = event
  if (message === null) return model
  const known = model.messages[messagesKey(message.phone, message.thread)]
  if (!known || event.seq <= known.seq) return model
  return foldMessage(model, message, event.seq)
}

/** Whether a picture was shrunk for its carrier a phone cannot say, nor can the event: the thread is asked for again. */
export function foldAdapted(model: Model, { type, message }: FeedEvent): Model {
  if (type !== 'phone.message-received' || message === null || message.transport !== 'mms') return model
  const phone = model.phones?.rows.find(({ number }) => number === message.phone)
  const hasPicture = message.media.some(({ contentType }) => contentType.startsWith('image/'))
  if (!hasPicture || !phone?.carrier || !model.messages[messagesKey(message.phone, message.thread)]) return model
  return markStale(model, { of: 'messages', phone: message.phone, thread: message.thread })
}

/** Puts a message into its thread, or in the place of its older self. */
export function foldMessage(model: Model, message: PhoneMessage, seq: number): Model {
  const key = messagesKey(message.phone, message.thread)
  const { rows = [], hasEarlier = false } = model.messages[key] ?? {}
  return { ...model, messages: { ...model.messages, [key]: { seq, rows: placed(rows, message), hasEarlier } } }
}

/** Puts the page before the oldest known message in front; a thread that was forgotten meanwhile stays so. */
export function prependMessages(
  model: Model,
  part: Extract<Part, { of: 'messages' }>,
  { rows, hasEarlier }: { readonly rows: readonly PhoneMessage[]; readonly hasEarlier: boolean },
): Model {
  const key = partKey(part)
  const known = model.messages[key]
  if (!known) return model
  const ids = new Set(known.rows.map(({ id }) => id))
  const joined = [...rows.filter(({ id }) => !ids.has(id)), ...known.rows]
  return { ...model, messages: { ...model.messages, [key]: { ...known, rows: joined, hasEarlier } } }
}

/** Takes a message out of whichever of the phone's open threads it stands in. */
export function withoutMessage(model: Model, phone: PhoneNumber, id: string): Model {
  const messages = Object.entries(model.messages).map(([key, known]) => {
    const isThere = partOf(key).phone === phone && known.rows.some((row) => row.id === id)
    return [key, isThere ? { ...known, rows: known.rows.filter((row) => row.id !== id) } : known] as const
  })
  return { ...model, messages: Object.fromEntries(messages) }
}

function placed(rows: readonly PhoneMessage[], message: PhoneMessage): PhoneMessage[] {
  const at = rows.findIndex((row) => row.id === message.id)
  if (at >= 0) return rows.with(at, message)
  const after = rows.findLastIndex((row) => row.at <= message.at)
  return rows.toSpliced(after + 1, 0, message)
}
