import { type ApiError, apiError, type ErrorCode } from '../../../protocols/conversations/index.ts'
import { parseAddress, type Refusal } from '../../core/index.ts'
import { isOwnNumber } from '../model/autocreation.ts'
import type { ChannelMessage } from '../model/records.ts'
import type { Work } from '../work.ts'
import { contentFor } from './content.ts'
import { BODY_LENGTH } from './messages.ts'

export type ChannelRequest = {
  readonly to: string | undefined
  readonly from: string | undefined
  readonly body: string | undefined
}

/** Numbers that stand for an answer. */
const MAGIC_FROM: Readonly<Record<string, ErrorCode>> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
}
const MAGIC_TO: Readonly<Record<string, ErrorCode>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
}

/** A text that an application sends outside of any conversation. */
export function sendChannelMessage(work: Work, { to, from, body }: ChannelRequest): ChannelMessage | ApiError {
  if (!to) return apiError(21604)
  if (!body) return apiError(21602)
  if (body.length > BODY_LENGTH) return apiError(21617)
  const magic = MAGIC_FROM[from ?? ''] ?? MAGIC_TO[to]
  if (magic) return apiError(magic)
  const sender = parseAddress(from ?? '')
  const recipient = parseAddress(to)
  if (!sender || !isOwnNumber(work.carrier.number(sender), work.account.sid)) {
    return apiError(21606, `The From number ${from ?? ''} does not belong to the account ${work.account.sid}`)
  }
  if (!recipient) return apiError(21211, `The To number ${to} is no phone number`)
  const content = contentFor(work, { body, media: [], subject: null }, 'sms')
  if (content?.kind !== 'sms' || !work.submit) return apiError(21602)
  const sid = work.sid('sms')
  const answer = work.submit({
    origin: { kind: 'twilio', key: work.account.sid },
    from: sender,
    to: [recipient],
    content,
    report: { delivered: true, failed: true, read: false, intermediate: false },
    reference: sid,
  })
  if (!answer.accepted) return refusalOf(answer)
  return recordSent(work, { sid, from: sender, to: recipient, body, segments: content.segments.length })
}

function recordSent(
  work: Work,
  sent: Pick<ChannelMessage, 'sid' | 'from' | 'to' | 'body' | 'segments'>,
): ChannelMessage {
  return work.put('channelMessage', {
    ...sent,
    accountSid: work.account.sid,
    messagingServiceSid: null,
    direction: 'outbound-api',
    media: [],
    status: 'sent',
    errorCode: null,
    sentAt: work.now,
    createdAt: work.now,
    updatedAt: work.now,
  })
}

function refusalOf({ reason, explanation }: Refusal): ApiError {
  switch (reason) {
    case 'undialable':
      return apiError(21211, explanation)
    case 'source-not-owned':
    case 'source-not-capable':
      return apiError(21606, explanation)
    case 'throttled':
    case 'store-full':
      return apiError(21611, explanation)
    case 'no-recipients':
    case 'too-many-recipients':
    case 'unassigned-short-code':
    case 'content-too-large':
    case 'expired-before-accepted':
    case 'schedule-out-of-range':
      return apiError(21612, explanation)
  }
}
