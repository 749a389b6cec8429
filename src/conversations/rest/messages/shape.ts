import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { DeliverySummary } from '../../model/receipts.ts'
import type { ConversationMessage } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

type Place = { readonly url: UrlOf; readonly ofService: boolean; readonly delivery: DeliverySummary | null }

/** A message as the API shows it. */
export function messageShape(message: ConversationMessage, { url, ofService, delivery }: Place) {
  const { sid, conversationSid, media } = message
  const created = isoSeconds(message.createdAt)
  const own = url(`/Conversations/${conversationSid}/Messages/${sid}`)
  return {
    sid,
    account_sid: message.accountSid,
    ...(ofService && { chat_service_sid: message.serviceSid }),
    conversation_sid: conversationSid,
    index: message.index,
    author: message.author,
    body: message.body,
    media: media.length > 0 ? media.map(mediaShape) : null,
    attributes: message.attributes,
    participant_sid: message.participantSid,
    date_created: created,
    date_updated: message.updatedAt === message.createdAt ? created : isoSeconds(message.updatedAt),
    url: own,
    delivery,
    links: { delivery_receipts: `${own}/Receipts`, channel_metadata: `${own}/ChannelMetadata` },
    content_sid: message.contentSid ?? null,
  }
}

function mediaShape({ sid, size, contentType, filename }: ConversationMessage['media'][number]) {
  return { sid, size, content_type: contentType, filename }
}
