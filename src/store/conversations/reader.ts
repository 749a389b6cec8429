import type { Database } from 'better-sqlite3'
import type { ConversationFilter, ConversationsReader, Records, Slice } from '../../conversations/model/store-port.ts'

type Bindings = Readonly<Record<string, unknown>>

const LAST_ID = '\u{10ffff}'

/** A reader per world over prepared statements. */
export function openReader(db: Database): (world: number) => ConversationsReader {
  const one = openOne(db)
  const many = openMany(db)
  const slices = openSlices(db)
  const times = openTimes(db)
  return (world) => ({
    configuration: (key) => one.configuration(world, key),
    service: (sid) => one.service(world, sid),
    services: (account, slice) => slices.service({ world, account }, slice),

    conversation: (sid) => one.conversation(world, sid),
    conversationNamed: (service, name) => many.named({ world, service, name })[0],
    conversations: (filter, slice) => slices.conversation(conversationBindings(world, filter), slice),
    rosterHolders: (account, roster) => many.rosterHolders({ world, account, roster }),
    conversationsDue: (now, limit) => many.conversationsDue({ world, now, limit }),
    nextConversationAt: () => times.conversation(world),

    participant: (sid) => one.participant(world, sid),
    participants: (conversation) => many.participants({ world, conversation }),
    participantSlice: (conversation, slice) => slices.participant({ world, conversation }, slice),
    participationsOf: (who, service, slice) =>
      'identity' in who
        ? slices.byIdentity({ world, account: who.accountSid, service, value: who.identity }, slice)
        : slices.byAddress({ world, account: who.accountSid, service, value: who.address }, slice),
    pairHolders: (account, address, proxy) => many.pairHolders({ world, account, address, proxy }),

    message: (sid) => one.message(world, sid),
    messages: (conversation, slice) =>
      (slice.descending ? slices.descending : slices.ascending)({ world, conversation }, slice),
    messagesOfCarrier: (conversation, id) => many.ofCarrier({ world, conversation, id }),
    messagesToRelay: (now, limit) => many.toRelay({ world, now, limit }),
    nextRelayAt: () => times.relay(world),

    receipt: (sid) => one.receipt(world, sid),
    receipts: (message) => many.receipts({ world, message }),
    receiptSlice: (message, slice) => slices.receipt({ world, message }, slice),

    channelMessage: (sid) => one.channelMessage(world, sid),
    channelMessages: ({ accountSid, to, from }, slice) =>
      slices.channelMessage({ world, account: accountSid, to: to ?? null, from: from ?? null }, slice),

    webhookConfiguration: (account, service) =>
      many.webhookConfiguration({ world, account, service: service ?? '' })[0],
    scopedWebhook: (sid) => one.scopedWebhook(world, sid),
    scopedWebhooks: (conversation) => many.scopedWebhooks({ world, conversation }),
    addressConfiguration: (sid) => one.addressConfiguration(world, sid),
    addressConfigurations: ({ accountSid, type, address }, slice) =>
      slices.address({ world, account: accountSid, type: type ?? null, address: address ?? null }, slice),
    media: (sid) => one.media(world, sid),

    webhookCall: (id) => one.webhookCall(world, id),
    webhookCalls: ({ before, limit }) => many.calls({ world, before: before ?? LAST_ID, limit }),
    webhookCallsDue: (now, limit) => many.callsDue({ world, now, limit }),
    nextWebhookCallAt: () => times.call(world),
  })
}

function openOne(db: Database) {
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

function query<T>(db: Database, sql: string): (bindings: Bindings) => T[] {
  const statement = db.prepare<Bindings, string>(sql).pluck()
  return (bindings) => statement.all(bindings).map((doc) => JSON.parse(doc) as T)
}

function openMany(db: Database) {
  return {
    named: query<Records['conversation']>(
      db,
      'SELECT doc FROM conversation WHERE world = @world AND service = @service AND unique_name = @name',
    ),
    rosterHolders: query<Records['conversation']>(
      db,
      'SELECT doc FROM conversation WHERE world = @world AND account = @account AND roster = @roster ORDER BY sid',
    ),
    conversationsDue: query<Records['conversation']>(
      db,
      'SELECT doc FROM conversation WHERE world = @world AND due_at <= @now ORDER BY due_at, sid LIMIT @limit',
    ),
    participants: query<Records['participant']>(
      db,
      'SELECT doc FROM conversation_participant WHERE world = @world AND conversation = @conversation ORDER BY sid',
    ),
    pairHolders: query<Records['participant']>(
      db,
      `SELECT p.doc FROM conversation_participant p JOIN conversation c ON c.world = p.world AND c.sid = p.conversation
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
      'SELECT doc FROM conversation_receipt WHERE world = @world AND message = @message ORDER BY sid',
    ),
    webhookConfiguration: query<Records['webhookConfiguration']>(
      db,
      `SELECT doc FROM conversations_webhook_configuration
       WHERE world = @world AND account = @account AND service = @service`,
    ),
    scopedWebhooks: query<Records['scopedWebhook']>(
      db,
      'SELECT doc FROM conversation_webhook WHERE world = @world AND conversation = @conversation ORDER BY sid',
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
function openSlices(db: Database) {
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
      'conversation',
      `service = @service AND (@state IS NULL OR state = @state)
       AND (@from IS NULL OR created_at >= @from) AND (@until IS NULL OR created_at <= @until)`,
    ),
    participant: slice<Records['participant']>('conversation_participant', 'conversation = @conversation'),
    byIdentity: slice<Records['participant']>(
      'conversation_participant',
      'account = @account AND service = @service AND identity = @value',
    ),
    byAddress: slice<Records['participant']>(
      'conversation_participant',
      'account = @account AND service = @service AND address = @value',
    ),
    receipt: slice<Records['receipt']>('conversation_receipt', 'message = @message'),
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

function openTimes(db: Database) {
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
  }
}

function conversationBindings(world: number, { serviceSid, state, from, until }: ConversationFilter): Bindings {
  return { world, service: serviceSid, state: state ?? null, from: from ?? null, until: until ?? null }
}
