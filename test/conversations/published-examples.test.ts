import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, CLEO, ConversationsWorld, P1, P2, SERVICE_SID } from '../support/conversations-world.ts'
import { operationsOf, readDescription } from './description.ts'

const description = readDescription('twilio_conversations_v1.json')

type Client = ReturnType<ConversationsWorld['client']>
type V1 = Client['conversations']['v1']
type Scene = { readonly v1: V1; readonly client: Client; readonly group: ReturnType<V1['conversations']> }
type Row = readonly [operation: string, example: string, ask: (scene: Scene) => Promise<unknown>]

const blank = async ({ v1 }: Scene) => v1.conversations((await v1.conversations.create()).sid)
const ROLE = '{ "role": "driver" }'
const TIMED = { state: 'active', 'timers.inactive': 'PT1M', 'timers.closed': 'PT10M' } as const
const NAMED = { friendlyName: 'friendly_name', uniqueName: 'unique_name', attributes: '{ "topic": "feedback" }' }
const HOOK = { 'configuration.url': 'https://example.com', 'configuration.method': 'get' } as const

/** The API's own examples, by their published names, asked of the unchanged helper library. */
const ROWS: readonly Row[] = [
  [
    'CreateConversationParticipant',
    'createSms',
    async (scene) =>
      (await blank(scene)).participants.create({
        'messagingBinding.address': CLEO,
        'messagingBinding.proxyAddress': P2,
        attributes: ROLE,
      }),
  ],
  [
    'CreateConversationParticipant',
    'createChat',
    async (scene) => (await blank(scene)).participants.create({ identity: 'IDENTITY', attributes: ROLE }),
  ],
  [
    'CreateConversationParticipant',
    'createGmms',
    ({ group }) =>
      group.participants.create({
        identity: 'IDENTITY',
        'messagingBinding.projectedAddress': P2,
        attributes: ROLE,
      }),
  ],
  [
    'CreateConversationParticipant',
    'createGmmsChatNoAttributes',
    ({ group }) => group.participants.create({ identity: 'IDENTITY', 'messagingBinding.projectedAddress': P2 }),
  ],
  [
    'CreateConversationParticipant',
    'createGmmsSmsNoAttributes',
    ({ group }) => group.participants.create({ 'messagingBinding.address': CLEO }),
  ],
  [
    'UpdateConversationParticipant',
    'updateGmms',
    async ({ group }) => {
      const { sid } = await group.participants.create({ 'messagingBinding.projectedAddress': P2 })
      await group.participants(sid).update({ identity: 'id', attributes: ROLE })
    },
  ],
  ['CreateConversation', 'create', ({ v1 }) => v1.conversations.create({ ...NAMED, ...TIMED })],
  [
    'CreateConversation',
    'createNoTimersNoAttributes',
    ({ v1 }) => v1.conversations.create({ friendlyName: 'friendly_name' }),
  ],
  [
    'CreateConversation',
    'createEmailConversation',
    ({ v1 }) =>
      v1.conversations.create({
        friendlyName: 'friendly_name',
        'bindings.email.address': 'example+123@example.com',
        'bindings.email.name': 'example',
      }),
  ],
  ['CreateConversationMessage', 'create', ({ group }) => group.messages.create({ author: 'alice', body: 'Hello' })],
  [
    'CreateConversationMessage',
    'createWithMedia',
    async ({ group }) => group.messages.create({ author: 'alice', mediaSid: await upload() }),
  ],
  [
    'ListConversationMessage',
    'readLastMessage_ienumOrderMixedCaseDesc',
    async ({ group }) => {
      await group.messages.create({ author: 'alice', body: 'first' })
      await group.messages.create({ author: 'alice', mediaSid: await upload() })
      await group.messages.page({ order: 'DeSc' as never, pageSize: 2 })
    },
  ],
  [
    'CreateConfigurationAddress',
    'create',
    ({ v1 }) =>
      v1.addressConfigurations.create({
        type: 'SMS' as never,
        address: P1,
        friendlyName: 'My Test Configuration',
        addressCountry: 'CA',
        'autoCreation.enabled': true,
        'autoCreation.type': 'webhook',
        'autoCreation.conversationServiceSid': SERVICE_SID,
        'autoCreation.webhookUrl': 'https://example.com',
        'autoCreation.webhookMethod': 'POST' as never,
        'autoCreation.webhookFilters': ['onParticipantAdded', 'onMessageAdded'],
      }),
  ],
  [
    'CreateConversationScopedWebhook',
    'create',
    ({ group }) =>
      group.webhooks.create({
        target: 'webhook',
        ...HOOK,
        'configuration.filters': ['onMessageAdded', 'onConversationRemoved'],
      }),
  ],
  [
    'CreateConversationWithParticipants',
    'createWithParticipants',
    ({ v1 }) =>
      v1.conversationWithParticipants.create({
        friendlyName: 'friendly_name',
        participant: [
          JSON.stringify({ identity: 'bob', messaging_binding: { projected_address: P2 } }),
          JSON.stringify({ messaging_binding: { address: ANA } }),
          JSON.stringify({ messaging_binding: { address: BEN } }),
        ],
      }),
  ],
  [
    'ListParticipantConversation',
    'readFullByIdentity',
    async (scene) => {
      const { sid } = await scene.v1.conversations.create({ ...NAMED, ...TIMED })
      await scene.v1.conversations(sid).participants.create({ identity: 'carol' })
      await scene.v1.participantConversations.page({ identity: 'carol' })
    },
  ],
  [
    'ListParticipantConversation',
    'readFullByAddress',
    async ({ v1 }) => {
      const { sid } = await v1.conversations.create({ ...NAMED, ...TIMED })
      const masked = { 'messagingBinding.address': CLEO, 'messagingBinding.proxyAddress': P2 }
      await v1.conversations(sid).participants.create(masked)
      await v1.participantConversations.page({ address: CLEO })
    },
  ],
  [
    'ListUserConversation',
    'readFull',
    async ({ v1 }) => {
      const { sid } = await v1.conversations.create({ ...NAMED, ...TIMED })
      const { participants } = v1.conversations(sid)
      const { sid: member } = await participants.create({ identity: 'carol' })
      await participants(member).update({ lastReadMessageIndex: 0 })
      await v1.users('carol').userConversations.page()
    },
  ],
]

