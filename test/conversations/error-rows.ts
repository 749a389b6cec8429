import { expect } from 'vitest'
import { newParticipant } from '../../src/conversations/acts/participants.ts'
import {
  ACCOUNT_SID,
  ANA,
  BEN,
  CLEO,
  type ConversationsWorld,
  DAN,
  FOREIGN,
  P1,
  P2,
  SERVICE_SID,
  SMS_ONLY,
  TOLL_FREE,
} from '../support/conversations-world.ts'

type V1 = ReturnType<ConversationsWorld['client']>['conversations']['v1']
type Conversation = ReturnType<V1['conversations']>
/** A group of alice behind P1, Ana and Ben; `hooked` asks for webhooks with its requests. */
export type Scene = {
  readonly world: ConversationsWorld
  readonly v1: V1
  readonly hooked: V1
  readonly group: Conversation
  readonly sid: string
  readonly alice: string
}

export type Row = readonly [
  code: number,
  status: number,
  /** What the message says; applications read some of it. */
  says: RegExp,
  provoke: (scene: Scene) => Promise<unknown>,
  switches?: Readonly<Record<string, unknown>>,
]

export const address = (text: string) => ({ 'messagingBinding.address': text })
export const projected = (text: string, identity?: string) => ({
  'messagingBinding.projectedAddress': text,
  ...(identity && { identity }),
})
const masked = (phone: string, proxy: string) => ({ ...address(phone), 'messagingBinding.proxyAddress': proxy })
export const others = (...all: object[]) => all.map((one) => JSON.stringify(one))
export const phone = (text: string) => ({ messaging_binding: { address: text } })
export const number = (text: string, identity: string) => ({ identity, messaging_binding: { projected_address: text } })
const manyPhones = (count: number) => Array.from({ length: count }, (_, i) => `+1202555${String(2000 + i)}`)

async function blank({ v1 }: Scene) {
  return v1.conversations((await v1.conversations.create()).sid)
}

async function upload(world: ConversationsWorld, contentType: string): Promise<string> {
  const init = { method: 'POST', body: new Uint8Array([1, 2, 3]), headers: { 'content-type': contentType } }
  const record = (await (await world.fetch(`/v1/Services/${SERVICE_SID}/Media`, init)).json()) as { sid: string }
  return record.sid
}

/** Somebody else is quicker than the application's answer to a question. */
async function meanwhile({ world, v1 }: Scene, event: string, change: () => Promise<unknown>): Promise<void> {
  await v1.configuration.webhooks().update({ filters: [event], preWebhookUrl: 'http://a.test/' })
  world.answer = async () => {
    await change()
    return { kind: 'answered', status: 200, body: '' }
  }
}

/** A conversation of many people on chat, written at once. */
async function crowd({ world, v1 }: Scene, count: number) {
  const { sid } = await v1.conversations.create()
  const account = world.carrier.read.account('twilio', ACCOUNT_SID)
  if (!account) throw new Error('no account')
  await world.conversations.run({ account, source: 'API', hooks: false }, (work) => {
    const conversation = work.read.conversation(sid)
    for (let i = 0; conversation && i < count; i++) {
      const member = { identity: `user ${i}`, address: null, proxyAddress: null, projectedAddress: null }
      work.put('participant', newParticipant(work, conversation, member))
    }
  })
  return { sid, participants: v1.conversations(sid).participants }
}

const CH = /CH[0-9a-f]{32}$/

