import type { Database } from 'better-sqlite3'
import type { Records } from '../../conversations/model/store-port.ts'
import { query } from './query.ts'

/** Records by their key. */
export function openOne(db: Database) {
  const by = <T>(table: string, key: string) => {
    const statement = db.prepare<unknown[], string>(`SELECT doc FROM ${table} WHERE world = ? AND ${key} = ?`).pluck()
    return (world: number, value: string): T | undefined => {
      const doc = statement.get(world, value)
      return doc === undefined ? undefined : (JSON.parse(doc) as T)
    }
  }
  return {
    configuration: by<Records['configuration']>('conversations_configuration', 'key'),
    service: by<Records['service']>('conversations_service', 'sid'),
    conversation: by<Records['conversation']>('conversation', 'sid'),
    participant: by<Records['participant']>('conversation_participant', 'sid'),
    message: by<Records['message']>('conversation_message', 'sid'),
    receipt: by<Records['receipt']>('conversation_receipt', 'sid'),
    channelMessage: by<Records['channelMessage']>('conversations_channel_message', 'sid'),
    scopedWebhook: by<Records['scopedWebhook']>('conversation_webhook', 'sid'),
    addressConfiguration: by<Records['addressConfiguration']>('conversations_address', 'sid'),
    media: by<Records['media']>('conversations_media', 'sid'),
    webhookCall: by<Records['webhookCall']>('conversations_webhook_call', 'id'),
  }
}

/**
 * Records by what else they are found by. SQLite knows nothing of the rows and would rather walk a world in the order
 * of its SIDs than sort a few: the index is named wherever that could happen.
 */
export function openMany(db: Database) {
  return {
    named: query<Records['conversation']>(
      db,
      'SELECT doc FROM conversation WHERE world = @world AND service = @service AND unique_name = @name',
    ),
    rosterHolders: query<Records['conversation']>(
      db,
      `SELECT doc FROM conversation INDEXED BY conversation_by_roster
       WHERE world = @world AND account = @account AND roster = @roster ORDER BY sid`,
    ),
    conversationsDue: query<Records['conversation']>(
      db,
      'SELECT doc FROM conversation WHERE world = @world AND due_at <= @now ORDER BY due_at, sid LIMIT @limit',
    ),
    participants: query<Records['participant']>(
      db,
      `SELECT doc FROM conversation_participant INDEXED BY conversation_participant_by_conversation
       WHERE world = @world AND conversation = @conversation ORDER BY sid`,
    ),
    pairHolders: query<Records['participant']>(
      db,
      `SELECT p.doc FROM conversation_participant p INDEXED BY conversation_participant_by_address JOIN conversation c ON c.world = p.world AND c.sid = p.conversation
       WHERE p.world = @world AND p.account = @account AND p.address = @address AND p.proxy_address = @proxy
         AND c.state <> 'closed' ORDER BY p.sid`,
    ),
    ofCarrier: query<Records['message']>(
      db,
      `SELECT doc FROM conversation_message
       WHERE world = @world AND conversation = @conversation AND carrier_message = @id ORDER BY position`,
    ),
    toRelay: query<Records['message']>(
      db,
      'SELECT doc FROM conversation_message WHERE world = @world AND relay_at <= @now ORDER BY relay_at, sid LIMIT @limit',
    ),
    receipts: query<Records['receipt']>(
      db,
      `SELECT doc FROM conversation_receipt INDEXED BY conversation_receipt_by_message
       WHERE world = @world AND message = @message ORDER BY sid`,
    ),
    webhookConfiguration: query<Records['webhookConfiguration']>(
      db,
      `SELECT doc FROM conversations_webhook_configuration
       WHERE world = @world AND account = @account AND service = @service`,
    ),
    scopedWebhooks: query<Records['scopedWebhook']>(
      db,
      `SELECT doc FROM conversation_webhook INDEXED BY conversation_webhook_by_conversation
       WHERE world = @world AND conversation = @conversation ORDER BY sid`,
    ),
    channelMessagesDue: query<Records['channelMessage']>(
      db,
      `SELECT doc FROM conversations_channel_message
       WHERE world = @world AND send_at <= @now ORDER BY send_at, sid LIMIT @limit`,
    ),
    mediaUnused: query<Records['media']>(
      db,
      `SELECT doc FROM conversations_media
       WHERE world = @world AND unused_since <= @until ORDER BY unused_since, sid LIMIT @limit`,
    ),
    calls: query<Records['webhookCall']>(
      db,
      'SELECT doc FROM conversations_webhook_call WHERE world = @world AND id < @before ORDER BY id DESC LIMIT @limit',
    ),
    callsDue: query<Records['webhookCall']>(
      db,
      `SELECT doc FROM conversations_webhook_call
       WHERE world = @world AND next_attempt_at <= @now ORDER BY next_attempt_at, id LIMIT @limit`,
    ),
  }
}

/** The position of a conversation's last message. */
export function openLastPosition(db: Database) {
  const statement = db
    .prepare<unknown[], number | null>(
      'SELECT max(position) FROM conversation_message WHERE world = ? AND conversation = ?',
    )
    .pluck()
  return (world: number, conversation: string) => statement.get(world, conversation) ?? -1
}

/** How many messages of a conversation come after a position. */
export function openMessageCount(db: Database) {
  const statement = db
    .prepare<unknown[], number>(
      'SELECT count(*) FROM conversation_message WHERE world = ? AND conversation = ? AND position > ?',
    )
    .pluck()
  return (world: number, conversation: string, after: number) => statement.get(world, conversation, after) ?? 0
}

/** The earliest time at which something of a kind is due. */
export function openTimes(db: Database) {
  const earliest = (table: string, column: string) => {
    const statement = db
      .prepare<unknown[], number | null>(
        `SELECT min(${column}) FROM ${table} WHERE world = ? AND ${column} IS NOT NULL`,
      )
      .pluck()
    return (world: number) => statement.get(world) ?? undefined
  }
  return {
    conversation: earliest('conversation', 'due_at'),
    relay: earliest('conversation_message', 'relay_at'),
    call: earliest('conversations_webhook_call', 'next_attempt_at'),
    channelMessage: earliest('conversations_channel_message', 'send_at'),
    media: earliest('conversations_media', 'unused_since'),
  }
}
