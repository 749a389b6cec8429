/**
 * The Conversations layer: an application on top of the carrier that owns the numbers of Twilio accounts.
 *
 * `createConversations` makes one world's layer: its `outlet` is the carrier's way to endpoints of kind `twilio`, its
 * `workers` belong on the world's agenda. The REST API of all worlds is `rest/index.ts`, loaded by itself: it is large.
 */
export { type Conversations, type ConversationsParts, createConversations } from './conversations.ts'
export type { WebhookCall } from './model/records.ts'
export type { ConversationsChange, ConversationsReader } from './model/store-port.ts'
export { type Switches, switchesOf } from './model/switches.ts'
export { type FindTenant, opensAccount, type Tenant } from './rest/authentication.ts'
export type { HostPolicy } from './webhooks/allowed-hosts.ts'
export { createHttpCall, type HttpAnswer, type HttpCall } from './webhooks/http-call.ts'
