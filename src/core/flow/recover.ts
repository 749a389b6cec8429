import type { Delivery, Instant, Message, MessageDelivery } from '../model/index.ts'
import { owedBy } from './settle.ts'

/**
 * What a message leaves to be done that no row tells of: copies that were never tried, and reports that nobody was
 * told. `recorded` are the message's rows, `first` its copies as they were when it was accepted.
 */
export function unrecorded(
  message: Message,
  first: readonly MessageDelivery[],
  recorded: readonly Delivery[],
): readonly Delivery[] {
  const known = new Map(recorded.map((delivery) => [delivery.id, delivery]))
  return first.flatMap((delivery): Delivery[] => {
    const stored = known.get(delivery.id)
    if (!stored) return [delivery]
    const owed = stored.kind === 'message' ? owedBy(stored, message) : null
    return owed && !known.has(owed.id) ? [owed] : []
  })
}

/** A copy or a report that arrived at the first try. */
export type Arrival = { readonly id: number; readonly settledAt: Instant }

/** Arrivals in full: whom they went to, and what they said, follows from the message, its copies and their rows. */
export function arrived(
  message: Message,
  first: readonly MessageDelivery[],
  { arrivals, recorded }: { readonly arrivals: readonly Arrival[]; readonly recorded: readonly Delivery[] },
): readonly Delivery[] {
  const times = new Map(arrivals.map(({ id, settledAt }) => [id, settledAt]))
  const copies = first.flatMap((copy) => settledThen(copy, times.get(copy.id)))
  const reports = [...copies, ...recorded].flatMap((delivery) => {
    const owed = delivery.kind === 'message' ? owedBy(delivery, message) : null
    return owed ? settledThen(owed, times.get(owed.id)) : []
  })
  return [...copies, ...reports]
}

function settledThen<D extends Delivery>(delivery: D, settledAt: Instant | undefined): D[] {
  return settledAt === undefined ? [] : [{ ...delivery, progress: { state: 'delivered', settledAt } }]
}
