import { rfc2822 } from '../../../../protocols/conversations/index.ts'
import type { ChannelMessage } from '../../model/records.ts'

export const API_VERSION = '2010-04-01'

/** A message as the 2010-04-01 API shows it. */
export function channelMessageShape(message: ChannelMessage) {
  const { sid, accountSid } = message
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Messages/${sid}`
  return {
    sid,
    account_sid: accountSid,
    api_version: API_VERSION,
    body: message.body,
    from: message.from,
    to: message.to,
    direction: message.direction,
    status: message.status,
    num_segments: String(message.segments),
    num_media: String(message.media.length),
    error_code: message.errorCode,
    error_message: null,
    messaging_service_sid: message.messagingServiceSid,
    price: null,
    price_unit: 'USD',
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

/** What was said of a message's effect, given back. */
export function feedbackShape({ sid, accountSid, createdAt, updatedAt }: ChannelMessage, outcome: string) {
  return {
    account_sid: accountSid,
    message_sid: sid,
    outcome,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    uri: `/${API_VERSION}/Accounts/${accountSid}/Messages/${sid}/Feedback.json`,
  }
}
