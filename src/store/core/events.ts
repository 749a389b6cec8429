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
/** The delivery's id is counted from its message's; a number alone says when it was delivered. */
type KeptDelivery = readonly [MessageId, id: number, DeliveryState | Instant]

/** Events of the carrier that happen to every message. */
export function eventsOfCarrier(rows: Rows): EventForms {
  const accepted: EventForm<MessageAccepted, readonly [MessageId, deliveries: number]> = {
    keep: ({ message, deliveries }) => [message.id, deliveries],
    recall(world, [id, deliveries]) {
      const message = rows.message(world, id)
      return message && { type: 'message.accepted', message, deliveries }
    },
    fieldsOf: acceptedFields,
    gone: ([id]) => removed(id),
  }
  const updated: EventForm<DeliveryUpdated, KeptDelivery> = {
    keep: ({ delivery: { id, messageId, progress } }) => [
      messageId,
      id - messageId,
      progress.state === 'delivered' ? progress.settledAt : progress,
    ],
    recall(world, [messageId, id, kept]) {
      const delivery = rows.delivery(world, messageId + id)
      const progress = typeof kept === 'number' ? ({ state: 'delivered', settledAt: kept } as const) : kept
      return delivery && deliveryUpdated({ ...delivery, progress } satisfies Delivery)
    },
    fieldsOf: updatedFields,
    gone: ([id]) => removed(id),
  }
  return { 'message.accepted': accepted, 'delivery.updated': updated, 'report.updated': updated }
}

function removed(id: MessageId) {
  return { type: 'message.removed', messageId: String(id) }
}
