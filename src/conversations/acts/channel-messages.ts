import {
  type ApiError,
  apiError,
  type ErrorCode,
  isApiError,
  parseIsoDate,
} from '../../../protocols/conversations/index.ts'
import { type Address, parseAddress, type Refusal } from '../../core/index.ts'
import { isOwnNumber } from '../model/autocreation.ts'
import type { ChannelMessage, MessageMedia } from '../model/records.ts'
import type { Work } from '../work.ts'
import { BODY_LENGTH } from './messages.ts'
import { checkMessagingService } from './numbers.ts'
import { isOptedOut } from './opting.ts'
import { dispatch } from './queued-texts.ts'

export type ChannelRequest = {
  readonly to: string | undefined
  readonly from: string | undefined
  readonly messagingServiceSid: string | undefined
  readonly body: string | undefined
  readonly media: readonly MessageMedia[]
  readonly statusCallback: string | undefined
  readonly asMms: boolean
  /** In seconds. */
  readonly validityPeriod: string | undefined
  readonly scheduleType: string | undefined
  readonly sendAt: string | undefined
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

const SOONEST_MS = 5 * 60_000
const LATEST_MS = 35 * 24 * 3_600_000
/** The longest that the network is asked to try, in seconds. */
const LONGEST_VALIDITY = 36_000

/** A text that an application sends outside of any conversation, at once or when its time comes. */
export function sendChannelMessage(work: Work, request: ChannelRequest): ChannelMessage | ApiError {
  const wrong = checkRequest(request)
  if (wrong) return wrong
  const sender = senderOf(work, request)
  if (isApiError(sender)) return sender
  const recipient = parseAddress(request.to ?? '')
  if (!recipient) return apiError(21211, `The To number ${request.to} is no phone number`)
  if (isOptedOut(work, { own: sender, person: recipient })) {
    return apiError(21610, `${recipient} has sent STOP to ${sender}`)
  }
  const sendAt = timeOf(work, request)
  if (isApiError(sendAt)) return sendAt
  const draft = draftOf(work, request, { from: sender, to: recipient, sendAt })
  if (sendAt !== null) return work.put('channelMessage', draft)
  const answer = dispatch(work, draft)
  if (answer === null) return apiError(21602)
  return 'sid' in answer ? answer : refusalOf(answer)
}

/** Calls off a text that has not gone out yet. */
export function cancelChannelMessage(work: Work, message: ChannelMessage): ChannelMessage | ApiError {
  if (message.status !== 'scheduled') return apiError(30409, `The message ${message.sid} is ${message.status}`)
  return work.put('channelMessage', { ...message, status: 'canceled', sendAt: null, updatedAt: work.now })
}

function checkRequest({ to, from, body, media, validityPeriod }: ChannelRequest): ApiError | undefined {
  if (!to) return apiError(21604)
  if (!body && media.length === 0) return apiError(21602)
  if ((body?.length ?? 0) > BODY_LENGTH) return apiError(21617)
  if (validityPeriod && !(/^\d+$/.test(validityPeriod) && isValidity(Number(validityPeriod)))) {
    return apiError(20001, `ValidityPeriod ${validityPeriod} is not between 1 and ${LONGEST_VALIDITY} seconds`)
  }
  const magic = MAGIC_FROM[from ?? ''] ?? MAGIC_TO[to]
  return magic && apiError(magic)
}

function isValidity(seconds: number): boolean {
  return seconds >= 1 && seconds <= LONGEST_VALIDITY
}

function senderOf(work: Work, { from, messagingServiceSid }: ChannelRequest): Address | ApiError {
  if (!from && messagingServiceSid) return senderFrom(work, messagingServiceSid)
  if (!from) return apiError(21603)
  const sender = parseAddress(from)
  if (sender && isOwnNumber(work.carrier.number(sender), work.account.sid)) return sender
  return apiError(21606, `The From number ${from} does not belong to the account ${work.account.sid}`)
}

/** The first number in the sender pool of a messaging service. */
function senderFrom({ read, account }: Work, sid: string): Address | ApiError {
  if (checkMessagingService({ read, account }, sid)) return apiError(21701, `There is no messaging service ${sid}`)
  return read.resources('poolNumber', sid, { limit: 1 })[0]?.number ?? apiError(21703)
}

function timeOf(work: Work, { scheduleType, sendAt, messagingServiceSid }: ChannelRequest): number | null | ApiError {
  if (!scheduleType && !sendAt) return null
  if (!messagingServiceSid) return apiError(35118)
  const at = parseIsoDate(sendAt ?? '')
  if (at === undefined || scheduleType !== 'fixed') return apiError(35111)
  return at >= work.now + SOONEST_MS && at <= work.now + LATEST_MS ? at : apiError(35114)
}

function draftOf(
  work: Work,
  request: ChannelRequest,
  placed: Pick<ChannelMessage, 'from' | 'to'> & { readonly sendAt: number | null },
): ChannelMessage {
  const { body, media, asMms, statusCallback, messagingServiceSid, validityPeriod } = request
  const period = validityPeriod || (messagingServiceSid && validityOf(work, messagingServiceSid))
  return {
    sid: work.sid(media.length > 0 || asMms ? 'mms' : 'sms'),
    accountSid: work.account.sid,
    messagingServiceSid: messagingServiceSid ?? null,
    direction: 'outbound-api',
    ...placed,
    body: body ?? '',
    segments: 1,
    media,
    status: placed.sendAt === null ? 'queued' : 'scheduled',
    errorCode: null,
    sentAt: null,
    asMms,
    validityMs: period ? Number(period) * 1_000 : null,
    statusCallback: statusCallback || null,
    createdAt: work.now,
    updatedAt: work.now,
  }
}

/** What a messaging service has set for its texts. */
function validityOf({ read }: Work, sid: string): string | undefined {
  const set = read.resource('messagingService', sid)?.settings.ValidityPeriod
  return set && isValidity(Number(set)) ? set : undefined
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
