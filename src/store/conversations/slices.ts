import type { Database } from 'better-sqlite3'
import type { Records, Slice } from '../../conversations/model/store-port.ts'
import { type Bindings, query } from './query.ts'

type Order = {
  readonly key: string
  readonly descending: boolean
  /** Keys below the first row and above the last. */
  readonly ends: readonly [unknown, unknown]
  readonly edgeOf: (key: string) => unknown
}
const BY_SID: Order = { key: 'sid', descending: false, ends: ['', '\u{10ffff}'], edgeOf: (sid) => sid }
/** Newest first, whatever the two letters are. */
const BY_AGE: Order = { ...BY_SID, key: 'substr(sid, 3)', descending: true, edgeOf: (sid) => sid.slice(2) }
const BY_POSITION: Order = { key: 'position', descending: false, ends: [-1, Number.MAX_SAFE_INTEGER], edgeOf: Number }

/** Lists that are read in pieces: forward behind a key, or backward before one. */
export function openSlices(db: Database) {
  const slice = <T>(table: string, where: string, order: Order = BY_SID) => {
    const { key, descending, ends, edgeOf } = order
    const read = (comparison: string, direction: string) =>
      query<T>(
        db,
        `SELECT doc FROM ${table} WHERE world = @world AND ${where} AND ${key} ${comparison} @edge
         ORDER BY ${key} ${direction} LIMIT @limit`,
      )
    const up = read('>', 'ASC')
    const down = read('<', 'DESC')
    return (bindings: Bindings, { after, before, limit }: Slice): T[] => {
      const upward = (before !== undefined) === descending
      const from = before ?? after
      const edge = from === undefined ? ends[upward ? 0 : 1] : edgeOf(from)
      return (upward ? up : down)({ ...bindings, limit, edge })
    }
  }
  return {
    service: slice<Records['service']>('conversations_service', 'account = @account'),
    conversation: slice<Records['conversation']>(
      'conversation INDEXED BY conversation_by_service',
      `service = @service AND (@state IS NULL OR state = @state)
       AND (@from IS NULL OR created_at >= @from) AND (@until IS NULL OR created_at <= @until)`,
    ),
    participant: slice<Records['participant']>(
      'conversation_participant INDEXED BY conversation_participant_by_conversation',
      'conversation = @conversation',
    ),
    byIdentity: slice<Records['participant']>(
      'conversation_participant INDEXED BY conversation_participant_by_service_identity',
      'account = @account AND service = @service AND identity = @value',
    ),
    byAddress: slice<Records['participant']>(
      'conversation_participant INDEXED BY conversation_participant_by_service_address',
      'account = @account AND service = @service AND address = @value',
    ),
    receipt: slice<Records['receipt']>(
      'conversation_receipt INDEXED BY conversation_receipt_by_message',
      'message = @message',
    ),
    channelMessage: slice<Records['channelMessage']>(
      'conversations_channel_message',
      'account = @account AND (@to IS NULL OR recipient = @to) AND (@from IS NULL OR sender = @from)',
      BY_AGE,
    ),
    address: slice<Records['addressConfiguration']>(
      'conversations_address',
      'account = @account AND (@type IS NULL OR type = @type) AND (@address IS NULL OR address = @address)',
    ),
    ascending: slice<Records['message']>('conversation_message', 'conversation = @conversation', BY_POSITION),
    descending: slice<Records['message']>('conversation_message', 'conversation = @conversation', {
      ...BY_POSITION,
      descending: true,
    }),
  }
}
