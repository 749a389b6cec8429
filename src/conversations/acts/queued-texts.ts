import type { Address, Refusal } from '../../core/index.ts'
import { statusParameters } from '../model/classic-parameters.ts'
import { refusedProgress } from '../model/receipts.ts'
import type { ChannelMessage } from '../model/records.ts'
import type { DueHook } from '../model/webhooks.ts'
import type { Work } from '../work.ts'
import { contentFor } from './content.ts'

export type QueuedText = { readonly from: Address; readonly to: Address; readonly body: string }

const REPORTS = { delivered: true, failed: true, read: false, intermediate: false } as const

/** A text that goes out as soon as this unit is written: an answer to one that came in. */
export function queueText(work: Work, { from, to, body }: QueuedText): ChannelMessage {
  return work.put('channelMessage', {
    sid: work.sid('sms'),
    accountSid: work.account.sid,
    messagingServiceSid: null,
    direction: 'outbound-reply',
    from,
    to,
    body,
    segments: 1,
    media: [],
    status: 'queued',
    errorCode: null,
    sentAt: null,
    sendAt: work.now,
    statusCallback: null,
    createdAt: work.now,
    updatedAt: work.now,
  })
}

/** Sends a text whose time has come; nobody waits for the answer, so a refusal becomes its status. */
export function sendQueued(work: Work, message: ChannelMessage): void {
  const answer = dispatch(work, message)
  if (answer === null || 'sid' in answer) return
  const { status, errorCode } = refusedProgress(answer.reason)
  noteStatus(work, { ...message, sendAt: null, status, errorCode })
}

/** Hands a text to the carrier; null if there is nothing to send. */
export function dispatch(work: Work, message: ChannelMessage): ChannelMessage | Refusal | null {
  const { body, media, from, to, sid } = message
  const transport = media.length > 0 || message.asMms ? 'mms' : 'sms'
  const content = contentFor(work, { body, media, subject: null }, transport)
  if (!content || !work.submit) return null
  const answer = work.submit({
    origin: { kind: 'twilio', key: work.account.sid },
    from,
    to: [to],
    content,
    report: REPORTS,
    reference: sid,
    ...(message.validityMs && { expiresAt: work.now + message.validityMs }),
    ...(work.request && { evidence: work.request() }),
  })
  if (!answer.accepted) return answer
  const segments = content.kind === 'sms' ? content.segments.length : 1
  return noteStatus(work, { ...message, segments, sendAt: null, status: 'sent', sentAt: work.now })
}

/** Writes where a text has got to, and tells the application that asked to hear of it. */
export function noteStatus(work: Work, message: ChannelMessage): ChannelMessage {
  const noted = work.put('channelMessage', { ...message, updatedAt: work.now })
  const hook = statusHook(work, noted)
  if (hook) work.callClassic('onMessageStatus', hook, statusParameters(noted))
  return noted
}

/** Who hears of a text's way: whom the text itself names, else whom its messaging service does. */
function statusHook({ read }: Work, { statusCallback, messagingServiceSid }: ChannelMessage): DueHook | undefined {
  if (statusCallback) return { scope: 'message', url: statusCallback, method: 'POST' }
  const service = messagingServiceSid === null ? undefined : read.resource('messagingService', messagingServiceSid)
  const url = service?.settings.StatusCallback
  return url ? { scope: 'messaging-service', url, method: 'POST' } : undefined
}
