import { type Carrier, type Change, type Clock, type Event, hasData, type Phone, type Unit } from '../../core/index.ts'
import { type HandsetReader, handsetChange, type Notification } from '../model/index.ts'
import type { KnownContents } from '../receive/known-contents.ts'
import type { HandsetTransport, Mm1Answer } from '../transport.ts'

/** What an errand needs of its surroundings. */
export type ErrandTools = {
  readonly reader: HandsetReader
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly transport: HandsetTransport
  readonly known: KnownContents
  /** Answers on their way that the network holds back, by notification. Lost with the process: the phone asks again. */
  readonly late: Map<number, () => Mm1Answer>
  /** Runs one unit of work and remembers when what it wrote is due. */
  readonly write: (
    work: (unit: Unit) => { readonly changes: readonly Change[]; readonly events: readonly Event[] },
  ) => Promise<void>
}

/** Writes what became of a notification, unless it has moved on meanwhile. */
export function move(tools: ErrandTools, from: Notification, to: Partial<Notification>): Promise<void> {
  return tools.write((unit) => {
    const current = tools.reader.notification(from.phone, from.id)
    if (!current || current.stage !== from.stage || !unit.read.phone(from.phone)) return { changes: [], events: [] }
    return { changes: [handsetChange({ put: 'notification', value: { ...current, ...to } })], events: [] }
  })
}

/** Waits until the phone has data; inside the unit it may have it again already. */
export function park(tools: ErrandTools, notification: Notification): Promise<void> {
  return tools.write((unit) => {
    const current = tools.reader.notification(notification.phone, notification.id)
    const phone = unit.read.phone(notification.phone)
    if (!current || !phone) return { changes: [], events: [] }
    const value = { ...current, nextAttemptAt: mayRetrieve(phone) ? unit.now : null }
    return { changes: [handsetChange({ put: 'notification', value })], events: [] }
  })
}

/** Whether the phone can fetch a message and keep it. */
export function mayRetrieve(phone: Phone): boolean {
  return hasData(phone) && phone.state !== 'memory-full'
}
