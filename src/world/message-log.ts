import type { Logger } from '../runtime/index.ts'
import type { World } from './world.ts'

/** What is said of a message and its copies; what is in them stays out of the log. */
const LINES: Readonly<Record<string, string>> = {
  'message.accepted': 'message accepted',
  'delivery.updated': 'delivery updated',
  'report.updated': 'report updated',
  'message.replaced': 'message replaced',
  'message.removed': 'message removed',
}
const FIELDS = [
  ...['world', 'messageId', 'deliveryId', 'transport', 'from', 'to', 'recipient', 'deliveries'],
  ...['state', 'reason', 'code', 'waitingFor'],
] as const

/** Writes what happens to each message, with its id, where the log wants to know that much. */
export function logMessages({ journal }: Pick<World, 'journal'>, log: Logger): void {
  if (!log.isLevelEnabled('debug')) return
  journal.subscribe((entries) => {
    for (const { type, event } of (entries ?? []).filter((entry) => entry.type in LINES)) {
      const told = FIELDS.filter((field) => event[field] !== undefined).map((field) => [field, event[field]])
      log.debug(Object.fromEntries(told), LINES[type] ?? type)
    }
  })
}
