import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Receipt } from '../../model/records.ts'
import type { UrlOf } from '../conversations/shape.ts'

/** A delivery receipt as the API shows it. */
export function receiptShape(receipt: Receipt, place: { readonly url: UrlOf; readonly ofService: boolean }) {
  const { sid, conversationSid, messageSid } = receipt
  return {
    sid,
    account_sid: receipt.accountSid,
    ...(place.ofService && { chat_service_sid: receipt.serviceSid }),
    conversation_sid: conversationSid,
    message_sid: messageSid,
    channel_message_sid: receipt.channelMessageSid,
    participant_sid: receipt.participantSid,
    status: receipt.status,
    error_code: receipt.errorCode,
    date_created: isoSeconds(receipt.createdAt),
    date_updated: isoSeconds(receipt.updatedAt),
    url: place.url(`/Conversations/${conversationSid}/Messages/${messageSid}/Receipts/${sid}`),
  }
}
