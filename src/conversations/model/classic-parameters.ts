import type { Parameters } from '../../../protocols/conversations/index.ts'
import type { ChannelMessage } from './records.ts'
import { type Named, parameters } from './webhook-parameters.ts'

const API_VERSION = '2010-04-01'

export type Incoming = {
  readonly message: ChannelMessage
  /** Everybody else in the group that the message was written to; undocumented, and widely read. */
  readonly otherRecipients: readonly string[]
  readonly mediaUrl: (mediaSid: string) => string
}

/** What the webhook of a number is told of a message that came in. */
export function incomingParameters({ message, otherRecipients, mediaUrl }: Incoming): Parameters {
  const { media } = message
  return parameters({
    ...identity(message),
    MessagingServiceSid: message.messagingServiceSid ?? undefined,
    SmsStatus: 'received',
    Body: message.body,
    NumSegments: String(message.segments),
    NumMedia: String(media.length),
    ...Object.fromEntries(media.map(({ contentType }, at) => [`MediaContentType${at}`, contentType])),
    ...Object.fromEntries(media.map(({ sid }, at) => [`MediaUrl${at}`, mediaUrl(sid)])),
    ...Object.fromEntries(otherRecipients.map((number, at) => [`OtherRecipients${at}`, number])),
  })
}

/** What a status callback is told. */
export function statusParameters(message: ChannelMessage): Parameters {
  const { status, errorCode, messagingServiceSid } = message
  return parameters({
    ...identity(message),
    SmsStatus: status,
    MessageStatus: status,
    MessagingServiceSid: messagingServiceSid ?? undefined,
    ErrorCode: errorCode === null ? undefined : String(errorCode),
  })
}

function identity({ sid, accountSid, from, to }: ChannelMessage): Named {
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    AccountSid: accountSid,
    From: from,
    To: to,
    ApiVersion: API_VERSION,
  }
}
