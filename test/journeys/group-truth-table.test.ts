import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openVasp } from '../support/answering-vasp.ts'
import {
  ANA,
  BEN,
  type Carrier,
  ESME_NUMBER,
  P1,
  P2,
  startCarrier,
  VASP_NUMBER,
  type World,
} from '../support/journey.ts'
import type { ListeningServer } from '../support/listening-server.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { elements, mm7Post, submitReq } from '../support/raw-mm7.ts'

// What every kind of member of a group receives, and how every phone threads it, for groups of any size and both models
// in which VASPs see groups.

const SECOND_VASP_NUMBER = '+12025550161'
const TEXT = 'Dinner on Sunday?'

type Kind = 'phone' | 'vasp' | 'conversations' | 'esme' | 'unreachable' | 'landline'
type Member = { readonly kind: Kind; readonly number: string }

/** Ten members, every kind among the first six; the first one answers all. */
const MEMBERS: readonly Member[] = [
  { kind: 'phone', number: BEN },
  { kind: 'vasp', number: VASP_NUMBER },
  { kind: 'conversations', number: P1 },
  { kind: 'esme', number: ESME_NUMBER },
  { kind: 'unreachable', number: '+12025550111' },
  { kind: 'landline', number: '+12025550112' },
  { kind: 'phone', number: '+12025550113' },
  { kind: 'vasp', number: SECOND_VASP_NUMBER },
  { kind: 'conversations', number: P2 },
  { kind: 'phone', number: '+12025550114' },
]
const MODELS = ['several-recipients', 'display-only'] as const
const SIZES = [2, 3, 4, 5, 6, 7, 8, 9, 10] as const
const kindsOf = (members: readonly Member[]) => [...new Set(members.map(({ kind }) => kind))]

type Group = { readonly size: number; readonly kinds: string; readonly members: readonly Member[] }

/** Groups of each size around the first member: as many as it takes for every kind to be in one of them. */
function groupsOf(all: readonly Member[], sizes: readonly number[] = SIZES): Group[] {
  const [first, ...others] = all
  return sizes.flatMap((size) => {
    const groups: Group[] = []
    const missing = () =>
      kindsOf(all).filter((kind) => !groups.some(({ members }) => members.some((one) => one.kind === kind)))
    for (let from = 0; from < others.length && missing().length > 0; from += size - 1) {
      const members = [first!, ...Array.from({ length: size - 1 }, (_, n) => others[(from + n) % others.length]!)]
      groups.push({ size, kinds: members.map(({ kind }) => kind).join(', '), members })
    }
    return groups
  })
}

/** What becomes of each kind's copy, as its sender hears. */
const OUTCOMES = {
  phone: 'delivered',
  vasp: 'delivered',
  conversations: 'delivered',
  esme: 'mms-not-supported',
  unreachable: 'unreachable',
  landline: 'landline',
} as const satisfies Record<Kind, string>

/** Conversations makes a conversation of a group of at most this many. */
const CONVERSATION_MEMBERS_MAX = 10

let carrier: Carrier
let world: World
let vasp: ListeningServer
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  vasp = await openVasp()
  const named = MEMBERS.filter(({ kind }) => ['phone', 'unreachable', 'landline'].includes(kind))
  const phones = [{ name: 'Ana', number: ANA }, ...named.map(({ number }) => ({ name: number, number }))]
  world = await carrier.world({ phones })
  for (const { kind, number } of named) if (kind !== 'phone') await world.phone(number).becomes({ state: kind })
  await setUp('several-recipients')
})
afterEach(() => vasp.close())

async function setUp(group: (typeof MODELS)[number]) {
  const account = { group, deliverUrl: `${vasp.url}/deliver`, reportUrl: `${vasp.url}/report` }
  const numbers = [VASP_NUMBER, SECOND_VASP_NUMBER]
  await world.put(`/accounts/mm7/${world.info.mm7.user}`, { ...account, numbers })
}

const numbersOf = (members: readonly Member[], kind?: Kind) =>
  members.filter((member) => kind === undefined || member.kind === kind).map(({ number }) => number)

/** Every phone of the group shows it in one thread, with everybody else in it. */
async function expectThreads(from: string, members: readonly Member[], says: readonly string[]) {
  const all = [from, ...numbersOf(members)]
  const phones = [...numbersOf(members, 'phone'), ...(from === ANA ? [ANA] : [])]
  for (const number of phones) {
    const others = all.filter((one) => one !== number).toSorted()
    const kind = others.length > 1 ? 'group' : 'direct'
    expect(await world.phone(number).screen()).toEqual([{ kind, with: others, says }])
  }
}

/** What each of the VASP's numbers was told, in the model of its account. */
function expectDelivered(from: string, members: readonly Member[], model: (typeof MODELS)[number]) {
  const delivered = vasp.heard.filter(({ url }) => url === '/deliver').map(({ body }) => String(body))
  const own = numbersOf(members, 'vasp')
  expect(delivered).toHaveLength(own.length)
  const seen = delivered.map((body) => {
    const to = /<To>(.*?)<\/To>/s.exec(body)?.[1] ?? ''
    const shown = [...to.matchAll(/displayOnly="true">([^<]+)/g)].map(([, number]) => number ?? '')
    const sender = /<Sender>\s*<Number>([^<]+)/.exec(body)?.[1]
    expect([sender, body.includes(TEXT)]).toEqual([from, true])
    expect(elements(to, 'Number').toSorted()).toEqual(numbersOf(members).toSorted())
    return elements(to, 'Number').filter((number) => !shown.includes(number))
  })
  const expected = model === 'display-only' ? own.map((number) => [number]) : own.map(() => numbersOf(members))
  expect(seen.toSorted()).toEqual(expected.toSorted())
}

