import { type ApiError, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { ConversationMessage, Receipt } from '../../model/records.ts'
import { type Answer, type Call, listPage, notFound, type Reply, type Route } from '../call.ts'
import { findConversation, findMessage, whereOf } from '../lookup.ts'
import { urlOf } from '../urls.ts'
import { receiptShape } from './shape.ts'

const PATH = '/Conversations/:conversation/Messages/:message/Receipts'

export const RECEIPT_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: PATH, handle: list },
  { method: 'get', level: 'both', path: `${PATH}/:receipt`, handle: fetch },
]

function list(call: Call): Reply {
  const message = messageOf(call)
  if (isApiError(message)) return message
  return listPage(call, {
    key: 'delivery_receipts',
    limits: PAGE_LIMITS.small,
    url: urlOf(call, `/Conversations/${message.conversationSid}/Messages/${message.sid}/Receipts`),
    read: (slice) => call.conversations.reader.receiptSlice(message.sid, slice),
    keyOf: ({ sid }) => sid,
    shape: (receipt) => show(call)(receipt).body,
  })
}

function fetch(call: Call): Reply {
  const message = messageOf(call)
  if (isApiError(message)) return message
  const receipt = call.conversations.reader.receipt(call.params.receipt ?? '')
  return receipt?.messageSid === message.sid ? show(call)(receipt) : notFound(call)
}

function messageOf(call: Call): ConversationMessage | ApiError {
  const conversation = findConversation(whereOf(call))
  return isApiError(conversation) ? conversation : findMessage(whereOf(call), conversation)
}

function show(call: Call): (receipt: Receipt) => Answer {
  const place = { url: (path: string) => urlOf(call, path), ofService: call.ofService }
  return (receipt) => ({ status: 200, body: receiptShape(receipt, place) })
}
