import type { Message, MessageDelivery, Unit } from '../../core/index.ts'

export type OwnMessage = { readonly message: Message; readonly deliveries: readonly MessageDelivery[] }

/** A message that this VASP submitted, by the MessageID it was given. */
export function findOwnMessage(unit: Unit, user: string, messageId: string): OwnMessage | undefined {
  const message = /^\d{1,16}$/.test(messageId) ? unit.read.message(Number(messageId)) : undefined
  if (message?.origin.kind !== 'mm7' || message.origin.key !== user) return undefined
  const deliveries = unit.read.deliveriesOf(message.id).filter((delivery) => delivery.kind === 'message')
  return { message, deliveries }
}
