import type { Change } from '../../core/index.ts'
import type { Conversation } from './records.ts'
import type { ConversationsChange, Records } from './store-port.ts'

/** Which records make something happen by themselves later; every other kind only ever waits to be asked. */
const WAITS = {
  conversation: (record: Conversation) => conversationDueAt(record) !== null,
  message: ({ relayAt }: Records['message']) => relayAt !== null,
  channelMessage: ({ sendAt = null }: Records['channelMessage']) => sendAt !== null,
  media: ({ messageSid }: Records['media']) => messageSid === null,
  webhookCall: ({ nextAttemptAt }: Records['webhookCall']) => nextAttemptAt !== null,
} as const

/** Whether a change may bring a time at which something is due. One that takes a time away is found out when it comes. */
export function mayFallDue(change: Change): boolean {
  // The layer's own units change nothing but its own rows.
  const own = change as ConversationsChange
  if (!('put' in own) || !(own.put in WAITS)) return false
  const waits = WAITS[own.put as keyof typeof WAITS] as (record: unknown) => boolean
  return waits(own.value)
}

/** When `initializing` ends or the first timer runs out. */
export function conversationDueAt({ activeAt, timers }: Conversation): number | null {
  const times = [activeAt, timers.inactiveAt, timers.closedAt].filter((at) => at !== null)
  return times.length > 0 ? Math.min(...times) : null
}
