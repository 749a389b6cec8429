import type { Address, Event } from '../../core/index.ts'
import type { HandsetMessage } from './message.ts'
import { newMessageView } from './phone-message.ts'

/** A phone shows a message that came. */
export type MessageReceived = Event & {
  readonly type: 'phone.message-received'
  readonly phone: Address
  readonly message: HandsetMessage
}

export function messageReceived(message: HandsetMessage): MessageReceived {
  return { type: 'phone.message-received', phone: message.phone, message }
}

export function receivedFields({ phone, message }: MessageReceived): Readonly<Record<string, unknown>> {
  return { phone, message: newMessageView(message) }
}
