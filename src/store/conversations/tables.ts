import { conversationDueAt } from '../../conversations/model/due.ts'
import type { RecordKind, Records } from '../../conversations/model/store-port.ts'

export type Table<K extends RecordKind> = {
  readonly name: string
  /** The key's columns, then the others that rows are found by. */
  readonly key: readonly string[]
  readonly others: readonly string[]
  readonly columns: (record: Records[K]) => Readonly<Record<string, string | number | null>>
}

/** Where each record lives, and by which columns it is found. */
export const TABLES = {
  configuration: {
    name: 'conversations_configuration',
    key: ['key'],
    others: [],
    columns: ({ accountSid }) => ({ key: accountSid }),
  },
  service: {
    name: 'conversations_service',
    key: ['sid'],
    others: ['account'],
    columns: ({ sid, accountSid }) => ({ sid, account: accountSid }),
  },
  conversation: {
    name: 'conversation',
    key: ['sid'],
    others: ['account', 'service', 'unique_name', 'state', 'roster', 'created_at', 'due_at'],
    columns: (record) => ({
      sid: record.sid,
      account: record.accountSid,
      service: record.serviceSid,
      unique_name: record.uniqueName,
      state: record.state,
      roster: record.roster,
      created_at: record.createdAt,
      due_at: conversationDueAt(record),
    }),
  },
  participant: {
    name: 'conversation_participant',
    key: ['sid'],
    others: ['conversation', 'account', 'service', 'identity', 'address', 'proxy_address'],
    columns: (record) => ({
      sid: record.sid,
      conversation: record.conversationSid,
      account: record.accountSid,
      service: record.serviceSid,
      identity: record.identity,
      address: record.address,
      proxy_address: record.proxyAddress,
    }),
  },
  message: {
    name: 'conversation_message',
    key: ['sid'],
    others: ['conversation', 'position', 'carrier_message', 'relay_at'],
    columns: (record) => ({
      sid: record.sid,
      conversation: record.conversationSid,
      position: record.index,
      carrier_message: record.carrierMessageId,
      relay_at: record.relayAt,
    }),
  },
  receipt: {
    name: 'conversation_receipt',
    key: ['sid'],
    others: ['conversation', 'message'],
    columns: ({ sid, conversationSid, messageSid }) => ({ sid, conversation: conversationSid, message: messageSid }),
  },
  channelMessage: {
    name: 'conversations_channel_message',
    key: ['sid'],
    others: ['account', 'recipient', 'sender', 'send_at'],
    columns: ({ sid, accountSid, to, from, sendAt }) => ({
      sid,
      account: accountSid,
      recipient: to,
      sender: from,
      send_at: sendAt ?? null,
    }),
  },
  webhookConfiguration: {
    name: 'conversations_webhook_configuration',
    key: ['account', 'service'],
    others: [],
    columns: ({ accountSid, serviceSid }) => ({ account: accountSid, service: serviceSid ?? '' }),
  },
  scopedWebhook: {
    name: 'conversation_webhook',
    key: ['sid'],
    others: ['conversation'],
    columns: ({ sid, conversationSid }) => ({ sid, conversation: conversationSid }),
  },
  addressConfiguration: {
    name: 'conversations_address',
    key: ['sid'],
    others: ['account', 'type', 'address'],
    columns: ({ sid, accountSid, type, address }) => ({ sid, account: accountSid, type, address }),
  },
  media: {
    name: 'conversations_media',
    key: ['sid'],
    others: ['unused_since'],
    columns: ({ sid, createdAt, messageSid }) => ({ sid, unused_since: messageSid === null ? createdAt : null }),
  },
  webhookCall: {
    name: 'conversations_webhook_call',
    key: ['id'],
    others: ['next_attempt_at'],
    columns: ({ id, nextAttemptAt }) => ({ id, next_attempt_at: nextAttemptAt }),
  },
} satisfies { readonly [K in RecordKind]: Table<K> }

/** Rows that belong to a conversation and go with it, each with the index that finds them. */
export const TABLES_OF_A_CONVERSATION = [
  'conversation_participant INDEXED BY conversation_participant_by_conversation',
  'conversation_message INDEXED BY conversation_message_by_position',
  'conversation_receipt INDEXED BY conversation_receipt_by_conversation',
  'conversation_webhook INDEXED BY conversation_webhook_by_conversation',
] as const
