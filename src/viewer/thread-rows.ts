// The rows of a thread list: threads, and the senders of MMS that wait. A notification names nobody but its sender, so
// it stands in the thread with that one number until the message is fetched.
import type { Thread, Waiting } from './wire.ts'

export type ThreadRow = { readonly thread: Thread; readonly waitingCount: number }

export function threadRows(threads: readonly Thread[], waiting: readonly Waiting[]): ThreadRow[] {
  const known = new Set(threads.map((thread) => thread.id))
  const strangers = [...new Set(waiting.map((it) => it.from))].filter((from) => !known.has(from))
  const rows = [...strangers.map(emptyThread), ...threads]
  return rows.map((thread) => ({ thread, waitingCount: waiting.filter((it) => it.from === thread.id).length }))
}

export function threadOf(threads: readonly Thread[], id: string): Thread {
  return threads.find((thread) => thread.id === id) ?? emptyThread(id)
}

/** The members of a thread nothing was said in yet are in its id. */
function emptyThread(id: string): Thread {
  const participants = id.split(',').filter((number) => number !== '')
  return { id, kind: participants.length > 1 ? 'group' : 'direct', participants, unread: 0, lastMessage: null }
}