/** Every code with what brings it about. */
export const ROWS: readonly Row[] = [
  [20003, 401, /credentials/, ({ world }) => world.client(ACCOUNT_SID, 'wrong').conversations.v1.conversations.list()],
  [20404, 404, /\/Conversations\/CH0{32} was not found/, ({ v1 }) => v1.conversations(`CH${'0'.repeat(32)}`).fetch()],
  [20404, 404, /\/Participants\/nobody was not found/, ({ group }) => group.participants('nobody').fetch()],
  [21481, 400, /token/, ({ v1 }) => v1.conversations.page({ pageToken: 'nonsense' })],
  [
    50353,
    409,
    CH,
    async ({ v1 }) => {
      await v1.conversations.create({ uniqueName: 'one' })
      await v1.conversations.create({ uniqueName: 'one' })
    },
  ],
  [50390, 400, /pattern/, ({ v1 }) => v1.conversations.create({ uniqueName: `CH${'0'.repeat(32)}` })],
  [50003, 400, /256/, ({ v1 }) => v1.conversations.create({ friendlyName: 'x'.repeat(257) })],
  [50303, 400, /Attributes/, ({ v1 }) => v1.conversations.create({ attributes: JSON.stringify('x'.repeat(17_000)) })],
  [50304, 400, /JSON/, ({ v1 }) => v1.conversations.create({ attributes: '{' })],
  [
    50361,
    400,
    /5 webhooks/,
    async ({ group }) => {
      const hook = {
        target: 'webhook',
        'configuration.url': 'http://a.test/',
        'configuration.filters': ['onMessageAdded'],
      }
      for (let i = 0; i < 6; i++) await group.webhooks.create(hook as never)
    },
  ],
  [
    50362,
    400,
    /5 triggers/,
    ({ group }) =>
      group.webhooks.create({
        target: 'trigger',
        'configuration.url': 'http://a.test/',
        'configuration.triggers': ['a', 'b', 'c', 'd', 'e', 'f'],
      }),
  ],
  [50374, 400, /empty/, ({ v1 }) => v1.conversations.create({ state: '' as never })],
  [50378, 400, /asleep/, ({ v1 }) => v1.conversations.create({ state: 'asleep' as never })],
  [50384, 400, /closed/, ({ v1 }) => v1.conversations.create({ state: 'closed' })],
  [50375, 400, /1 minute/, ({ v1 }) => v1.conversations.create({ state: 'active', 'timers.inactive': 'PT59S' })],
  [50376, 400, /10 minutes/, ({ v1 }) => v1.conversations.create({ state: 'active', 'timers.closed': 'PT9M' })],
  [50379, 400, /duration/, ({ v1 }) => v1.conversations.create({ state: 'active', 'timers.inactive': 'soon' })],
  [50380, 400, /duration/, ({ v1 }) => v1.conversations.create({ state: 'active', 'timers.closed': 'later' })],
  [50382, 400, /without state/, ({ v1 }) => v1.conversations.create({ 'timers.inactive': 'PT5M' })],
  [
    50377,
    400,
    /closed/,
    async ({ group }) => {
      await group.update({ state: 'closed' })
      await group.messages.create({ author: 'alice', body: 'Too late' })
    },
  ],
  [
    50391,
    409,
    /initializing/,
    async ({ v1 }) => {
      const { sid } = await v1.conversations.create({ state: 'initializing' })
      await v1.conversations(sid).messages.create({ body: 'Too early' })
    },
    { initializingDelay: 700 },
  ],
  [
    50419,
    409,
    /initializing/,
    async ({ v1 }) => {
      const { sid } = await v1.conversations.create({ state: 'initializing' })
      await v1.conversations(sid).participants.create(address(ANA))
    },
    { initializingDelay: 700 },
  ],
  [
    50391,
    409,
    /changed by another request/,
    async (scene) => {
      await meanwhile(scene, 'onConversationUpdate', () => scene.group.update({ friendlyName: 'first' }))
      await scene.hooked.conversations(scene.sid).update({ friendlyName: 'second' })
    },
  ],
  [
    50419,
    409,
    /changed by another request/,
    async (scene) => {
      const { sid } = await scene.v1.conversations.create()
      const { participants } = scene.v1.conversations(sid)
      const bob = await participants.create({ identity: 'bob' })
      await meanwhile(scene, 'onParticipantUpdate', () => participants(bob.sid).update({ attributes: '{"n":1}' }))
      await scene.hooked.conversations(sid).participants(bob.sid).update({ attributes: '{"n":2}' })
    },
  ],
  [
    50449,
    409,
    /initializing/,
    async ({ v1 }) => {
      const { sid } = await v1.conversationWithParticipants.create({
        participant: others(number(P2, 'bob'), phone(CLEO), phone(DAN)),
      })
      await v1.conversations(sid).participants.create(address(ANA))
    },
    { initializingDelay: 700 },
  ],
  [
    50449,
    409,
    /changed by another request/,
    async (scene) => {
      const { group, alice, hooked, sid } = scene
      await meanwhile(scene, 'onParticipantUpdate', () => group.participants(alice).update({ identity: 'anna' }))
      await hooked.conversations(sid).participants(alice).update({ identity: 'alex' })
    },
  ],
  [
    50514,
    409,
    /changed by another request/,
    async (scene) => {
      const { sid } = await scene.group.messages.create({ author: 'alice', body: 'Hi' })
      await meanwhile(scene, 'onMessageUpdate', () => scene.group.messages(sid).update({ body: 'Hello' }))
      await scene.hooked.conversations(scene.sid).messages(sid).update({ body: 'Hey' })
    },
  ],
  [
    50213,
    409,
    /changed by another request/,
    async (scene) => {
      await meanwhile(scene, 'onUserUpdate', () => scene.v1.users('alice').update({ friendlyName: 'Alice' }))
      await scene.hooked.users('alice').update({ friendlyName: 'Al' })
    },
  ],
  [50407, 400, /one digit too many/, ({ group }) => group.participants.create(address('+141586753093'))],
  [50407, 400, /Twilio number/, ({ group }) => group.participants.create(address(P2))],
  [50407, 400, /outside the United States/, ({ group }) => group.participants.create(address('+16715550123'))],
  [50407, 400, /cannot be combined/, ({ group }) => group.participants.create({ ...address(CLEO), ...projected(P2) })],
  [50407, 400, /toll-free/, ({ group }) => group.participants.create(projected(TOLL_FREE, 'bob'))],
  [
    50439,
    400,
    /toll-free/,
    ({ group }) => group.participants.create(projected(TOLL_FREE, 'bob')),
    { projectedTollFreeError: '50439' },
  ],
  [50407, 400, /MMS/, ({ group }) => group.participants.create(projected(SMS_ONLY, 'bob'))],
  [50408, 400, /ProxyAddress/, async (scene) => (await blank(scene)).participants.create(masked(ANA, 'front desk'))],
  [50409, 400, /both/, async (scene) => (await blank(scene)).participants.create(masked(ANA, ANA))],
  [50411, 400, /empty/, async (scene) => (await blank(scene)).participants.create(masked('', P1))],
  [50412, 400, /empty/, async (scene) => (await blank(scene)).participants.create(masked(ANA, ''))],
  [50413, 400, /does not belong/, async (scene) => (await blank(scene)).participants.create(masked(ANA, FOREIGN))],
  [
    50414,
    400,
    /different channels/,
    async (scene) => (await blank(scene)).participants.create(masked(`whatsapp:${ANA}`, P1)),
  ],
  [
    50416,
    409,
    CH,
    async (scene) => {
      await (await blank(scene)).participants.create(masked(CLEO, P2))
      await (await blank(scene)).participants.create(masked(CLEO, P2))
    },
  ],
  [
    50417,
    403,
    /1000 participants/,
    async (scene) => {
      const { sid, participants } = await crowd(scene, 1000)
      expect((await participants.page({ pageSize: 100 })).instances).toHaveLength(100)
      await scene.v1.conversations(sid).participants.create({ identity: 'one too many' })
    },
  ],
  [
    50418,
    403,
    /50 participants/,
    async (scene) => {
      const { participants } = await blank(scene)
      await participants.create({ identity: 'bob' })
      for (const one of manyPhones(51)) await participants.create(masked(one, P2))
    },
  ],
  [
    50422,
    403,
    /50 participants/,
    async (scene) => {
      const { participants } = await blank(scene)
      for (const one of manyPhones(51)) await participants.create(masked(one, P2))
    },
  ],
  [
    50426,
    400,
    /11 participants/,
    ({ v1 }) =>
      v1.conversationWithParticipants.create({
        participant: others(number(P2, 'bob'), ...manyPhones(10).map(phone)),
      }),
  ],
  [50433, 409, /alice/, ({ group }) => group.participants.create(projected(P2, 'alice'))],
  [50434, 400, /ProjectedAddress/, ({ group }) => group.participants.create({ identity: 'bob' })],
  [50435, 400, /cannot be mixed/, ({ group }) => group.participants.create(masked(CLEO, P2))],
  [
    50435,
    400,
    /at least 3 numbers/,
    ({ v1 }) =>
      v1.conversationWithParticipants.create({
        participant: others(number(P2, 'a'), number(P2, 'b'), phone(CLEO)),
      }),
  ],
  [
    50435,
    400,
    /at least one participant with an Address/,
    async ({ world, v1 }) => {
      const third = await world.client().incomingPhoneNumbers.create({ areaCode: '415' })
      const participant = others(number(P1, 'a'), number(P2, 'b'), number(third.phoneNumber, 'c'))
      await v1.conversationWithParticipants.create({ participant })
    },
  ],
  [50435, 400, /JSON/, ({ v1 }) => v1.conversationWithParticipants.create({ participant: ['{', '{}', '{}'] })],
  [
    50436,
    400,
    /at most 10/,
    async ({ group }) => {
      for (const one of manyPhones(8)) await group.participants.create(address(one))
    },
  ],
  [
    50436,
    400,
    /at most 20/,
    async ({ group }) => {
      for (const one of manyPhones(18)) await group.participants.create(address(one))
    },
    { groupLimit: 'addresses' },
  ],
  [50437, 409, /already in the group/, ({ group }) => group.participants.create(address(ANA))],
  [
    50437,
    409,
    /as alice/,
    ({ group }) => group.participants.create(projected(P1, 'bob')),
    { projectedSharing: 'refuse' },
  ],
  [
    50438,
    409,
    CH,
    ({ v1 }) =>
      v1.conversationWithParticipants.create({
        participant: others(number(P1, 'alice'), phone(ANA), phone(BEN)),
      }),
  ],
  [
    50438,
    409,
    CH,
    async (scene) => {
      const { participants } = await blank(scene)
      for (const one of [projected(P1, 'bob'), address(ANA), address(BEN), address(CLEO)])
        await participants.create(one)
    },
  ],
  [
    50438,
    409,
    CH,
    async (scene) => {
      for (let i = 0; i < 2; i++) {
        const { participants } = await blank(scene)
        for (const one of [projected(P2, 'bob'), address(ANA)]) await participants.create(one)
      }
    },
  ],
  [50439, 400, /does not belong/, ({ group }) => group.participants.create(projected(FOREIGN, 'bob'))],
  [
    50440,
    400,
    /no ProxyAddress/,
    async ({ group, alice }) => {
      await group.participants(alice).update({ 'messagingBinding.proxyAddress': '' })
    },
  ],
  [
    50441,
    400,
    /only a participant with an Address/i,
    ({ group, alice }) => group.participants(alice).update({ 'messagingBinding.proxyAddress': P2 }),
  ],
  [
    50442,
    400,
    /no ProjectedAddress/,
    async ({ group }) => {
      const { sid } = await group.participants.create(address(CLEO))
      await group.participants(sid).update({ 'messagingBinding.projectedAddress': '' })
    },
  ],
  [
    50443,
    400,
    /with an Address/,
    async ({ group }) => {
      const { sid } = await group.participants.create(address(CLEO))
      await group.participants(sid).update({ 'messagingBinding.projectedAddress': P2 })
    },
  ],
  [
    50444,
    400,
    /ProjectedAddress/,
    async ({ group }) => {
      const { sid } = await group.participants.create(address(CLEO))
      await group.participants(sid).update({ identity: 'cleo' })
    },
  ],
  [
    50444,
    400,
    /already has the identity alice/,
    ({ group, alice }) => group.participants(alice).update({ identity: 'bob' }),
    { identitySwap: 'refuse' },
  ],
  [
    50435,
    400,
    /at least 3/,
    async (scene) => {
      const { participants, messages } = await blank(scene)
      await participants.create(projected(P2, 'bob'))
      await participants.create(address(DAN))
      await messages.create({ author: 'bob', body: 'Just us' })
    },
    { pairActivation: 'refuse' },
  ],
  [50451, 400, /either/i, ({ v1 }) => v1.participantConversations.list({ identity: 'alice', address: ANA })],
  [50504, 400, /1601/, ({ group }) => group.messages.create({ author: 'alice', body: 'x'.repeat(1601) })],
  [50507, 404, /no media/, ({ group }) => group.messages.create({ author: 'alice', mediaSid: `ME${'0'.repeat(32)}` })],
  [
    50508,
    400,
    /was sent with the message IM/,
    async ({ world, group }) => {
      const mediaSid = await upload(world, 'image/png')
      for (let i = 0; i < 2; i++) await group.messages.create({ author: 'alice', mediaSid })
    },
  ],
  [
    50511,
    400,
    /application\/zip/,
    async ({ world, group }) =>
      group.messages.create({ author: 'alice', mediaSid: await upload(world, 'application/zip') }),
  ],
  [50513, 400, /mallory/, ({ group }) => group.messages.create({ author: 'mallory', body: 'Hi' })],
  [50513, 400, /system/, ({ group }) => group.messages.create({ body: 'Hi' })],
  [
    50056,
    400,
    /refused with HTTP 403/,
    async ({ world, v1, hooked, sid }) => {
      await v1.configuration.webhooks().update({ filters: ['onMessageAdd'], preWebhookUrl: 'http://a.test/' })
      world.answer = () => ({ kind: 'answered', status: 403, body: '' })
      await hooked.conversations(sid).messages.create({ author: 'alice', body: 'Hi' })
    },
  ],
  [
    50057,
    400,
    /no JSON object/,
    async ({ world, v1, hooked, sid }) => {
      await v1.configuration.webhooks().update({ filters: ['onMessageAdd'], preWebhookUrl: 'http://a.test/' })
      world.answer = () => ({ kind: 'answered', status: 200, body: 'fine' })
      await hooked.conversations(sid).messages.create({ author: 'alice', body: 'Hi' })
    },
  ],
]

