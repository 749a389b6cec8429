// The messages of open threads, kept in the order in which they happened. Pure.
import { type Model, messagesKey } from './model.ts'
import type { FeedEvent, PhoneMessage } from './wire.ts'

export function foldMessages(model: Model, event: FeedEvent): Model {
  const { message } = event
  if (message === null) return model
  const known = model.messages[messagesKey(message.phone, message.thread)]
  if (!known || event.seq <= known.seq) return model
  if (event.type === 'phone.message-deleted') return withoutMessage(model, message)
  return foldMessage(model, message, event.seq)
}

/** Puts a message into its thread, or in the place of its older self. */
export function foldMessage(model: Model, message: PhoneMessage, seq: number): Model {
  const key = messagesKey(message.phone, message.thread)
  const known = model.messages[key]?.rows ?? []
  return { ...model, messages: { ...model.messages, [key]: { seq, rows: placed(known, message) } } }
}

export function withoutMessage(model: Model, message: PhoneMessage): Model {
  const key = messagesKey(message.phone, message.thread)
  const known = model.messages[key]
  if (!known) return model
  const rows = known.rows.filter((row) => row.id !== message.id)
  return { ...model, messages: { ...model.messages, [key]: { ...known, rows } } }
}

function placed(rows: readonly PhoneMessage[], message: PhoneMessage): PhoneMessage[] {
  const at = rows.findIndex((row) => row.id === message.id)
  if (at >= 0) return rows.with(at, message)
  const after = rows.findLastIndex((row) => row.at <= message.at)
  return rows.toSpliced(after + 1, 0, message)
}
