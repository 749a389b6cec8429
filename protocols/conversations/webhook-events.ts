/** Events that are asked about before they happen: the answer may change or refuse them. */
export const PRE_EVENTS = [
  'onMessageAdd',
  'onMessageUpdate',
  'onMessageRemove',
  'onConversationAdd',
  'onConversationUpdate',
  'onConversationRemove',
  'onParticipantAdd',
  'onParticipantUpdate',
  'onParticipantRemove',
  'onUserUpdate',
] as const

/** Events that are told after they happened. */
export const POST_EVENTS = [
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
  'onConversationAdded',
  'onConversationUpdated',
  'onConversationRemoved',
  'onConversationStateUpdated',
  'onParticipantAdded',
  'onParticipantUpdated',
  'onParticipantRemoved',
  'onDeliveryUpdated',
  'onUserAdded',
  'onUserUpdated',
] as const

export type PreEvent = (typeof PRE_EVENTS)[number]
export type PostEvent = (typeof POST_EVENTS)[number]
export type WebhookEvent = PreEvent | PostEvent

export function isWebhookEvent(name: string): name is WebhookEvent {
  return ([...PRE_EVENTS, ...POST_EVENTS] as readonly string[]).includes(name)
}

export function isPostEvent(name: string): name is PostEvent {
  return (POST_EVENTS as readonly string[]).includes(name)
}
