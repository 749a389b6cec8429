import {
  type ApiError,
  apiError,
  field,
  isApiError,
  PAGE_LIMITS,
  parseIsoDate,
} from '../../../../protocols/conversations/index.ts'
import type { ConversationFields } from '../../acts/conversation-draft.ts'
import { createConversation, deleteConversation, updateConversation } from '../../acts/conversations.ts'
import { CONVERSATION_STATES, type Conversation } from '../../model/records.ts'
import type { ConversationFilter } from '../../model/store-port.ts'
import { conversationParameters } from '../../model/webhook-parameters.ts'
import { aboutChangedConversation, aboutNewConversation, askBefore, conflictIn } from '../asking.ts'
import { type Answer, type Call, decide, given, listPage, NO_CONTENT, type Reply, type Route } from '../call.ts'
import { findConversation, whereOf } from '../lookup.ts'
import { urlOf } from '../urls.ts'
import { conversationShape } from './shape.ts'

export const CONVERSATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: '/Conversations', handle: list },
  { method: 'post', level: 'both', path: '/Conversations', handle: create },
  { method: 'get', level: 'both', path: '/Conversations/:conversation', handle: fetch },
  { method: 'post', level: 'both', path: '/Conversations/:conversation', handle: update },
  { method: 'delete', level: 'both', path: '/Conversations/:conversation', handle: remove },
]

/** The fields of a conversation in a form. */
export function readFields(call: Call): ConversationFields {
  return {
    friendlyName: given(call, 'FriendlyName'),
    uniqueName: given(call, 'UniqueName'),
    attributes: given(call, 'Attributes'),
    messagingServiceSid: given(call, 'MessagingServiceSid'),
    state: given(call, 'State'),
    inactiveTimer: given(call, 'Timers.Inactive'),
    closedTimer: given(call, 'Timers.Closed'),
    dateCreated: given(call, 'DateCreated'),
    dateUpdated: given(call, 'DateUpdated'),
    emailAddress: given(call, 'Bindings.Email.Address'),
    emailName: given(call, 'Bindings.Email.Name'),
  }
}

export function show(call: Call, status: number): (conversation: Conversation) => Answer {
  return (conversation) => ({ status, body: conversationShape(conversation, (path) => urlOf(call, path)) })
}

function list(call: Call): Reply {
  const filter = readFilter(call)
  if (isApiError(filter)) return filter
  return listPage(call, {
    key: 'conversations',
    limits: PAGE_LIMITS.large,
    url: urlOf(call, '/Conversations'),
    read: (slice) => call.conversations.reader.conversations(filter, slice),
    keyOf: ({ sid }) => sid,
    shape: (conversation) => show(call, 200)(conversation).body,
  })
}

async function create(call: Call): Promise<Reply> {
  const wanted = readFields(call)
  const about = () => aboutNewConversation(wanted)
  const asked = await askBefore(call, 'onConversationAdd', { conversation: null, about })
  if (isApiError(asked)) return asked
  const { friendly_name: friendlyName = wanted.friendlyName } = asked.changes
  const fields = { ...wanted, friendlyName }
  return decide(call, (work) => createConversation(work, call.serviceSid, fields), show(call, 201))
}

function fetch(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  return isApiError(conversation) ? conversation : show(call, 200)(conversation)
}

async function update(call: Call): Promise<Reply> {
  const wanted = readFields(call)
  const before = findConversation(whereOf(call))
  if (isApiError(before)) return before
  const about = () => aboutChangedConversation(before, wanted)
  const asked = await askBefore(call, 'onConversationUpdate', { conversation: before, about })
  if (isApiError(asked)) return asked
  const { friendly_name: friendlyName = wanted.friendlyName } = asked.changes
  const fields = { ...wanted, friendlyName }
  const act = (work: Parameters<typeof updateConversation>[0]) => {
    const conversation = findConversation(whereOf(call, work.read))
    if (isApiError(conversation)) return conversation
    const conflict = conflictIn(50391, { before, now: conversation }, asked, gistOf)
    return conflict ?? updateConversation(work, conversation, fields)
  }
  return decide(call, act, show(call, 200))
}

/** What of a conversation requests change; messages come and go meanwhile. */
function gistOf({ friendlyName, uniqueName, attributes, state, messagingServiceSid, email }: Conversation) {
  return [friendlyName, uniqueName, attributes, state, messagingServiceSid, email]
}

async function remove(call: Call): Promise<Reply> {
  const before = findConversation(whereOf(call))
  if (isApiError(before)) return before
  const about = () => conversationParameters(before)
  const asked = await askBefore(call, 'onConversationRemove', { conversation: before, about })
  if (isApiError(asked)) return asked
  const act = (work: Parameters<typeof deleteConversation>[0]) => {
    const conversation = findConversation(whereOf(call, work.read))
    return isApiError(conversation) ? conversation : deleteConversation(work, conversation)
  }
  return decide(call, act, () => NO_CONTENT)
}

const DAY_MS = 86_400_000

function readFilter({ query, serviceSid }: Call): ConversationFilter | ApiError {
  const state = CONVERSATION_STATES.find((one) => one === field(query, 'State')?.toLowerCase())
  if (field(query, 'State') && !state) return apiError(50378)
  const from = readDate(field(query, 'StartDate'), 0)
  const until = readDate(field(query, 'EndDate'), DAY_MS - 1)
  if (isApiError(from)) return from
  if (isApiError(until)) return until
  if (from !== undefined && until !== undefined && until < from) return apiError(50396)
  return {
    serviceSid,
    ...(state && { state }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  }
}

/** A date of a filter; a mere day reaches to its end where that is meant. */
function readDate(text: string | undefined, endOfDay: number): number | undefined | ApiError {
  if (!text) return undefined
  const at = parseIsoDate(text)
  if (at === undefined) return apiError(50308, `${text} is no ISO-8601 date`)
  return text.includes('T') ? at : at + endOfDay
}
