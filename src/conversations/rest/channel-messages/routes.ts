import {
  type ApiError,
  apiError,
  field,
  fields,
  isApiError,
  PAGE_LIMITS,
} from '../../../../protocols/conversations/index.ts'
import { cancelChannelMessage, sendChannelMessage } from '../../acts/channel-messages.ts'
import { renderTemplate } from '../../acts/templates.ts'
import type { ChannelMessage } from '../../model/records.ts'
import type { ConversationsReader, Slice } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import {
  type Call,
  decide,
  given,
  givenWord,
  NO_CONTENT,
  notFound,
  notSimulated,
  type Reply,
  type Route,
} from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { dateFilter } from '../date-filter.ts'
import { fetchMedia } from '../fetched-media.ts'
import { readFlag } from '../flag-field.ts'
import { channelMessageShape, feedbackShape } from './shape.ts'

export const CHANNEL_MESSAGE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: '/Messages.json', handle: list },
  { method: 'post', level: 'classic', path: '/Messages.json', handle: create },
  { method: 'get', level: 'classic', path: '/Messages/:message.json', handle: fetch },
  { method: 'post', level: 'classic', path: '/Messages/:message.json', handle: update },
  { method: 'delete', level: 'classic', path: '/Messages/:message.json', handle: remove },
  { method: 'post', level: 'classic', path: '/Messages/:message/Feedback.json', handle: feedback },
]

/** They would change what is sent or who hears of it, and nothing here does. docs/limits.md names those without effect. */
const NOT_SIMULATED = ['ApplicationSid', 'PersistentAction', 'FallbackFrom', 'ShortenUrls'] as const
const PER_READ = 500

function list(call: Call): Reply {
  const { account, query, conversations } = call
  const to = field(query, 'To')
  const from = field(query, 'From')
  const filter = { accountSid: account.sid, ...(to && { to }), ...(from && { from }) }
  const sentAt = dateFilter(query, 'DateSent')
  if (isApiError(sentAt)) return sentAt
  const read = (slice: Slice) => conversations.reader.channelMessages(filter, slice)
  return classicPage(call, {
    key: 'messages',
    limits: PAGE_LIMITS.classic,
    url: `/2010-04-01/Accounts/${account.sid}/Messages.json`,
    read: sentAt === null ? read : filtered(read, (message) => message.sentAt !== null && sentAt(message.sentAt)),
    keyOf: ({ sid }) => sid,
    shape: channelMessageShape,
  })
}

/** Newest first, so that a page goes on behind the last row read, wanted or not. */
function filtered(read: (slice: Slice) => readonly ChannelMessage[], fits: (message: ChannelMessage) => boolean) {
  return ({ limit, ...from }: Slice): readonly ChannelMessage[] => {
    const found: ChannelMessage[] = []
    let place: Omit<Slice, 'limit'> = from
    for (;;) {
      const rows = read({ ...place, limit: PER_READ })
      found.push(...rows.filter(fits))
      const last = rows.at(-1)
      if (!last || rows.length < PER_READ || found.length >= limit) return found.slice(0, limit)
      place = from.before === undefined ? { after: last.sid } : { before: last.sid }
    }
  }
}

async function create(call: Call): Promise<Reply> {
  const other = NOT_SIMULATED.find((name) => given(call, name) && givenWord(call, name) !== 'false')
  if (other) return notSimulated(`${other} of a message`)
  const asMms = readFlag(call, 'SendAsMms', false)
  if (isApiError(asMms)) return asMms
  const urls = fields(call.form, 'MediaUrl').filter((url) => url !== '')
  const media = await fetchMedia(call, urls)
  if (isApiError(media)) return media
  const act = (work: Work) => {
    const contentSid = given(call, 'ContentSid')
    const template = { sid: contentSid ?? '', variables: given(call, 'ContentVariables') }
    const body = contentSid ? renderTemplate(work, template) : given(call, 'Body')
    if (isApiError(body)) return body
    return sendChannelMessage(work, { ...readRequest(call), asMms, body, media })
  }
  return decide(call, act, (message) => ({
    status: 201,
    body: { ...channelMessageShape(message), ...(message.status === 'sent' && { status: 'queued', date_sent: null }) },
  }))
}

function readRequest(call: Call) {
  return {
    to: given(call, 'To'),
    from: given(call, 'From'),
    messagingServiceSid: given(call, 'MessagingServiceSid') || undefined,
    statusCallback: given(call, 'StatusCallback'),
    validityPeriod: given(call, 'ValidityPeriod'),
    scheduleType: given(call, 'ScheduleType'),
    sendAt: given(call, 'SendAt'),
  }
}

function fetch(call: Call): Reply {
  const message = findChannelMessage(call)
  return isApiError(message) ? message : { status: 200, body: channelMessageShape(message) }
}

/** An empty Body takes the text out of the record; Status calls off what is scheduled. */
function update(call: Call): Promise<Reply> {
  const body = given(call, 'Body')
  const status = given(call, 'Status')
  const act = (work: Work): ChannelMessage | ApiError => {
    const message = findChannelMessage(call, work.read)
    if (isApiError(message)) return message
    if (status === 'canceled') return cancelChannelMessage(work, message)
    if (status) return apiError(20001, `The Status ${status} is not canceled, the only one that can be asked for`)
    if (body) return apiError(20001, 'Body can only be emptied')
    return body === undefined ? message : work.put('channelMessage', { ...message, body: '', updatedAt: work.now })
  }
  return decide(call, act, (message) => ({ status: 200, body: channelMessageShape(message) }))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const message = findChannelMessage(call, work.read)
    if (!isApiError(message)) work.remove('channelMessage', message.sid)
    return message
  }
  return decide(call, act, () => NO_CONTENT)
}

/** Whether people did what a message wanted of them: taken and given back, no more. */
function feedback(call: Call): Reply {
  const message = findChannelMessage(call)
  if (isApiError(message)) return message
  const outcome = given(call, 'Outcome') || 'confirmed'
  if (outcome !== 'confirmed' && outcome !== 'unconfirmed') return apiError(20001, `The Outcome ${outcome} is unknown`)
  return { status: 200, body: feedbackShape(message, outcome) }
}

/** The message of the path. */
export function findChannelMessage(
  call: Call,
  read: ConversationsReader = call.conversations.reader,
): ChannelMessage | ApiError {
  const message = read.channelMessage(call.params.message ?? '')
  return message?.accountSid === call.account.sid ? message : notFound(call)
}
