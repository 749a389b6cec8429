import { afterEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, ConversationsWorld, P1, P2, SERVICE_SID } from '../support/conversations-world.ts'

const MINUTE = 60_000

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

/** An account with one switch set, and a group of alice, Ana and Ben. */
async function begin(switches: Readonly<Record<string, unknown>>) {
  world = await new ConversationsWorld().begin({ initializingDelay: 0, ...switches })
  const { v1 } = world.client().conversations
  const { sid } = await v1.conversations.create({ state: 'active', 'timers.inactive': 'PT1M' })
  const { participants } = v1.conversations(sid)
  await participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
  for (const phone of [ANA, BEN]) await participants.create({ 'messagingBinding.address': phone })
  return { v1, sid }
}

describe('inactiveMatching', () => {
  it('reactivate: a message from a phone wakes the conversation', async () => {
    const { v1, sid } = await begin({})
    await world.advance(MINUTE)
    expect((await v1.conversations(sid).fetch()).state).toBe('inactive')
    await world.write(ANA, [P1, BEN], 'Anybody there?')
    expect((await v1.conversations(sid).fetch()).state).toBe('active')
    expect(await v1.conversations.list()).toHaveLength(1)
  })

  it('ignore: it goes on as if there were none', async () => {
    const { v1, sid } = await begin({ inactiveMatching: 'ignore' })
    await world.advance(MINUTE)
    await world.write(ANA, [P1, BEN], 'Anybody there?')
    expect((await v1.conversations(sid).fetch()).state).toBe('inactive')
    expect(await v1.conversations(sid).messages.list()).toEqual([])
    expect(await v1.conversations.list()).toHaveLength(2)
  })
})

describe('webhookScope', () => {
  it.each([
    ['service-overrides-global', ['service onMessageAdded', 'service onDeliveryUpdated']],
    [
      'both',
      ['account onMessageAdded', 'service onMessageAdded', 'account onDeliveryUpdated', 'service onDeliveryUpdated'],
    ],
    ['service-delivery-only', ['account onMessageAdded', 'service onDeliveryUpdated']],
  ])('%s says who hears of an event', async (webhookScope, expected) => {
    const { v1, sid } = await begin({ webhookScope })
    const filters = ['onMessageAdded', 'onDeliveryUpdated']
    const hooks = (name: string) => ({ filters, postWebhookUrl: `http://app.test/${name}`, method: 'POST' as const })
    await v1.configuration.webhooks().update(hooks('account'))
    await v1.services(SERVICE_SID).configuration.webhooks().update(hooks('service'))
    const hooked = world.client(ACCOUNT_SID, undefined, { 'X-Twilio-Webhook-Enabled': 'true' })
    await hooked.conversations.v1.conversations(sid).messages.create({ author: 'alice', body: 'Hi' })
    await world.settle()
    const told = world.hooked.map(({ url, parameters }) => `${url.split('/').at(-1)} ${parameters.EventType}`)
    expect([...new Set(told)].sort()).toEqual([...expected].sort())
  })
})

describe('pairUniqueness', () => {
  const pairs = async (v1: Awaited<ReturnType<typeof begin>>['v1']) => {
    for (let i = 0; i < 2; i++) {
      const { participants } = v1.conversations((await v1.conversations.create()).sid)
      await participants.create({ identity: 'bob', 'messagingBinding.projectedAddress': P2 })
      await participants.create({ 'messagingBinding.address': ANA })
    }
  }

  it('on: one phone and one projected number belong to one conversation', async () => {
    const { v1 } = await begin({})
    await expect(pairs(v1)).rejects.toMatchObject({ code: 50438 })
  })

  it('off: they may belong to several', async () => {
    const { v1 } = await begin({ pairUniqueness: 'off' })
    await pairs(v1)
    expect(await v1.conversations.list()).toHaveLength(3)
  })
})

describe('rolePermissions', () => {
  const muted = async (switches: Readonly<Record<string, unknown>>) => {
    const { v1, sid } = await begin(switches)
    const { sid: roleSid } = await v1.roles.create({
      friendlyName: 'reader',
      type: 'conversation',
      permission: ['leaveConversation'],
    })
    const conversation = v1.conversations(sid)
    const [alice] = await conversation.participants.list()
    await conversation.participants(alice?.sid ?? '').update({ roleSid })
    return { conversation, roles: v1.roles(roleSid) }
  }

  it('clients-only: REST acts as the account', async () => {
    const { conversation } = await muted({})
    await conversation.messages.create({ author: 'alice', body: 'Hi' })
  })

  it('author: the role of the author must allow it', async () => {
    const { conversation, roles } = await muted({ rolePermissions: 'author' })
    const post = () => conversation.messages.create({ author: 'alice', body: 'Hi' })
    await expect(post()).rejects.toMatchObject({
      status: 403,
      code: 50107,
      message: expect.stringMatching(/sendMessage/),
    })
    await roles.update({ permission: ['sendMessage'] })
    expect(await post()).toMatchObject({ index: 0 })
  })
})