/** Nobody's copy but that of the kinds that cannot have it failed. */
async function expectOutcomes(members: readonly Member[], outcomes: readonly (readonly [string, string])[]) {
  expect(Object.fromEntries(outcomes)).toEqual(
    Object.fromEntries(members.map(({ kind, number }) => [number, OUTCOMES[kind]])),
  )
}

async function deliveriesOf(text: string) {
  const messages = (await world.messages()).filter((message) => message.text === text)
  return messages.flatMap(({ deliveries }) => deliveries.filter(({ kind }) => kind === 'message'))
}

/** Both of the account's numbers are in one group: the copies are one message of one conversation. */
async function expectConversation(from: string, members: readonly Member[]) {
  const all = [from, ...numbersOf(members)]
  const { conversations } = world.twilio().conversations.v1
  const made = await conversations.list()
  const isMade = numbersOf(members, 'conversations').length > 0 && all.length <= CONVERSATION_MEMBERS_MAX
  expect(made).toHaveLength(isMade ? 1 : 0)
  if (!isMade) return
  expect(await conversations(made[0]!.sid).messages.list()).toMatchObject([{ author: from, body: TEXT }])
  const participants = await conversations(made[0]!.sid).participants.list()
  const bound = participants.map(({ messagingBinding: binding }) => binding.address ?? binding.projected_address)
  expect(bound.toSorted()).toEqual(all.toSorted())
}

describe.each(MODELS)('a phone writes to a group (%s)', (model) => {
  it.each(groupsOf(MEMBERS))(
    'of $size ($kinds): each gets its own, and each phone has one thread',
    async ({ members }) => {
      await setUp(model)
      await world.phone(ANA).sends({ to: numbersOf(members), text: TEXT })
      await world.idle()
      await expectThreads(ANA, members, [`${ANA}: ${TEXT}`])
      expectDelivered(ANA, members, model)
      await expectConversation(ANA, members)
      const [sent] = await world.phone(ANA).messages()
      const { reports = {} } = sent as { readonly reports?: Readonly<Record<string, string>> }
      await expectOutcomes(members, Object.entries(reports))
      await world.phone(BEN).repliesToAll('I come')
      await world.idle()
      await expectThreads(ANA, members, [`${ANA}: ${TEXT}`, `${BEN}: I come`])
    },
  )
})

describe.each(MODELS)('a VASP writes to a group (%s)', (model) => {
  // The number it writes from takes no copy of its own.
  const others = [...MEMBERS.filter(({ number }) => number !== VASP_NUMBER), { kind: 'phone', number: ANA } as const]

  /** One request names everybody; or one request per member delivers to it and shows the others. */
  async function submit(members: readonly Member[]) {
    const all = numbersOf(members)
    const lists =
      model === 'several-recipients' ? [all] : all.map((own) => all.map((one) => (one === own ? one : `(${one})`)))
    const statuses: string[] = []
    for (const to of lists) {
      const wish = { from: VASP_NUMBER, to, picture: jpeg(900), text: TEXT }
      statuses.push(...elements((await mm7Post(world.info, submitReq(world.info, wish))).xml, 'StatusCode'))
    }
    expect(statuses).toEqual(lists.map(() => '1000'))
    await world.idle()
  }

  it.each(groupsOf(others))(
    'of $size ($kinds): each gets its own, and each phone has one thread',
    async ({ members }) => {
      await setUp(model)
      await submit(members)
      await expectThreads(VASP_NUMBER, members, [`${VASP_NUMBER}: ${TEXT}`])
      expectDelivered(VASP_NUMBER, members, model)
      const deliveries = await deliveriesOf(TEXT)
      expect(deliveries.map(({ recipient }) => recipient).toSorted()).toEqual(numbersOf(members).toSorted())
      const reports = vasp.heard.filter(({ url }) => url === '/report')
      const told = reports.map(({ body }) => [elements(body, 'Number')[0]!, elements(body, 'MMStatus')[0]!] as const)
      const words = { delivered: 'Retrieved', unreachable: 'Indeterminate', landline: 'Rejected' } as const
      expect(Object.fromEntries(told)).toEqual(
        Object.fromEntries(
          members.map(({ kind, number }) => {
            const outcome = OUTCOMES[kind]
            return [number, outcome === 'mms-not-supported' ? 'Rejected' : words[outcome]]
          }),
        ),
      )
    },
  )
})

describe.each(MODELS)('a chat user behind a long code writes to a group (%s)', (model) => {
  // A set of two works as one-to-one SMS, and a group has at most ten participants.
  const others = MEMBERS.filter(({ kind }) => kind !== 'conversations')
  const sizes = SIZES.filter((size) => size < CONVERSATION_MEMBERS_MAX && size <= others.length)

  async function post(members: readonly Member[]) {
    const { conversations } = world.twilio().conversations.v1
    const { sid } = await conversations.create({ friendlyName: 'Sunday' })
    await conversations(sid).participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': P1 })
    for (const { number } of members) {
      await conversations(sid).participants.create({ 'messagingBinding.address': number })
    }
    await conversations(sid).messages.create({ author: 'agent', body: TEXT })
    await world.idle()
  }

  it.each(groupsOf(others, sizes))(
    'of $size ($kinds): each gets its own, and each phone has one thread',
    async ({ members }) => {
      await setUp(model)
      await post(members)
      await expectThreads(P1, members, [`${P1}: ${TEXT}`])
      expectDelivered(P1, members, model)
      const outcomes = (await deliveriesOf(TEXT)).map(
        ({ recipient, state, reason }) => [recipient, reason ?? state] as const,
      )
      await expectOutcomes(members, outcomes)
    },
  )
})
