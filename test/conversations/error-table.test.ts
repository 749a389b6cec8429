import { afterEach, describe, expect, it } from 'vitest'
import { LARGEST_UPLOAD } from '../../src/conversations/rest/media/routes.ts'
import {
  ACCOUNT_SID,
  ANA,
  BEN,
  CLEO,
  ConversationsWorld,
  DAN,
  FOREIGN,
  P1,
  P2,
  SERVICE_SID,
} from '../support/conversations-world.ts'
import { address, ELSEWHERE, GROUP_CODES, projected, ROWS, type Scene } from './error-rows.ts'

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function begin(switches: Readonly<Record<string, unknown>> = {}): Promise<Scene> {
  world = await new ConversationsWorld().begin({ initializingDelay: 0, ...switches })
  const { v1 } = world.client().conversations
  const hooked = world.client(ACCOUNT_SID, undefined, { 'X-Twilio-Webhook-Enabled': 'true' }).conversations.v1
  const { sid } = await v1.conversations.create()
  const group = v1.conversations(sid)
  const { sid: alice } = await group.participants.create(projected(P1, 'alice'))
  for (const one of [ANA, BEN]) await group.participants.create(address(one))
  return { world, v1, hooked, group, sid, alice }
}

describe('the error table, provoked by the helper library', () => {
  it('has every code that a group can meet, or says where it is', async () => {
    await begin()
    const provoked = new Set([...ROWS.map(([code]) => code), ...Object.keys(ELSEWHERE).map(Number)])
    expect(GROUP_CODES.filter((code) => !provoked.has(code))).toEqual([])
    expect(ROWS.filter(([code]) => code in ELSEWHERE)).toEqual([])
  })

  it.each(ROWS.map((row) => [row[0], row[1], row[2], row] as const))(
    '%i with HTTP %i: %s',
    async (code, status, says, [, , , provoke, switches]) => {
      const scene = await begin(switches)
      await expect(provoke(scene)).rejects.toMatchObject({ code, status, message: expect.stringMatching(says) })
    },
  )

  it('50452 where groups are switched off', async () => {
    world = await new ConversationsWorld().begin({ groupMms: 'disabled' })
    const { v1 } = world.client().conversations
    const { sid } = await v1.conversations.create()
    const add = v1.conversations(sid).participants.create(address(ANA))
    await expect(add).rejects.toMatchObject({ code: 50452, status: 403 })
  })

  it.each([
    [50377, { 50377: 409 }, 409],
    [50439, { 50439: 403 }, 403],
  ])('the status of %i is the account’s to choose', async (code, httpStatus, status) => {
    const { group } = await begin({ httpStatus })
    if (code === 50377) await group.update({ state: 'closed' })
    const add = group.participants.create(projected(FOREIGN, 'bob'))
    await expect(add).rejects.toMatchObject({ code, status })
  })
})