let world: ConversationsWorld
beforeEach(async () => {
  world = await new ConversationsWorld().begin()
})
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function upload(): Promise<string> {
  const init = { method: 'POST', body: new Uint8Array([1, 2, 3]), headers: { 'content-type': 'image/jpeg' } }
  const answer = await world.fetch(`/v1/Services/${SERVICE_SID}/Media?Filename=car.jpg`, init)
  return ((await answer.json()) as { sid: string }).sid
}

/** Every field with the kind of its value, inside objects and lists too. */
function formOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}: none`] : formOf(value[0], `${path}[]`)
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`]
  const fields = Object.entries(value)
  if (fields.length === 0) return [`${path}: empty`]
  return fields.flatMap(([name, one]) => formOf(one, `${path}.${name}`)).sort()
}

describe.runIf(description)('the examples of the published description', () => {
  const described = description ? operationsOf(description) : []

  it.each(ROWS)('%s %s has their form', async (operationId, example, ask) => {
    const raw: unknown[] = []
    const client = world.client(ACCOUNT_SID, undefined, {}, ({ body }) => raw.push(body))
    const { v1 } = client.conversations
    const { sid } = await v1.conversations.create()
    const group = v1.conversations(sid)
    await group.participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
    for (const phone of [ANA, BEN]) await group.participants.create({ 'messagingBinding.address': phone })
    await ask({ v1, client, group })
    const answers = Object.values(described.find((one) => one.operationId === operationId)?.responses ?? {})
    const published = answers.flatMap(({ content }) => content?.['application/json']?.examples?.[example] ?? [])
    const body = raw.at(-1)
    expect(formOf(typeof body === 'string' ? JSON.parse(body) : body)).toEqual(formOf(published[0]?.value))
  })
})
