import {
  acceptedFields,
  type Delivery,
  type DeliveryState,
  type DeliveryUpdated,
  deliveryUpdated,
  type Instant,
  type Message,
  type MessageAccepted,
  type MessageId,
  updatedFields,
} from '../../core/index.ts'
import type { EventForm, EventForms } from '../event-forms.ts'

type Rows = {
  readonly message: (world: number, id: MessageId) => Message | undefined
  readonly delivery: (world: number, id: number) => Delivery | undefined
}
/** The delivery's id is counted from its message's; a number alone says when it was delivered, mostly at once. */
type KeptDelivery = readonly [MessageId, id: number, DeliveryState | Instant]

/** Events of the carrier that happen to every message. */
export function eventsOfCarrier(rows: Rows): EventForms {
  const accepted: EventForm<MessageAccepted, readonly [MessageId, deliveries: number]> = {
    code: 'a',
    idOf: ({ message }) => message.id,
    keep: ({ message, deliveries }, start) => [message.id - start.id, deliveries],
    recall(world, [id, deliveries], start) {
      const message = rows.message(world, start.id + id)
      return message && { type: 'message.accepted', message, deliveries }
    },
    fieldsOf: acceptedFields,
    gone: ([id], start) => removed(start.id + id),
  }
  const updated: EventForm<DeliveryUpdated, KeptDelivery> = {
    code: 'd',
    idOf: ({ delivery }) => delivery.messageId,
    keep: ({ delivery: { id, messageId, progress } }, start) => [
      messageId - start.id,
      id - messageId,
      progress.state === 'delivered' ? progress.settledAt - start.at : progress,
    ],
    recall(world, [messageId, id, kept], start) {
      const delivery = rows.delivery(world, start.id + messageId + id)
      const progress = typeof kept === 'number' ? ({ state: 'delivered', settledAt: start.at + kept } as const) : kept
      return delivery && deliveryUpdated({ ...delivery, progress } satisfies Delivery)
    },
    fieldsOf: updatedFields,
    gone: ([id], start) => removed(start.id + id),
  }
  return { 'message.accepted': accepted, 'delivery.updated': updated, 'report.updated': { ...updated, code: 'r' } }
}

function removed(id: MessageId) {
  return { type: 'message.removed', messageId: String(id) }
}
