import { afterEach, describe, expect, it } from 'vitest'
import { RateLimits } from '../../src/conversations/rest/index.ts'
import { ACCOUNT_SID, ANA, ConversationsWorld, P1 } from '../support/conversations-world.ts'

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

describe('thirty changes a second', () => {
  it('are not counted unless asked for', async () => {
    world = await new ConversationsWorld().begin()
    const { conversations } = world.client().conversations.v1
    await Promise.all(Array.from({ length: 40 }, () => conversations.create()))
    expect(await conversations.list()).toHaveLength(40)
  })

  it('are counted for a service: the next is 50074, and a second later all is well', async () => {
    world = await new ConversationsWorld().begin({}, { strictLimits: true })
    const { conversations } = world.client().conversations.v1
    for (let i = 0; i < 30; i++) await conversations.create()
    await expect(conversations.create()).rejects.toMatchObject({ status: 429, code: 50074 })
    expect(await conversations.list()).toHaveLength(30)
    world.realNow += 1_001
    await conversations.create()
  })

  it('are counted for a conversation: another one is not held up', async () => {
    world = await new ConversationsWorld().begin({}, { strictLimits: true })
    const { conversations } = world.client().conversations.v1
    const [one, other] = [await conversations.create(), await conversations.create()]
    const post = ({ sid }: { sid: string }) => conversations(sid).messages.create({ body: 'x' })
    for (let i = 0; i < 30; i++) await post(one)
    await expect(post(one)).rejects.toMatchObject({ status: 429, code: 50063 })
    await post(other)
    await expect(conversations(one.sid).update({ friendlyName: 'x' })).rejects.toMatchObject({ code: 50063 })
    await conversations(one.sid).remove()
  })

  it('are 20429 in the older API', async () => {
    world = await new ConversationsWorld().begin({}, { strictLimits: true })
    const send = () => world.client().messages.create({ from: P1, to: ANA, body: 'x' })
    for (let i = 0; i < 30; i++) await send()
    await expect(send()).rejects.toMatchObject({ status: 429, code: 20429 })
  })

  it('a library that retries comes through', async () => {
    world = await new ConversationsWorld().begin({}, { strictLimits: true })
    let requests = 0
    const client = world.retryingClient(() => {
      requests += 1
      if (requests === 32) world.realNow += 1_001
    })
    const { conversations } = client.conversations.v1
    for (let i = 0; i < 31; i++) await conversations.create()
    expect(requests).toBe(32)
  })

  it('forgets places that nothing is heard of any more', () => {
    let now = 0
    const limits = new RateLimits(() => now)
    const count = (i: number) =>
      limits.count({
        method: 'POST',
        path: `/Conversations/CH${i}`,
        level: 'both',
        accountSid: ACCOUNT_SID,
        serviceSid: 'IS',
      })
    for (let i = 0; i < 10_001; i++) count(i)
    now += 2_000
    expect(count(0)).toBeUndefined()
    expect(limits.size).toBe(1)
  })
})

describe('fault rules', () => {
  const rule = (at: 'rest' | 'webhook', then: object, matches: (text: string) => boolean = () => true) => ({
    id: 'r',
    at,
    query: '',
    matches: ({ text }: { text: string }) => matches(text),
    when: { kind: 'first' as const, count: 1 },
    then,
  })

  it('answer in our place, once', async () => {
    world = await new ConversationsWorld().begin()
    world.rules.post(rule('rest', { status: 503 }))
    const { conversations } = world.client().conversations.v1
    await expect(conversations.create()).rejects.toMatchObject({ status: 503, code: 20500 })
    await conversations.create()
    expect(await conversations.list()).toHaveLength(1)
  })

  it('hold an answer back on the world’s clock, or cut the line', async () => {
    world = await new ConversationsWorld().begin()
    const { conversations } = world.client().conversations.v1
    world.rules.post(rule('rest', { delayMs: 60_000 }))
    const late = conversations.create()
    await expect.poll(() => world.rules.list()[0]?.fired).toBe(1)
    await world.advance(60_000)
    await late
    world.rules.clear()
    world.rules.post(rule('rest', { close: true }))
    await expect(conversations.create()).rejects.toThrow()
  })

  it('lose, delay and answer webhooks', async () => {
    world = await new ConversationsWorld().begin()
    const client = world.client(ACCOUNT_SID, undefined, { 'X-Twilio-Webhook-Enabled': 'true' })
    const { v1 } = client.conversations
    await v1.configuration.webhooks().update({
      filters: ['onConversationAdded'],
      postWebhookUrl: 'http://app.test/',
      method: 'POST',
    })
    const outcome = async (then: object) => {
      world.rules.clear()
      world.rules.post(rule('webhook', then))
      await v1.conversations.create()
      await world.settle()
      return world.conversations.webhookCalls()[0]
    }
    expect(await outcome({ drop: true })).toMatchObject({ attempt: { response: null, errorCode: 50057 } })
    expect(await outcome({ status: 500 })).toMatchObject({ attempt: { response: { status: 500 } } })
    expect(world.hooked).toEqual([])
    expect(await outcome({ delayMs: 5_000 })).toMatchObject({ attempt: null, nextAttemptAt: expect.any(Number) })
    await world.advance(5_000)
    expect(world.hooked).toHaveLength(1)
  })

  it('let the five seconds of a pre-hook pass', async () => {
    world = await new ConversationsWorld().begin()
    const client = world.client(ACCOUNT_SID, undefined, { 'X-Twilio-Webhook-Enabled': 'true' })
    const { v1 } = client.conversations
    await v1.configuration.webhooks().update({ filters: ['onConversationAdd'], preWebhookUrl: 'http://app.test/' })
    world.rules.post(rule('webhook', { delayMs: 60_000 }))
    const creation = v1.conversations.create({ friendlyName: 'as it was' })
    await expect.poll(() => world.rules.list()[0]?.fired).toBe(1)
    await world.advance(5_000)
    expect((await creation).friendlyName).toBe('as it was')
    expect(world.conversations.webhookCalls()[0]).toMatchObject({ attempt: { errorCode: 50076 } })
  })
})

describe('a due act that fails by a fault of ours', () => {
  it('is left alone for a while, and tried again', async () => {
    world = await new ConversationsWorld().begin()
    const { v1 } = world.client().conversations
    const { sid } = await v1.conversations.create({ state: 'active', 'timers.inactive': 'PT1M' })
    const { run } = world.carrier
    let broken = 2
    world.carrier.run = (work) =>
      broken-- > 0 ? Promise.reject(new Error('the disk is full')) : (run.call(world.carrier, work) as never)
    await world.advance(60_000)
    expect(world.faults).toHaveLength(1)
    expect((await v1.conversations(sid).fetch()).state).toBe('active')
    await world.advance(5_000)
    expect(world.faults).toHaveLength(2)
    await world.advance(5_000)
    expect(world.faults.splice(0)).toHaveLength(2)
    expect((await v1.conversations(sid).fetch()).state).toBe('inactive')
  })
})
