import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageAdded } from '../../../src/conversations/model/happening.ts'
import { type ConversationMessage, NO_TIMERS } from '../../../src/conversations/model/records.ts'
import type { ConversationsChange, ConversationsReader } from '../../../src/conversations/model/store-port.ts'
import type { WorldRecord } from '../../../src/core/index.ts'
import { openConversationRows } from '../../../src/store/conversations/rows.ts'
import { PartylineDatabase, type WorldStore } from '../../../src/store/index.ts'

const RECORD = { id: 1, name: 'main', epoch: 'e', settings: { autoPhones: true, seed: 1 }, clock: { mode: 'real' } }
const CHAT = {
  sid: 'CH1',
  accountSid: 'AC',
  serviceSid: 'IS',
  uniqueName: null,
  friendlyName: 'first',
  state: 'active',
  timers: NO_TIMERS,
  roster: null,
  activeAt: null,
  createdAt: 1,
  nextIndex: 0,
}

describe('what is kept in memory of conversations', () => {
  let folder: string
  let database: PartylineDatabase
  let world: WorldStore
  let reader: ConversationsReader
  const open = () => {
    database = new PartylineDatabase({ path: join(folder, 'store.db') }, { conversations: openConversationRows })
    world = database.openWorld(RECORD as WorldRecord, () => 0)
    reader = world.layer<ConversationsReader>('conversations')
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partyline-memory-'))
    open()
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const change = (one: object) => ({ layer: 'conversations', ...one }) as unknown as ConversationsChange
  const put = (kind: string, value: object) => change({ put: kind, value })
  const remove = (kind: string, key: string) => change({ remove: kind, key })
  const apply = (...changes: readonly ConversationsChange[]) =>
    world.run(() => ({ answer: undefined, changes, events: [] }))
  const participant = (sid: string) =>
    put('participant', {
      sid,
      accountSid: 'AC',
      serviceSid: 'IS',
      identity: sid,
      address: null,
      proxyAddress: null,
      conversationSid: 'CH1',
    })
  const members = () => reader.participants('CH1').map(({ sid }) => sid)

  it('a change is seen by the next unit of its batch, and by whoever opens the file again', async () => {
    await apply(put('conversation', CHAT))
    const seen: unknown[] = []
    const rename = (friendlyName: string) =>
      world.run(() => {
        seen.push(reader.conversation('CH1')?.friendlyName)
        return { answer: undefined, changes: [put('conversation', { ...CHAT, friendlyName })], events: [] }
      })
    await Promise.all([rename('second'), rename('third')])
    expect(seen).toEqual(['first', 'second'])
    database.close()
    open()
    expect(reader.conversation('CH1')?.friendlyName).toBe('third')
  })

  it('what was rolled back is not there', async () => {
    await apply(put('conversation', { ...CHAT, uniqueName: 'home' }))
    const renamed = put('conversation', { ...CHAT, friendlyName: 'never', uniqueName: 'home' })
    const taken = put('conversation', { ...CHAT, sid: 'CH2', uniqueName: 'home' })
    await expect(apply(renamed, taken)).rejects.toThrow(/UNIQUE/)
    expect(reader.conversation('CH1')?.friendlyName).toBe('first')
    expect(reader.conversation('CH2')).toBeUndefined()
  })

  it('a conversation found by other values than before is found by its new ones', async () => {
    await apply(put('conversation', CHAT))
    await apply(put('conversation', { ...CHAT, nextIndex: 1 }))
    await apply(put('conversation', { ...CHAT, nextIndex: 1, state: 'closed', activeAt: 5 }))
    expect(reader.conversations({ serviceSid: 'IS', state: 'closed' }, { limit: 2 })).toMatchObject([{ nextIndex: 1 }])
    expect(reader.nextConversationAt()).toBe(5)
  })

  describe('the count of messages', () => {
    const message = (index: number) =>
      put('message', { sid: `IM${index}`, conversationSid: 'CH1', index, carrierMessageId: null, relayAt: null })
    const post = (index: number) =>
      apply(put('conversation', { ...CHAT, roster: 'r', nextIndex: index + 1 }), message(index))
    const counts = () => [
      reader.conversation('CH1')?.nextIndex,
      reader.conversations({ serviceSid: 'IS' }, { limit: 1 })[0]?.nextIndex,
      reader.rosterHolders('AC', 'r')[0]?.nextIndex,
    ]
    const reopen = () => {
      database.close()
      open()
    }
    beforeEach(async () => {
      await apply(put('conversation', { ...CHAT, roster: 'r' }))
      for (const index of [0, 1, 2]) await post(index)
    })

    it('is that of the messages, whoever reads it, also after a restart', () => {
      expect(counts()).toEqual([3, 3, 3])
      reopen()
      expect(counts().reverse()).toEqual([3, 3, 3])
    })

    it('does not go back when the last message goes', async () => {
      await apply(remove('message', 'IM2'))
      expect(counts()).toEqual([3, 3, 3])
      reopen()
      expect(counts()).toEqual([3, 3, 3])
      await post(3)
      reopen()
      await apply(remove('message', 'IM3'))
      reopen()
      expect(counts()).toEqual([4, 4, 4])
    })

    it('stays where something else of the conversation changes', async () => {
      reopen()
      const before = reader.conversation('CH1')
      await apply(put('conversation', { ...before, friendlyName: 'new' }))
      expect([...counts(), reader.conversation('CH1')?.friendlyName]).toEqual([3, 3, 3, 'new'])
      reopen()
      expect([...counts(), reader.conversation('CH1')?.friendlyName]).toEqual([3, 3, 3, 'new'])
    })
  })

  it('that a message came is told from its row as it was told at first, and its removal in its place', async () => {
    const row = {
      ...CHAT,
      sid: 'IM1',
      conversationSid: 'CH1',
      index: 0,
      author: 'ana',
      participantSid: 'MB1',
      body: 'Hi',
      media: [],
      relayAt: null,
    }
    const told = { ...row, carrierMessageId: null } as unknown as ConversationMessage
    await world.run(() => ({
      answer: undefined,
      changes: [put('message', { ...row, carrierMessageId: 7 })],
      events: [messageAdded(told, 'API')],
    }))
    const read = () => world.journal.read(0, 9).map(({ event: { at: _, ...event } }) => event)
    const first = read()
    expect(first).toEqual([
      expect.objectContaining({ type: 'conversation.message-added', messageSid: 'IM1', body: 'Hi', messageId: null }),
    ])
    database.close()
    open()
    expect(read()).toEqual(first)
    expect(world.journal.mentioning('"IM1"')).toHaveLength(1)
    await apply(remove('message', 'IM1'))
    expect(world.journal.read(0, 9).map(({ event }) => event)).toEqual([
      expect.objectContaining({ type: 'conversation.message-removed', messageSid: 'IM1' }),
    ])
  })

  it('who comes and who goes is known at once', async () => {
    await apply(put('conversation', CHAT), participant('MB1'))
    expect(members()).toEqual(['MB1'])
    await apply(participant('MB2'))
    expect(members()).toEqual(['MB1', 'MB2'])
    await apply(remove('participant', 'MB1'))
    expect(members()).toEqual(['MB2'])
    await apply(remove('conversation', 'CH1'))
    expect([reader.conversation('CH1'), members()]).toEqual([undefined, []])
  })

  it('so are webhooks and settings of accounts', async () => {
    const hooks = () => [
      reader.scopedWebhooks('CH1').length,
      reader.webhookConfiguration('AC', null)?.preUrl,
      reader.webhookConfiguration('AC', 'IS')?.preUrl,
      reader.configuration('AC')?.defaultServiceSid,
    ]
    expect(hooks()).toEqual([0, undefined, undefined, undefined])
    await apply(
      put('scopedWebhook', { sid: 'WH1', conversationSid: 'CH1' }),
      put('webhookConfiguration', { accountSid: 'AC', serviceSid: null, preUrl: 'a' }),
      put('webhookConfiguration', { accountSid: 'AC', serviceSid: 'IS', preUrl: 'b' }),
      put('configuration', { accountSid: 'AC', defaultServiceSid: 'IS2' }),
    )
    expect(hooks()).toEqual([1, 'a', 'b', 'IS2'])
    await apply(
      remove('scopedWebhook', 'WH1'),
      put('webhookConfiguration', { accountSid: 'AC', serviceSid: null, preUrl: 'c' }),
    )
    expect(hooks()).toEqual([0, 'c', 'b', 'IS2'])
  })
})
