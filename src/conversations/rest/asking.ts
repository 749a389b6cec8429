import { type ApiError, apiError, type ErrorCode, type PreEvent } from '../../../protocols/conversations/index.ts'
import type { ConversationFields } from '../acts/conversation-draft.ts'
import type { MessageFields } from '../acts/messages.ts'
import type { Conversation, ConversationMessage } from '../model/records.ts'
import {
  common,
  conversationParameters,
  messageParameters,
  type Named,
  parameters,
} from '../model/webhook-parameters.ts'
import type { Call } from './call.ts'

export type Intended = {
  /** null for one that is to be made, and for what belongs to none. */
  readonly conversation: Pick<Conversation, 'sid'> | null
  readonly about: () => Named
}

export type Said = {
  /** What the application wants changed. */
  readonly changes: Readonly<Record<string, string>>
  /** Whether anybody was asked, so that time has passed since the request came in. */
  readonly waited: boolean
}

/** Asks the application before a request is carried out, where the request wants webhooks: what it changes, or its no. */
export async function askBefore(
  call: Call,
  event: PreEvent,
  { conversation, about }: Intended,
): Promise<Said | ApiError> {
  if (!call.hooks) return { changes: {}, waited: false }
  const { account, serviceSid } = call
  const verdict = await call.conversations.ask({
    event,
    account,
    serviceSid,
    conversationSid: conversation?.sid ?? null,
    parameters: parameters({ ...common(event, account.sid, 'API'), ChatServiceSid: serviceSid, ...about() }),
  })
  return verdict.refusal ?? { changes: verdict.changes, waited: verdict.call !== null }
}

export type Seen<T> = { readonly before: T; readonly now: T }

/** A change of something that another request changed while the application was asked about it. */
export function conflictIn<T>(
  code: ErrorCode,
  { before, now }: Seen<T>,
  { waited }: Said,
  gist: (value: T) => unknown = (value) => value,
): ApiError | undefined {
  if (!waited || JSON.stringify(gist(before)) === JSON.stringify(gist(now))) return undefined
  return apiError(code, 'It was changed by another request while the application was asked: read it again')
}

/** A conversation that is to be made. */
export function aboutNewConversation(fields: ConversationFields): Named {
  const { friendlyName, uniqueName, attributes, messagingServiceSid, state } = fields
  return {
    FriendlyName: friendlyName,
    UniqueName: uniqueName,
    Attributes: attributes ?? '{}',
    MessagingServiceSid: messagingServiceSid,
    State: state,
  }
}

/** A conversation as it would be after a change. */
export function aboutChangedConversation(before: Conversation, fields: ConversationFields): Named {
  const { friendlyName, uniqueName, attributes, messagingServiceSid, state } = fields
  return {
    ...conversationParameters(before),
    ...said({ FriendlyName: friendlyName, UniqueName: uniqueName, Attributes: attributes }),
    ...said({ MessagingServiceSid: messagingServiceSid, State: state }),
  }
}

/** A message that is to be posted. */
export function aboutNewMessage({ sid }: Conversation, { author, body, attributes }: MessageFields): Named {
  return { ConversationSid: sid, Author: author ?? 'system', Body: body, Attributes: attributes ?? '{}' }
}

/** A message as it would be after a change. */
export function aboutChangedMessage(
  conversation: Conversation,
  message: ConversationMessage,
  { author, body, attributes }: MessageFields,
): Named {
  return {
    ...messageParameters(conversation, { event: 'onMessageUpdate', message }),
    ...said({ Author: author, Body: body, Attributes: attributes }),
  }
}

/** Only what a request says; the rest stays as it was. */
export function said(named: Named): Named {
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}