/** Codes of the published list that groups can meet, and that no row above brings about: where they are proven, or why not. */
export const ELSEWHERE: Readonly<Record<number, string>> = {
  20429: 'the older API, in limits.test.ts',
  50063: 'limits.test.ts',
  50074: 'limits.test.ts',
  50076: 'nobody hears of it but the list of calls: races, in error-table.test.ts',
  50350: 'answered as 20404',
  50403: 'of the older Chat product: 50417 here',
  50420: 'the helper library cannot say it: in error-table.test.ts',
  50427: 'an alert, in error-table.test.ts',
  50430: 'answered as 20404',
  50432: 'answered as 20404',
  50452: 'needs an account without groups, in error-table.test.ts',
  50453: 'of channels that are not simulated: 501',
  50512: 'of the media API, which the helper library does not speak, in error-table.test.ts',
  50610: 'an alert, in error-table.test.ts',
}

/** Every code that a group can meet. */
export const GROUP_CODES: readonly number[] = [
  20003, 20404, 20429, 21481, 50056, 50057, 50063, 50074, 50076, 50350, 50353, 50361, 50362, 50374, 50375, 50376, 50377,
  50378, 50379, 50380, 50382, 50384, 50391, 50403, 50407, 50408, 50409, 50411, 50412, 50413, 50414, 50416, 50417, 50418,
  50419, 50420, 50422, 50426, 50427, 50430, 50432, 50433, 50434, 50435, 50436, 50437, 50438, 50439, 50440, 50441, 50442,
  50443, 50444, 50449, 50451, 50452, 50453, 50504, 50508, 50511, 50512, 50513, 50514, 50610,
]
