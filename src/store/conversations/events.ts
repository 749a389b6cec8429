import { addedFields, type MessageAdded, messageAdded } from '../../conversations/model/happening.ts'
import type { ConversationMessage, Source } from '../../conversations/model/records.ts'
import type { MessageId } from '../../core/index.ts'
import type { EventForm, EventForms } from '../event-forms.ts'

type Find = (world: number, sid: string) => ConversationMessage | undefined
type Kept = readonly [sid: string, carrierMessageId: MessageId | null, Source]

/** Events of conversations that happen to every message. */
export function eventsOfConversations(find: Find): EventForms {
  const added: EventForm<MessageAdded, Kept> = {
    code: 'c',
    idOf: ({ message }) => message.carrierMessageId,
    keep: ({ message, source }) => [message.sid, message.carrierMessageId, source],
    recall(world, [sid, carrierMessageId, source]) {
      const message = find(world, sid)
      return message && messageAdded({ ...message, carrierMessageId }, source)
    },
    fieldsOf: addedFields,
    gone: ([messageSid]) => ({ type: 'conversation.message-removed', messageSid }),
  }
  return { 'conversation.message-added': added }
}
