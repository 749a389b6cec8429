import type { Accepted, Refusal, SmsContent, Submission, SubmittedMms } from '../../core/index.ts'
import { type Leg, type Projection, project } from '../model/projection.ts'
import { refusedProgress } from '../model/receipts.ts'
import type { Conversation, ConversationMessage, Participant, Receipt } from '../model/records.ts'
import type { Work } from '../work.ts'
import { contentFor } from './content.ts'

const REPORTS = { delivered: true, failed: true, read: false, intermediate: false } as const

type Posted = { readonly conversation: Conversation; readonly message: ConversationMessage }
type Sent = {
  readonly projection: Projection
  readonly content: SmsContent | SubmittedMms
  readonly answer: Accepted | Refusal
}

/** Sends a conversation's message to its phones; every copy gets a receipt. Answers the network message's id. */
export function sendToPhones(work: Work, posted: Posted, participants: readonly Participant[]): number | null {
  let first: number | null = null
  for (const projection of project(participants, posted.message.author)) {
    const content = contentFor(work, posted.message, projection.transport)
    if (!content || !work.submit || projection.legs.length === 0) continue
    const answer = work.submit(submissionOf(work, posted.message, { projection, content }))
    for (const leg of projection.legs) addLeg(work, posted, { projection, content, answer }, leg)
    if (answer.accepted) first ??= answer.messageId
  }
  return first
}

function submissionOf(
  work: Work,
  message: ConversationMessage,
  { projection, content }: Omit<Sent, 'answer'>,
): Submission {
  const { from, to, displayOnly } = projection
  return {
    origin: { kind: 'twilio', key: work.account.sid },
    from,
    to,
    displayOnly,
    content,
    report: REPORTS,
    reference: message.sid,
  }
}

function addLeg(work: Work, { conversation, message }: Posted, sent: Sent, { participantSid, address }: Leg): void {
  const { content, answer, projection } = sent
  const progress = answer.accepted ? ({ status: 'sent', errorCode: 0 } as const) : refusedProgress(answer.reason)
  const isText = content.kind === 'sms' || work.switches.legSid === 'SM'
  const receipt: Receipt = {
    sid: work.sid('receipt'),
    accountSid: conversation.accountSid,
    serviceSid: conversation.serviceSid,
    conversationSid: conversation.sid,
    messageSid: message.sid,
    channelMessageSid: work.sid(isText ? 'sms' : 'mms'),
    participantSid,
    address,
    ...progress,
    createdAt: work.now,
    updatedAt: work.now,
  }
  work.put('receipt', receipt)
  work.put('channelMessage', {
    sid: receipt.channelMessageSid,
    accountSid: conversation.accountSid,
    messagingServiceSid: conversation.messagingServiceSid,
    direction: 'outbound-api',
    from: projection.from,
    to: address,
    body: message.body ?? '',
    segments: content.kind === 'sms' ? content.segments.length : 1,
    media: message.media,
    status: progress.status,
    errorCode: progress.errorCode || null,
    sentAt: work.now,
    createdAt: work.now,
    updatedAt: work.now,
  })
  work.happened({ event: 'onDeliveryUpdated', conversation, receipt })
}
