import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Conversation,
  NO_TIMERS,
  type Participant,
  type WebhookCall,
} from '../../../src/conversations/model/records.ts'
import type {
  ConversationsChange,
  ConversationsReader,
  RecordKind,
  Records,
} from '../../../src/conversations/model/store-port.ts'
import type { Address, WorldRecord } from '../../../src/core/index.ts'
import { openConversationRows } from '../../../src/store/conversations/rows.ts'
import { PartylineDatabase, type WorldStore } from '../../../src/store/index.ts'

const record = (id: number) =>
  ({ id, name: `w${id}`, epoch: 'e', settings: { autoPhones: true, seed: 1 }, clock: { mode: 'real' } }) as WorldRecord
const sid = (prefix: string, n: number) => `${prefix}${String(n).padStart(32, '0')}`

describe('the rows of conversations', () => {
  let database: PartylineDatabase
  let world: WorldStore
  let reader: ConversationsReader
  beforeEach(() => {
    database = new PartylineDatabase({ path: ':memory:' }, { conversations: openConversationRows })
    world = database.openWorld(record(1), () => 0)
    reader = world.layer<ConversationsReader>('conversations')
  })
  afterEach(() => database.close())

  const apply = (changes: readonly unknown[], to = world) =>
    to.run(() => ({ answer: undefined, changes: changes as ConversationsChange[], events: [] }))
  const put = <K extends RecordKind>(kind: K, value: Partial<Records[K]>) => ({
    layer: 'conversations',
    put: kind,
    value,
  })
  const conversation = (n: number, some: Partial<Conversation> = {}): Partial<Conversation> => ({
    sid: sid('CH', n),
    accountSid: 'AC',
    serviceSid: 'IS',
    uniqueName: null,
    state: 'active',
    timers: NO_TIMERS,
    roster: null,
    activeAt: null,
    createdAt: n,
    ...some,
  })

  it('what is put is read back as it was, and put again it is replaced', async () => {
    const first = conversation(1, { uniqueName: 'home', attributes: '{"ü":"😀"}' })
    await apply([put('conversation', first)])
    expect(reader.conversation(sid('CH', 1))).toEqual(first)
    await apply([put('conversation', { ...first, uniqueName: 'new' })])
    expect(reader.conversationNamed('IS', 'home')).toBeUndefined()
    expect(reader.conversationNamed('IS', 'new')?.sid).toBe(first.sid)
  })

  it('a name is taken once in a service, whatever the rules above let through', async () => {
    await apply([put('conversation', conversation(1, { uniqueName: 'home' }))])
    await expect(apply([put('conversation', conversation(2, { uniqueName: 'home' }))])).rejects.toThrow(/UNIQUE/)
    await apply([put('conversation', conversation(3, { uniqueName: 'home', serviceSid: 'IT' }))])
    expect(reader.conversation(sid('CH', 2))).toBeUndefined()
  })

  it('lists are read forward behind a key and backward before one', async () => {
    await apply([1, 2, 3, 4, 5].map((n) => put('conversation', conversation(n, n === 3 ? { state: 'closed' } : {}))))
    const read = (slice: object, filter: object = {}) =>
      reader.conversations({ serviceSid: 'IS', ...filter }, { limit: 2, ...slice }).map(({ createdAt }) => createdAt)
    expect(read({})).toEqual([1, 2])
    expect(read({ after: sid('CH', 2) })).toEqual([3, 4])
    expect(read({ before: sid('CH', 5) })).toEqual([4, 3])
    expect(read({ limit: 9 }, { state: 'active', from: 2, until: 4 })).toEqual([2, 4])
  })

  it('messages go by their index, up and down', async () => {
    const message = (index: number) =>
      put('message', {
        sid: sid('IM', 9 - index),
        conversationSid: 'CH',
        index,
        carrierMessageId: index,
        relayAt: null,
      })
    await apply(
      [0, 1, 2, 9].map(message).concat(
        put('message', {
          sid: sid('IM', 99),
          conversationSid: 'CH',
          index: 10,
          carrierMessageId: null,
          relayAt: 5,
        }) as never,
      ),
    )
    const read = (slice: object) => reader.messages('CH', { limit: 9, ...slice }).map(({ index }) => index)
    expect(read({})).toEqual([0, 1, 2, 9, 10])
    expect(read({ after: '2' })).toEqual([9, 10])
    expect(read({ before: '9' })).toEqual([2, 1, 0])
    expect(read({ descending: true })).toEqual([10, 9, 2, 1, 0])
    expect(read({ descending: true, after: '9' })).toEqual([2, 1, 0])
    expect(read({ descending: true, before: '2' })).toEqual([9, 10])
    expect(reader.messagesOfCarrier('CH', 9)).toHaveLength(1)
    expect([reader.nextRelayAt(), reader.messagesToRelay(4, 9).length, reader.messagesToRelay(5, 9).length]).toEqual([
      5, 0, 1,
    ])
  })

  it('sets and pairs of numbers are found while their conversation is not closed', async () => {
    const participant = (n: number, conversationSid: string): Partial<Participant> => ({
      sid: sid('MB', n),
      conversationSid,
      accountSid: 'AC',
      serviceSid: 'IS',
      identity: null,
      address: '+1' as Address,
      proxyAddress: '+2' as Address,
    })
    await apply([
      put('conversation', conversation(1, { state: 'closed' })),
      put('conversation', conversation(2, { roster: 'a,b,c' })),
      put('participant', participant(1, sid('CH', 1))),
      put('participant', participant(2, sid('CH', 2))),
    ])
    expect(reader.rosterHolders('AC', 'a,b,c').map(({ createdAt }) => createdAt)).toEqual([2])
    expect(reader.rosterHolders('AD', 'a,b,c')).toEqual([])
    expect(reader.pairHolders('AC', '+1', '+2').map((one) => one.sid)).toEqual([sid('MB', 2)])
    expect(reader.participationsOf({ accountSid: 'AC', address: '+1' }, 'IS', { limit: 9 })).toHaveLength(2)
  })

  it('what is due comes by its earliest time', async () => {
    await apply([
      put('conversation', conversation(1, { activeAt: 30 })),
      put('conversation', conversation(2, { timers: { inactiveMs: 1, closedMs: 1, inactiveAt: 20, closedAt: 40 } })),
      put('webhookCall', { id: 'a', nextAttemptAt: 7 } as Partial<WebhookCall>),
      put('webhookCall', { id: 'b', nextAttemptAt: null } as Partial<WebhookCall>),
    ])
    expect(reader.nextConversationAt()).toBe(20)
    expect(reader.conversationsDue(30, 9).map(({ createdAt }) => createdAt)).toEqual([2, 1])
    expect(reader.nextWebhookCallAt()).toBe(7)
    expect(reader.webhookCallsDue(6, 9)).toEqual([])
    expect(reader.webhookCalls({ limit: 9 }).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('a conversation takes everything in it along', async () => {
    const inIt = { conversationSid: sid('CH', 1) }
    await apply([
      put('conversation', conversation(1)),
      put('participant', {
        sid: 'MB',
        accountSid: 'AC',
        serviceSid: 'IS',
        identity: 'a',
        address: null,
        proxyAddress: null,
        ...inIt,
      }),
      put('message', { sid: 'IM', index: 0, carrierMessageId: null, relayAt: null, ...inIt }),
      put('receipt', { sid: 'DY', messageSid: 'IM', ...inIt }),
      put('scopedWebhook', { sid: 'WH', ...inIt }),
    ])
    await apply([{ layer: 'conversations', remove: 'conversation', key: sid('CH', 1) }])
    const left = [
      reader.conversation(sid('CH', 1)),
      reader.participant('MB'),
      reader.message('IM'),
      reader.receipt('DY'),
      reader.scopedWebhook('WH'),
    ]
    expect(left).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  it('worlds do not see each other, and one is cleared alone', async () => {
    const other = database.openWorld(record(2), () => 0)
    await apply([put('conversation', conversation(1))])
    await apply([put('conversation', conversation(1, { friendlyName: 'other' }))], other)
    database.removeWorld(1)
    expect(reader.conversation(sid('CH', 1))).toBeUndefined()
    expect(other.layer<ConversationsReader>('conversations').conversation(sid('CH', 1))?.friendlyName).toBe('other')
  })
})
