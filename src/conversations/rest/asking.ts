import type { ApiError, PreEvent } from '../../../protocols/conversations/index.ts'
import type { ConversationFields } from '../acts/conversation-draft.ts'
import type { MessageFields } from '../acts/messages.ts'
import type { Conversation } from '../model/records.ts'
import { common, parameters } from '../model/webhook-parameters.ts'
import type { Call } from './call.ts'

export type Intended =
  | { readonly conversation: null; readonly fields: ConversationFields }
  | { readonly conversation: Conversation; readonly fields: MessageFields }

/** Asks the application before a request is carried out, where the request wants webhooks: what it changes, or its no. */
export async function askBefore(
  call: Call,
  event: PreEvent & ('onConversationAdd' | 'onMessageAdd'),
  intended: Intended,
): Promise<Readonly<Record<string, string>> | ApiError> {
  if (!call.hooks) return {}
  const { account, serviceSid } = call
  const { refusal, changes } = await call.conversations.ask({
    event,
    account,
    serviceSid,
    conversationSid: intended.conversation?.sid ?? null,
    parameters: parameters({
      ...common(event, account.sid, 'API'),
      ChatServiceSid: serviceSid,
      ...aboutIntended(intended),
    }),
  })
  return refusal ?? changes
}

function aboutIntended({ conversation, fields }: Intended): Readonly<Record<string, string | undefined>> {
  if (conversation === null) {
    const { friendlyName, uniqueName, attributes, messagingServiceSid, state } = fields
    return {
      FriendlyName: friendlyName,
      UniqueName: uniqueName,
      Attributes: attributes ?? '{}',
      MessagingServiceSid: messagingServiceSid,
      State: state,
    }
  }
  const { author, body, attributes } = fields
  return {
    ConversationSid: conversation.sid,
    Author: author ?? 'system',
    Body: body,
    Attributes: attributes ?? '{}',
  }
}
