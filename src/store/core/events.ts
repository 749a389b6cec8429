import {
  acceptedFields,
  type Delivery,
  type DeliveryState,
  type DeliveryUpdated,
  deliveryUpdated,
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
type KeptDelivery = readonly [MessageId, id: number, DeliveryState]

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
    keep: ({ delivery }) => [delivery.messageId, delivery.id, delivery.progress],
    recall(world, [, id, progress]) {
      const delivery = rows.delivery(world, id)
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
