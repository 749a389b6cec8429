import type { Change, Event, Ids, Instant } from '../../core/index.ts'
import {
  type HandsetMessage,
  type HandsetReader,
  handsetChange,
  messageReceived,
  type Notification,
  newMessageView,
  notificationView,
} from '../model/index.ts'

/** What a step reads: the phones' rows, the time, fresh ids. */
export type ReceiveContext = { readonly reader: HandsetReader; readonly now: Instant; readonly ids: Ids }

/** What is written when something reaches a phone. */
export type Landing = { readonly changes: readonly Change[]; readonly events: readonly Event[] }

export const NOTHING: Landing = { changes: [], events: [] }

export function both(first: Landing, second: Landing): Landing {
  return { changes: [...first.changes, ...second.changes], events: [...first.events, ...second.events] }
}

/** The phone shows a message that came. */
export function received(message: HandsetMessage): Landing {
  return {
    changes: [handsetChange({ put: 'message', value: message })],
    events: [messageReceived(message)],
  }
}

/** What the phone shows of a message it has sent is no longer the same. */
export function statusChanged(message: HandsetMessage): Landing {
  return {
    changes: [handsetChange({ put: 'message', value: message })],
    events: [{ type: 'phone.message-status', phone: message.phone, message: newMessageView(message) }],
  }
}

export function notified(notification: Notification): Landing {
  return {
    changes: [handsetChange({ put: 'notification', value: notification })],
    events: [{ type: 'phone.notified', phone: notification.phone, notification: notificationView(notification) }],
  }
}
