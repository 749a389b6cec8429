import type { Address } from '../../core/index.ts'
import { type MessageReceived, messageReceived, receivedFields, type SeenMessage } from '../../handsets/model/index.ts'
import type { EventForm, EventForms } from '../event-forms.ts'

type Find = (world: number, phone: Address, id: number) => SeenMessage | undefined
type Kept = readonly [Address, id: number, messageId: number | null]

/** Events of the phones that happen to every message. */
export function eventsOfHandsets(find: Find): EventForms {
  const received: EventForm<MessageReceived, Kept> = {
    code: 'p',
    idOf: ({ message }) => message.id,
    keep: ({ phone, message: { id, messageId } }, start) => [phone, id - start.id, messageId && messageId - start.id],
    recall(world, [phone, id], start) {
      const seen = find(world, phone, start.id + id)
      return seen && messageReceived(seen.message)
    },
    fieldsOf: receivedFields,
    gone: ([phone, id], start) => ({ type: 'phone.message-removed', phone, id: String(start.id + id) }),
  }
  return { 'phone.message-received': received }
}
