import { type ApiError, field, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { sendChannelMessage } from '../../acts/channel-messages.ts'
import type { ChannelMessage } from '../../model/records.ts'
import { type Call, decide, given, notFound, notSimulated, type Reply, type Route } from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { channelMessageShape } from './shape.ts'

export const CHANNEL_MESSAGE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: '/Messages.json', handle: list },
  { method: 'post', level: 'classic', path: '/Messages.json', handle: create },
  { method: 'get', level: 'classic', path: '/Messages/:message.json', handle: fetch },
]

const NOT_SIMULATED = ['MediaUrl', 'ContentSid', 'ScheduleType', 'SendAt', 'StatusCallback'] as const

function list(call: Call): Reply {
  const { account, query, conversations } = call
  const to = field(query, 'To')
  const from = field(query, 'From')
  const filter = { accountSid: account.sid, ...(to && { to }), ...(from && { from }) }
  return classicPage(call, {
    key: 'messages',
    limits: PAGE_LIMITS.classic,
    url: `/2010-04-01/Accounts/${account.sid}/Messages.json`,
    read: (slice) => conversations.reader.channelMessages(filter, slice),
    keyOf: ({ sid }) => sid,
    shape: channelMessageShape,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const other = NOT_SIMULATED.find((name) => given(call, name))
  if (other) return notSimulated(`${other} of a message`)
  const request = { to: given(call, 'To'), from: given(call, 'From'), body: given(call, 'Body') }
  return decide(
    call,
    (work) => sendChannelMessage(work, request),
    (message) => ({ status: 201, body: { ...channelMessageShape(message), status: 'queued', date_sent: null } }),
  )
}

function fetch(call: Call): Reply {
  const message = find(call)
  return isApiError(message) ? message : { status: 200, body: channelMessageShape(message) }
}

function find(call: Call): ChannelMessage | ApiError {
  const message = call.conversations.reader.channelMessage(call.params.message ?? '')
  return message?.accountSid === call.account.sid ? message : notFound(call)
}
