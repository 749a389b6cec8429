import type { Delivery, Message, MessageDelivery } from '../model/index.ts'
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
