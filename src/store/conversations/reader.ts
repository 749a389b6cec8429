import type { Database } from 'better-sqlite3'
import type { Conversation } from '../../conversations/model/records.ts'
import type { ConversationFilter, ConversationsReader } from '../../conversations/model/store-port.ts'
import { openLastPosition, openMany, openMessageCount, openOne, openTimes } from './lookups.ts'
import { hookKey, type Memory } from './memory.ts'
import type { Bindings } from './query.ts'
import { openResourceRows } from './resource-rows.ts'
import { openSlices } from './slices.ts'

const LAST_ID = '\u{10ffff}'

/** A reader per world over prepared statements, and what is kept in memory of it. */
export function openReader(db: Database, memoryOf: (world: number) => Memory): (world: number) => ConversationsReader {
  const one = openOne(db)
  const many = openMany(db)
  const slices = openSlices(db)
  const times = openTimes(db)
  const resources = openResourceRows(db)
  const messageCount = openMessageCount(db)
  const lastPosition = openLastPosition(db)
  /** A row may be behind its messages: they are counted. */
  const counted = (world: number, row: Conversation): Conversation => {
    const nextIndex = lastPosition(world, row.sid) + 1
    return nextIndex > row.nextIndex ? { ...row, nextIndex } : row
  }
  const readerOf = (world: number, memory: Memory): ConversationsReader => {
    const current = (row: Conversation) => memory.conversations.peek(row.sid) ?? counted(world, row)
    const readConversation = (sid: string) => {
      const row = one.conversation(world, sid)
      return row && counted(world, row)
    }
    return {
      configuration: (key) => memory.configurations.at(key, () => one.configuration(world, key)),
      service: (sid) => one.service(world, sid),
      services: (account, slice) => slices.service({ world, account }, slice),

      conversation: (sid) => memory.conversations.at(sid, () => readConversation(sid)),
      conversationNamed: (service, name) => many.named({ world, service, name }).map(current)[0],
      conversations: (filter, slice) => slices.conversation(conversationBindings(world, filter), slice).map(current),
      rosterHolders: (account, roster) => many.rosterHolders({ world, account, roster }).map(current),
      conversationsDue: (now, limit) => many.conversationsDue({ world, now, limit }).map(current),
      nextConversationAt: () => times.conversation(world),

      participant: (sid) => one.participant(world, sid),
      participants: (conversation) =>
        memory.participants.at(conversation, () => many.participants({ world, conversation })),
      participantSlice: (conversation, slice) => slices.participant({ world, conversation }, slice),
      participationsOf: (who, service, slice) =>
        'identity' in who
          ? slices.byIdentity({ world, account: who.accountSid, service, value: who.identity }, slice)
          : slices.byAddress({ world, account: who.accountSid, service, value: who.address }, slice),
      pairHolders: (account, address, proxy) => many.pairHolders({ world, account, address, proxy }),

      message: (sid) => one.message(world, sid),
      messages: (conversation, slice) =>
        (slice.descending ? slices.descending : slices.ascending)({ world, conversation }, slice),
      messageCount: (conversation, after) => messageCount(world, conversation, after),
      messagesOfCarrier: (conversation, id) => many.ofCarrier({ world, conversation, id }),
      messagesToRelay: (now, limit) => many.toRelay({ world, now, limit }),
      nextRelayAt: () => times.relay(world),

      receipt: (sid) => one.receipt(world, sid),
      receipts: (message) => many.receipts({ world, message }),
      receiptSlice: (message, slice) => slices.receipt({ world, message }, slice),

      channelMessage: (sid) => one.channelMessage(world, sid),
      channelMessages: ({ accountSid, to, from }, slice) =>
        slices.channelMessage({ world, account: accountSid, to: to ?? null, from: from ?? null }, slice),
      channelMessagesDue: (now, limit) => many.channelMessagesDue({ world, now, limit }),
      nextChannelMessageAt: () => times.channelMessage(world),

      webhookConfiguration: (account, service) =>
        memory.webhookConfigurations.at(
          hookKey(account, service),
          () => many.webhookConfiguration({ world, account, service: service ?? '' })[0],
        ),
      scopedWebhook: (sid) => one.scopedWebhook(world, sid),
      scopedWebhooks: (conversation) =>
        memory.scopedWebhooks.at(conversation, () => many.scopedWebhooks({ world, conversation })),
      addressConfiguration: (sid) => one.addressConfiguration(world, sid),
      addressConfigurations: ({ accountSid, type, address }, slice) =>
        slices.address({ world, account: accountSid, type: type ?? null, address: address ?? null }, slice),
      media: (sid) => one.media(world, sid),
      mediaUnused: (until, limit) => many.mediaUnused({ world, until, limit }),
      nextUnusedMediaAt: () => times.media(world),

      // Each kind is stored with its own record.
      resource: (kind, sid) => resources.one(world, kind, sid) as never,
      resourceNamed: (kind, parent, name) => resources.named(world, kind, [parent, name]) as never,
      resources: (kind, parent, slice) => resources.slice(world, kind, { ...slice, parent }) as never,

      webhookCall: (id) => one.webhookCall(world, id),
      webhookCalls: ({ before, limit }) => many.calls({ world, before: before ?? LAST_ID, limit }),
      webhookCallsDue: (now, limit) => many.callsDue({ world, now, limit }),
      nextWebhookCallAt: () => times.call(world),
    }
  }
  return (world) => readerOf(world, memoryOf(world))
}

function conversationBindings(world: number, { serviceSid, state, from, until }: ConversationFilter): Bindings {
  return { world, service: serviceSid, state: state ?? null, from: from ?? null, until: until ?? null }
}
