import type { Accepted, Refusal, SmsContent, Submission, SubmittedMms } from '../../core/index.ts'
import { type Leg, type Projection, project } from '../model/projection.ts'
import { type Progress, refusedProgress } from '../model/receipts.ts'
import type { Conversation, ConversationMessage, Participant, Receipt } from '../model/records.ts'
import type { Work } from '../work.ts'
import { contentFor } from './content.ts'
import { isOptedOut } from './opting.ts'
import { noteStatus } from './queued-texts.ts'

const REPORTS = { delivered: true, failed: true, read: false, intermediate: false } as const

const SENT: Progress = { status: 'sent', errorCode: 0 }
const OPTED_OUT: Progress = { status: 'failed', errorCode: 21610 }

type Posted = { readonly conversation: Conversation; readonly message: ConversationMessage }
type Sent = {
  readonly projection: Projection
  readonly content: SmsContent | SubmittedMms
  readonly progress: Progress
}

/** Sends a conversation's message to its phones; every copy gets a receipt. Answers the network message's id. */
export function sendToPhones(work: Work, posted: Posted, participants: readonly Participant[]): number | null {
  let first: number | null = null
  for (const projection of project(participants, posted.message.author)) {
    const answer = sendProjection(work, posted, projection)
    if (answer?.accepted) first ??= answer.messageId
  }
  return first
}

function sendProjection(work: Work, posted: Posted, all: Projection): Accepted | Refusal | null {
  if (!work.submit || all.legs.length === 0) return null
  const content = contentFor(work, posted.message, all.transport)
  if (!content) return null
  const { projection, optedOut } = withoutOptedOut(work, all)
  if (work.switches.optOutLeg === 'receipt-21610') {
    for (const leg of optedOut) addLeg(work, posted, { projection, content, progress: OPTED_OUT }, leg)
  }
  if (projection.legs.length === 0) return null
  const answer = work.submit(submissionOf(work, posted.message, { projection, content }))
  const progress = answer.accepted ? SENT : refusedProgress(answer.reason)
  for (const leg of projection.legs) addLeg(work, posted, { projection, content, progress }, leg)
  return answer
}

/** Who said STOP to the sending number stays on the list and gets no copy. */
function withoutOptedOut(
  work: Work,
  projection: Projection,
): { readonly projection: Projection; readonly optedOut: readonly Leg[] } {
  const own = projection.from
  const isOut = ({ address }: Leg) => isOptedOut(work, { own, person: address })
  const optedOut = projection.legs.filter(isOut)
  if (optedOut.length === 0) return { projection, optedOut }
  const legs = projection.legs.filter((leg) => !optedOut.includes(leg))
  const displayOnly = [...projection.displayOnly, ...optedOut.map(({ address }) => address)]
  return { projection: { ...projection, displayOnly, legs }, optedOut }
}

function submissionOf(
  work: Work,
  message: ConversationMessage,
  { projection, content }: Omit<Sent, 'progress'>,
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
    ...(work.request && { evidence: work.request() }),
  }
}

function addLeg(work: Work, { conversation, message }: Posted, sent: Sent, { participantSid, address }: Leg): void {
  const { content, progress, projection } = sent
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
  noteStatus(work, {
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
