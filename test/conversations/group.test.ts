import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { textOf } from '../../src/core/index.ts'
import { ANA, BEN, ConversationsWorld, P1, P2 } from '../support/conversations-world.ts'

describe('group texting through the helper library', () => {
  let world: ConversationsWorld
  beforeEach(async () => {
    world = await new ConversationsWorld().begin()
  })
  afterEach(async () => {
    expect(world.faults).toEqual([])
    await world.stop()
  })

  async function group(...participants: Parameters<ReturnType<typeof conversation>['participants']['create']>[0][]) {
    const made = await world.client().conversations.v1.conversations.create({ friendlyName: 'g' })
    for (const one of participants) await conversation(made.sid).participants.create(one)
    return conversation(made.sid)
  }
  const conversation = (sid: string) => world.client().conversations.v1.conversations(sid)

  it('an agent and one homebuyer text one to one; with the second homebuyer it becomes a group', async () => {
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
    )
    await chat.messages.create({ author: 'agent', body: 'first' })
    await world.settle()
    expect(
      world.offered.map(({ recipient, message }) => [recipient, message.content.kind, message.from, message.to]),
    ).toEqual([[ANA, 'sms', P1, [ANA]]])
    await chat.participants.create({ 'messagingBinding.address': BEN })
    const posted = await chat.messages.create({ author: 'agent', body: 'second' })
    expect(posted).toMatchObject({ author: 'agent', index: 1, delivery: { total: 2, sent: 'all', delivered: 'none' } })
    await world.settle()
    const sent = world.offered.slice(1)
    expect(sent.map(({ recipient }) => recipient).sort()).toEqual([ANA, BEN])
    expect(sent[0]?.message).toMatchObject({
      from: P1,
      to: [ANA, BEN],
      reference: posted.sid,
      content: { kind: 'mms' },
    })
    expect(textOf(sent[0]!.message.content)).toBe('second')
    expect((await chat.messages(posted.sid).fetch()).delivery).toMatchObject({ total: 2, delivered: 'all' })
  })

  it('an advisor and an assistant on two long codes and one client: the other number is shown and gets no leg', async () => {
    const chat = await group(
      { identity: 'advisor', 'messagingBinding.projectedAddress': P1 },
      { identity: 'assistant', 'messagingBinding.projectedAddress': P2 },
      { 'messagingBinding.address': ANA },
    )
    await chat.messages.create({ author: 'assistant', body: 'hello' })
    await world.settle()
    expect(world.offered.map(({ recipient, message }) => [recipient, message.from, message.to])).toEqual([
      [ANA, P2, [ANA, P1]],
    ])
    await world.write(ANA, [P1, P2], 'thanks')
    const messages = await chat.messages.list()
    expect(messages.map(({ author, body }) => [author, body])).toEqual([
      ['assistant', 'hello'],
      [ANA, 'thanks'],
    ])
  })

  it('a reply to all joins the conversation with its sender as author and participant', async () => {
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    await world.write(BEN, [P1, ANA], 'all right')
    const ben = (await chat.participants.list()).find(({ messagingBinding }) => messagingBinding?.address === BEN)
    expect(await chat.messages.list()).toMatchObject([
      { author: BEN, body: 'all right', participantSid: ben?.sid, delivery: null },
    ])
    expect(world.offered.map(({ recipient }) => recipient)).toEqual([ANA])
  })

  it('a one-to-one text from a member of a group does not enter the group', async () => {
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    await world.write(ANA, [P1], 'only you')
    expect(await chat.messages.list()).toEqual([])
    expect(await world.client().messages.list()).toMatchObject([
      { direction: 'inbound', status: 'received', from: ANA, to: P1 },
    ])
  })

  it('a projected number goes from one agent to the next', async () => {
    const chat = await group(
      { identity: 'a', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    const a = (await chat.participants.list())[0]!
    expect(await chat.participants(a.sid).update({ identity: 'b' })).toMatchObject({ identity: 'b', sid: a.sid })
    await expect(chat.messages.create({ author: 'a', body: 'x' })).rejects.toMatchObject({ code: 50513, status: 400 })
    await chat.messages.create({ author: 'b', body: 'now me' })
    await world.settle()
    expect(world.offered.map(({ message }) => message.from)).toEqual([P1, P1])
  })

  it('a standalone projected number sends with itself as author, and an identity can be attached to it', async () => {
    const chat = await group(
      { 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    await chat.messages.create({ author: P1, body: 'from the number' })
    await world.settle()
    expect(world.offered.map(({ message }) => message.from)).toEqual([P1, P1])
    const alone = (await chat.participants.list())[0]!
    await chat.participants(alone.sid).update({ identity: 'agent' })
    expect(await chat.messages.create({ author: 'agent', body: 'x' })).toMatchObject({ participantSid: alone.sid })
  })

  it('a group text to an own number makes a conversation of everybody, with that message as the first', async () => {
    await world.write(ANA, [P1, BEN], 'hello group')
    const [made] = await world.client().conversations.v1.conversations.list()
    expect(made).toMatchObject({ state: 'initializing' })
    const chat = conversation(made!.sid)
    const bindings = (await chat.participants.list()).map(({ messagingBinding }) => messagingBinding)
    expect(bindings).toEqual(
      expect.arrayContaining([
        { type: 'sms', address: ANA },
        { type: 'sms', projected_address: P1 },
        { type: 'sms', address: BEN },
      ]),
    )
    expect(await chat.messages.list()).toMatchObject([{ author: ANA, body: 'hello group', index: 0 }])
    await expect(chat.participants.create({ identity: 'late' })).rejects.toMatchObject({ status: 409, code: 50449 })
    await world.advance(700)
    expect((await chat.fetch()).state).toBe('active')
    await world.write(BEN, [ANA, P1], 'same thread')
    expect(await world.client().conversations.v1.conversations.list()).toHaveLength(1)
    expect((await chat.messages.list()).map(({ index }) => index)).toEqual([0, 1])
  })

  it('two own numbers in a group text show one message', async () => {
    await world.write(ANA, [P1, P2, BEN], 'to both')
    const [made, ...others] = await world.client().conversations.v1.conversations.list()
    expect(others).toEqual([])
    expect(await conversation(made!.sid).messages.list()).toHaveLength(1)
  })

  it('what one phone never gets shows in its receipt and in the summary', async () => {
    world.verdicts.set(BEN, { kind: 'failed', reason: 'landline' })
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    const posted = await chat.messages.create({ author: 'agent', body: 'hi' })
    await world.settle()
    expect((await chat.messages(posted.sid).fetch()).delivery).toEqual({
      total: 2,
      sent: 'all',
      delivered: 'some',
      read: 'none',
      failed: 'none',
      undelivered: 'some',
    })
    const receipts = await chat.messages(posted.sid).deliveryReceipts.list()
    expect(receipts.map(({ status, errorCode }) => [status, errorCode]).sort()).toEqual([
      ['delivered', 0],
      ['undelivered', 30006],
    ])
    const legs = await world.client().messages.list()
    expect(legs.map(({ sid }) => sid.slice(0, 2))).toEqual(['MM', 'MM'])
    expect(legs.map(({ sid }) => sid).sort()).toEqual(receipts.map(({ channelMessageSid }) => channelMessageSid).sort())
    expect(await world.client().messages(receipts[0]!.channelMessageSid).fetch()).toMatchObject({
      direction: 'outbound-api',
    })
  })

  it('creating conversations and adding participants sends nothing to any phone', async () => {
    await group({ identity: 'agent', 'messagingBinding.projectedAddress': P1 }, { 'messagingBinding.address': ANA })
    await world.settle()
    expect(world.offered).toEqual([])
  })

  it('fifty parallel creations of one group leave one conversation and name it forty-nine times', async () => {
    const participant = [
      { identity: 'agent', messaging_binding: { projected_address: P1 } },
      { messaging_binding: { address: ANA } },
      { messaging_binding: { address: BEN } },
    ].map((one) => JSON.stringify(one))
    const create = () => world.client().conversations.v1.conversationWithParticipants.create({ participant })
    const results = await Promise.allSettled(Array.from({ length: 50 }, create))
    const made = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value.sid)
    expect(made).toHaveLength(1)
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason)
    expect(refused).toHaveLength(49)
    for (const { code, status, message } of refused) {
      expect([code, status]).toEqual([50438, 409])
      expect(message.endsWith(made[0]!)).toBe(true)
    }
    expect(await world.client().conversations.v1.conversations.list()).toHaveLength(1)
  })

  describe('where the account has switched', () => {
    const start = async (switches: Record<string, unknown>) => {
      await world.stop()
      world = await new ConversationsWorld().begin(switches)
    }

    it('projectedCopies=per-number, every copy of a group text is a message', async () => {
      await start({ projectedCopies: 'per-number' })
      await world.write(ANA, [P1, P2, BEN], 'to both')
      const [made] = await world.client().conversations.v1.conversations.list()
      expect(await conversation(made!.sid).messages.list()).toHaveLength(2)
    })

    it('groupAutocreation=configured, a group text makes nothing of itself', async () => {
      await start({ groupAutocreation: 'configured' })
      await world.write(ANA, [P1, BEN], 'hello')
      expect(await world.client().conversations.v1.conversations.list()).toEqual([])
    })

    it('initializingDelay=0, an autocreated conversation is active at once', async () => {
      await start({ initializingDelay: 0 })
      await world.write(ANA, [P1, BEN], 'hello')
      expect(await world.client().conversations.v1.conversations.list()).toMatchObject([{ state: 'active' }])
    })

    it('pairActivation=refuse, a pair cannot be written to', async () => {
      await start({ pairActivation: 'refuse' })
      const chat = await group(
        { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
        { 'messagingBinding.address': ANA },
      )
      await expect(chat.messages.create({ author: 'agent', body: 'x' })).rejects.toMatchObject({ code: 50435 })
    })

    it('legSid=SM, group legs have SIDs like texts', async () => {
      await start({ legSid: 'SM' })
      const chat = await group(
        { 'messagingBinding.projectedAddress': P1 },
        { 'messagingBinding.address': ANA },
        { 'messagingBinding.address': BEN },
      )
      await chat.messages.create({ author: P1, body: 'x' })
      expect((await world.client().messages.list()).map(({ sid }) => sid.slice(0, 2))).toEqual(['SM', 'SM'])
    })

    it('inactiveMatching is as it was, a text wakes an inactive conversation', async () => {
      const chat = await group(
        { 'messagingBinding.projectedAddress': P1 },
        { 'messagingBinding.address': ANA },
        { 'messagingBinding.address': BEN },
      )
      await chat.update({ state: 'inactive' })
      await world.write(ANA, [P1, BEN], 'wake up')
      expect((await chat.fetch()).state).toBe('active')
    })
  })

  it('a long text to one phone goes as several SMS of one message', async () => {
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
    )
    await chat.messages.create({ author: 'agent', body: 'x'.repeat(200) })
    await world.settle()
    const [{ message } = { message: undefined }] = world.offered
    expect(message?.content).toMatchObject({
      kind: 'sms',
      hasHeader: true,
      segments: [expect.anything(), expect.anything()],
    })
    expect((await world.client().messages.list())[0]?.numSegments).toBe('2')
  })

  it('a number that can no longer send fails the receipts and keeps the message', async () => {
    const chat = await group(
      { identity: 'agent', 'messagingBinding.projectedAddress': P1 },
      { 'messagingBinding.address': ANA },
      { 'messagingBinding.address': BEN },
    )
    const number = world.carrier.read.number(P1)!
    const value = { ...number, capabilities: { sms: true, mms: false } }
    await world.carrier.run((unit) => unit.put({ layer: 'core', put: 'number', value }))
    const posted = await chat.messages.create({ author: 'agent', body: 'x' })
    expect(posted.delivery).toMatchObject({ total: 2, sent: 'none', failed: 'all' })
    const receipts = await chat.messages(posted.sid).deliveryReceipts.list()
    expect(receipts.map(({ errorCode }) => errorCode)).toEqual([30011, 30011])
  })
})
