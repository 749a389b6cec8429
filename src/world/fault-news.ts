import type { Event, FaultStruck } from '../core/index.ts'

/** What the journal says of a rule that struck a message on its way; null where there is no message yet. */
export function struckEvent({ rule, effect, subject }: FaultStruck): Event | null {
  if (subject.messageId === undefined) return null
  return {
    type: 'fault.struck',
    messageId: String(subject.messageId),
    recipient: subject.to[0] ?? null,
    rule: rule.id,
    place: rule.at,
    query: rule.query,
    effect,
  }
}
