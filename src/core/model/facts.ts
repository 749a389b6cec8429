import type { Delivery } from './delivery.ts'
import type { Event } from './event.ts'
import { type Message, textOf } from './message.ts'

/** A message was taken in, with so many copies to make. */
export type MessageAccepted = Event & {
  readonly type: 'message.accepted'
  readonly message: Message
  readonly deliveries: number
}

/** A delivery or a report stands differently now. */
export type DeliveryUpdated = Event & {
  readonly type: 'delivery.updated' | 'report.updated'
  readonly delivery: Delivery
}

type Fields = Readonly<Record<string, unknown>>

const PREVIEW_LENGTH = 160

export function acceptedFields({ message, deliveries }: MessageAccepted): Fields {
  const { id, origin, from, to, cc, content } = message
  return {
    messageId: String(id),
    origin,
    from,
    to,
    cc,
    transport: content.kind,
    text: textOf(content).slice(0, PREVIEW_LENGTH),
    deliveries,
  }
}

export function deliveryUpdated(delivery: Delivery): DeliveryUpdated {
  return { type: delivery.kind === 'message' ? 'delivery.updated' : 'report.updated', delivery }
}

export function updatedFields({ delivery }: DeliveryUpdated): Fields {
  const { id, messageId, recipient, endpoint, progress } = delivery
  return {
    messageId: String(messageId),
    deliveryId: String(id),
    recipient,
    endpoint,
    state: progress.state,
    ...('reason' in progress && { reason: progress.reason }),
    ...('code' in progress && { code: progress.code }),
    ...('waitingFor' in progress && progress.waitingFor && { waitingFor: progress.waitingFor }),
  }
}