describe('what the helper library does not hear or say', () => {
  const GROUP = {
    participant: [
      '{"identity":"bob","messaging_binding":{"projected_address":"+15017122662"}}',
      '{"messaging_binding":{"address":"+12025550103"}}',
      '{"messaging_binding":{"address":"+12025550104"}}',
    ],
  }
  const release = async (phoneNumber: string) => {
    const { incomingPhoneNumbers } = world.client()
    const [owned] = await incomingPhoneNumbers.list({ phoneNumber })
    await incomingPhoneNumbers(owned?.sid ?? '').remove()
  }
  const alerts = (code: number) =>
    world
      .events()
      .filter(({ event }) => event.code === code)
      .map(({ event }) => event)

  it('50427: a group whose number is gone when it begins is closed', async () => {
    const { v1 } = await begin({ initializingDelay: 700 })
    await v1.configuration
      .webhooks()
      .update({ filters: ['onConversationStateUpdated'], postWebhookUrl: 'http://a.test/' })
    const { sid, state } = await v1.conversationWithParticipants.create(GROUP)
    expect(state).toBe('initializing')
    await release(P2)
    await world.advance(700)
    expect((await v1.conversations(sid).fetch()).state).toBe('closed')
    expect(alerts(50427)).toMatchObject([
      { type: 'conversation.activation-failed', conversationSid: sid, reason: expect.stringContaining(P2) },
    ])
    expect(world.hooked.map(({ parameters }) => parameters)).toMatchObject([
      { StateFrom: 'initializing', StateTo: 'closed', Reason: 'EVENT' },
    ])
  })

  it('50610: a number that is released takes its address configuration along', async () => {
    const { v1 } = await begin()
    await v1.addressConfigurations.create({ type: 'sms', address: P2 })
    await release(P2)
    expect(await v1.addressConfigurations.list()).toEqual([])
    expect(alerts(50610)).toMatchObject([{ type: 'address-configuration.removed', address: P2 }])
  })

  it('50420: names and levels belong to other channels than texts', async () => {
    const { sid } = await begin()
    const body = new URLSearchParams({ 'MessagingBinding.Address': CLEO, 'MessagingBinding.Name': 'Cleo' })
    const answer = await world.fetch(`/v1/Conversations/${sid}/Participants`, { method: 'POST', body })
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: 50420, message: expect.stringContaining('MessagingBinding.Name') },
    ])
  })

  it('50512: an upload that is too large is none', async () => {
    await begin()
    const body = new Uint8Array(LARGEST_UPLOAD + 1)
    const answer = await world.fetch(`/v1/Services/${SERVICE_SID}/Media`, { method: 'POST', body })
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 50512, status: 400 }])
  })
})

describe('races', () => {
  it('50 parallel groups built one by one leave one whole group', async () => {
    const { v1 } = await begin()
    const build = async () => {
      const { participants } = v1.conversations((await v1.conversations.create()).sid)
      for (const one of [projected(P2, 'bob'), address(CLEO), address(DAN)]) await participants.create(one)
    }
    const built = await Promise.allSettled(Array.from({ length: 50 }, build))
    const errors = built.flatMap((one) => (one.status === 'rejected' ? one.reason : []))
    expect(errors).toHaveLength(49)
    for (const error of errors) expect(error).toMatchObject({ status: 409, code: 50438 })
  })

  it('parallel posts keep one order: their indices, their webhooks, and what phones show', async () => {
    const { v1, hooked, sid } = await begin()
    await v1.configuration.webhooks().update({ filters: ['onMessageAdded'], postWebhookUrl: 'http://a.test/' })
    const { messages } = hooked.conversations(sid)
    await Promise.all(Array.from({ length: 50 }, (_, i) => messages.create({ author: 'alice', body: `${i}` })))
    await world.settle()
    const stored = await messages.list()
    expect(stored.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    const bodies = stored.map(({ body }) => body)
    expect(world.hooked.map(({ parameters }) => parameters.Body)).toEqual(bodies)
    const shown = world.offered.filter(({ recipient }) => recipient === ANA)
    const texts = shown.map(({ message }) => (message.content.kind === 'mms' ? message.content.parts[0]?.text : null))
    expect(texts).toEqual(bodies)
  })

  it('a pre-hook that hangs holds up its own request and no other', async () => {
    const { v1, hooked, group, sid } = await begin()
    await v1.configuration.webhooks().update({ filters: ['onMessageAdd'], preWebhookUrl: 'http://a.test/' })
    const asked = Promise.withResolvers<void>()
    const given = Promise.withResolvers<void>()
    world.answer = async (_hook, timeoutMs) => {
      expect(timeoutMs).toBe(5_000)
      asked.resolve()
      await given.promise
      return { kind: 'timed-out' }
    }
    const slow = hooked.conversations(sid).messages.create({ author: 'alice', body: 'slow' })
    await asked.promise
    const quick = await group.messages.create({ author: 'alice', body: 'quick' })
    given.resolve()
    expect([quick.index, (await slow).index, (await slow).body]).toEqual([0, 1, 'slow'])
    expect(world.conversations.webhookCalls()[0]).toMatchObject({ attempt: { errorCode: 50076 } })
  })
})
