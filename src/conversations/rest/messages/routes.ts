import { type ApiError, apiError, field, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { deleteMessage, type MessageFields, postMessage, updateMessage } from '../../acts/messages.ts'
import { deliverySummary } from '../../model/receipts.ts'
import type { Conversation, ConversationMessage, Receipt } from '../../model/records.ts'
import { messageParameters } from '../../model/webhook-parameters.ts'
import type { Work } from '../../work.ts'
import { aboutChangedMessage, aboutNewMessage, askBefore, conflictIn } from '../asking.ts'
import { type Answer, type Call, decide, given, listPage, NO_CONTENT, type Reply, type Route } from '../call.ts'
import { findConversation, findMessage, whereOf } from '../lookup.ts'
import { urlOf } from '../urls.ts'
import { messageShape } from './shape.ts'

const PATH = '/Conversations/:conversation/Messages'

export const MESSAGE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: PATH, handle: list },
  { method: 'post', level: 'both', path: PATH, handle: create },
  { method: 'get', level: 'both', path: `${PATH}/:message`, handle: fetch },
  { method: 'post', level: 'both', path: `${PATH}/:message`, handle: update },
  { method: 'delete', level: 'both', path: `${PATH}/:message`, handle: remove },
]

function list(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const order = field(call.query, 'Order')?.toLowerCase() || 'asc'
  if (order !== 'asc' && order !== 'desc') return apiError(20001, `The Order ${order} is neither asc nor desc`)
  const descending = order === 'desc'
  return listPage(call, {
    key: 'messages',
    limits: PAGE_LIMITS.large,
    url: urlOf(call, `/Conversations/${conversation.sid}/Messages`),
    read: (slice) => call.conversations.reader.messages(conversation.sid, { ...slice, descending }),
    keyOf: ({ index }) => String(index),
    shape: (message) => show(call, 200)(message).body,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const wanted = readFields(call)
  return call.hooks ? postIfAllowed(call, conversation, wanted) : post(call, wanted)
}

async function postIfAllowed(call: Call, conversation: Conversation, wanted: MessageFields): Promise<Reply> {
  const asked = await askBefore(call, 'onMessageAdd', {
    conversation,
    about: () => aboutNewMessage(conversation, wanted),
  })
  if (isApiError(asked)) return asked
  const { author = wanted.author, body = wanted.body, attributes = wanted.attributes } = asked.changes
  return post(call, { ...wanted, author, body, attributes })
}

function post(call: Call, fields: MessageFields): Promise<Reply> {
  const act = (work: Work) => {
    const found = findConversation(whereOf(call, work.read))
    if (isApiError(found)) return found
    const message = postMessage(work, found, fields)
    return isApiError(message) ? message : { message, receipts: work.written('receipt') }
  }
  return decide(call, act, ({ message, receipts }) => answerOf(call, { status: 201, message, receipts }))
}

function fetch(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const message = findMessage(whereOf(call), conversation)
  return isApiError(message) ? message : show(call, 200)(message)
}

async function update(call: Call): Promise<Reply> {
  const wanted = readFields(call)
  const there = findBoth(call)
  if (isApiError(there)) return there
  const asked = await askBefore(call, 'onMessageUpdate', {
    conversation: there.conversation,
    about: () => aboutChangedMessage(there.conversation, there.message, wanted),
  })
  if (isApiError(asked)) return asked
  const { author = wanted.author, body = wanted.body, attributes = wanted.attributes } = asked.changes
  const fields = { ...wanted, author, body, attributes }
  const act = (work: Work) => {
    const conversation = findConversation(whereOf(call, work.read))
    if (isApiError(conversation)) return conversation
    const before = findMessage(whereOf(call, work.read), conversation)
    if (isApiError(before)) return before
    const conflict = conflictIn(50514, { before: there.message, now: before }, asked, gistOf)
    return conflict ?? updateMessage(work, conversation, { before, fields })
  }
  return decide(call, act, show(call, 200))
}

/** What of a message requests change. */
function gistOf({ author, body, attributes, subject }: ConversationMessage) {
  return [author, body, attributes, subject]
}

async function remove(call: Call): Promise<Reply> {
  const there = findBoth(call)
  if (isApiError(there)) return there
  const asked = await askBefore(call, 'onMessageRemove', {
    conversation: there.conversation,
    about: () => messageParameters(there.conversation, { event: 'onMessageRemove', message: there.message }),
  })
  if (isApiError(asked)) return asked
  const act = (work: Work) => {
    const conversation = findConversation(whereOf(call, work.read))
    if (isApiError(conversation)) return conversation
    const message = findMessage(whereOf(call, work.read), conversation)
    return isApiError(message) ? message : deleteMessage(work, conversation, message)
  }
  return decide(call, act, () => NO_CONTENT)
}

function findBoth(
  call: Call,
): { readonly conversation: Conversation; readonly message: ConversationMessage } | ApiError {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const message = findMessage(whereOf(call), conversation)
  return isApiError(message) ? message : { conversation, message }
}

function show(call: Call, status: number): (message: ConversationMessage) => Answer {
  return (message) => answerOf(call, { status, message, receipts: call.conversations.reader.receipts(message.sid) })
}

type Shown = {
  readonly status: number
  readonly message: ConversationMessage
  readonly receipts: readonly Receipt[]
}

function answerOf(call: Call, { status, message, receipts }: Shown): Answer {
  const place = { url: (path: string) => urlOf(call, path), ofService: call.ofService }
  return { status, body: messageShape(message, { ...place, delivery: deliverySummary(receipts) }) }
}

function readFields(call: Call): MessageFields {
  return {
    author: given(call, 'Author'),
    body: given(call, 'Body'),
    attributes: given(call, 'Attributes'),
    subject: given(call, 'Subject'),
    mediaSid: given(call, 'MediaSid'),
    contentSid: given(call, 'ContentSid'),
    contentVariables: given(call, 'ContentVariables'),
    dateCreated: given(call, 'DateCreated'),
    dateUpdated: given(call, 'DateUpdated'),
  }
}
