import { describe, expect, it } from 'vitest'
import { isApiError, SWITCHES } from '../../protocols/conversations/index.ts'
import { checkAuthor, participantOf } from '../../src/conversations/model/author.ts'
import { destinationOf, type Found } from '../../src/conversations/model/autocreation.ts'
import { project } from '../../src/conversations/model/projection.ts'
import { deliverySummary, progressOf, refusedProgress } from '../../src/conversations/model/receipts.ts'
import {
  type AddressConfiguration,
  type Conversation,
  type ConversationMessage,
  NO_TIMERS,
  type Participant,
  type ScopedWebhook,
  type WebhookConfiguration,
} from '../../src/conversations/model/records.ts'
import { rosterKey } from '../../src/conversations/model/roster.ts'
import { enterState, parseState, parseTimer, stateDue } from '../../src/conversations/model/states.ts'
import { switchesOf } from '../../src/conversations/model/switches.ts'
import { dueHooks, preHook } from '../../src/conversations/model/webhooks.ts'
import { type Address, FAILURE_REASONS, REFUSAL_REASONS } from '../../src/core/index.ts'

const P1 = '+15017122661' as Address
const P2 = '+15017122662' as Address
const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address

const participant = (sid: string, some: Partial<Participant>): Participant =>
  ({ sid, identity: null, address: null, proxyAddress: null, projectedAddress: null, ...some }) as Participant
const agent = participant('MB1', { identity: 'agent', projectedAddress: P1 })
const second = participant('MB2', { identity: 'second', projectedAddress: P2 })
const ana = participant('MB3', { address: ANA })
const ben = participant('MB4', { address: BEN })

describe('who sends what to whom', () => {
  it('one phone and one projected number are an ordinary text', () => {
    expect(project([agent, ana], 'agent')).toEqual([
      { transport: 'sms', from: P1, to: [ANA], displayOnly: [], legs: [{ participantSid: 'MB3', address: ANA }] },
    ])
  })

  it('three numbers are a group, and the other projected number is shown without a leg', () => {
    const [projection] = project([agent, second, ana], 'second')
    expect(projection).toMatchObject({ transport: 'mms', from: P2, to: [ANA, P1], displayOnly: [P1] })
    expect(projection?.legs.map(({ address }) => address)).toEqual([ANA])
  })

  it('identities that share a projected number send from it, and it is in the set once', () => {
    const other = participant('MB9', { identity: 'other', projectedAddress: P1 })
    expect(project([agent, other, ana, ben], 'other')).toMatchObject([{ from: P1, to: [ANA, BEN], displayOnly: [] }])
  })

  it('a phone as author sends nothing: its network has carried the copies', () => {
    expect(project([agent, ana, ben], ANA)).toEqual([])
  })

  it('a masked phone is reached from its proxy, and not by its own message', () => {
    const masked = participant('MB5', { address: ANA, proxyAddress: P1 })
    const other = participant('MB6', { address: BEN, proxyAddress: P2 })
    expect(project([masked, other], ANA)).toMatchObject([{ transport: 'sms', from: P2, to: [BEN] }])
    expect(project([masked, other], 'system')).toMatchObject([{ from: P1 }, { from: P2 }])
  })
})

describe('who may write', () => {
  it.each([
    ['an identity of the group', 'agent', true],
    ['a phone of the group', ANA, true],
    ['a projected number', P1, true],
    ['nobody named', 'system', false],
    ['a stranger', 'stranger', false],
  ])('%s', (_name, author, may) => {
    const error = checkAuthor([agent, ana, ben], author)
    expect(error?.code).toBe(may ? undefined : 50513)
  })

  it('in a conversation without numbers anybody writes', () => {
    expect(checkAuthor([participant('MB7', { identity: 'a' })], 'system')).toBeUndefined()
  })

  it('a projected number alone is its own author, before an identity that shares it', () => {
    const alone = participant('MB8', { projectedAddress: P1 })
    expect(participantOf([agent, alone], P1)?.sid).toBe('MB8')
  })
})

describe('the key of a set of numbers', () => {
  it('does not depend on order, and counts shared numbers once', () => {
    expect(rosterKey([ben, agent, ana])).toBe(rosterKey([ana, ben, agent, { ...agent, identity: 'other' }]))
  })

  it.each([
    ['one number', [agent]],
    ['two projected numbers', [agent, second]],
    ['two phones', [ana, ben]],
    ['masked phones', [participant('MB5', { address: ANA, proxyAddress: P1 })]],
  ])('%s have none', (_name, members) => {
    expect(rosterKey(members)).toBeNull()
  })
})

describe('receipts', () => {
  it('a message that went to no phone has no summary', () => {
    expect(deliverySummary([])).toBeNull()
  })

  it('what was delivered was sent, and what was read was delivered', () => {
    const summary = deliverySummary([{ status: 'read' }, { status: 'delivered' }, { status: 'sent' }])
    expect(summary).toEqual({
      total: 3,
      sent: 'all',
      delivered: 'some',
      read: 'some',
      failed: 'none',
      undelivered: 'none',
    })
  })

  it('every failure of the network has an error code', () => {
    const codes = FAILURE_REASONS.map((reason) => progressOf({ status: 'failed', reason })?.errorCode)
    expect(codes.every((code) => code !== undefined && code >= 30000)).toBe(true)
    expect(progressOf({ status: 'failed', reason: 'landline' })).toEqual({ status: 'undelivered', errorCode: 30006 })
    expect(progressOf({ status: 'failed', reason: 'filtered' })?.errorCode).toBe(30007)
    expect(progressOf({ status: 'delivered', reason: null })).toEqual({ status: 'delivered', errorCode: 0 })
    expect(progressOf({ status: 'enroute', reason: null })).toBeNull()
  })

  it('every refusal of the carrier fails the receipt with a code', () => {
    for (const reason of REFUSAL_REASONS) expect(refusedProgress(reason).status).toBe('failed')
  })
})

describe('where a message from a phone goes', () => {
  const conversation = (sid: string, state: Conversation['state']) => ({ sid, state }) as Conversation
  const group = { from: ANA, to: P1, everybody: [ANA, P1, BEN] }
  const pair = { from: ANA, to: P1, everybody: [ANA, P1] }
  const found = (some: Partial<Found> & { set?: Record<string, unknown> } = {}): Found => ({
    holders: [],
    configuration: undefined,
    isOwn: (address) => address === P1 || address === P2,
    switches: switchesOf(some.set ?? {}),
    ...some,
  })
  const configured = (enabled: boolean) => ({ enabled }) as AddressConfiguration

  it.each([
    ['to the active conversation of its numbers', group, found({ holders: [conversation('CH1', 'active')] }), 'joins'],
    ['to one that is initializing', group, found({ holders: [conversation('CH1', 'initializing')] }), 'joins'],
    ['to an inactive one, which wakes', group, found({ holders: [conversation('CH1', 'inactive')] }), 'joins'],
    [
      'past an inactive one where it stays asleep',
      group,
      found({ holders: [conversation('CH1', 'inactive')], set: { inactiveMatching: 'ignore' } }),
      'creates-group',
    ],
    ['into a new group', group, found(), 'creates-group'],
    ['nowhere where groups must be configured', group, found({ set: { groupAutocreation: 'configured' } }), 'nowhere'],
    [
      'into a new group where one is configured',
      group,
      found({ set: { groupAutocreation: 'configured' }, configuration: configured(true) }),
      'creates-group',
    ],
    ['nowhere where the address is configured not to', group, found({ configuration: configured(false) }), 'nowhere'],
    ['nowhere where groups are switched off', group, found({ set: { groupMms: 'disabled' } }), 'nowhere'],
    ['nowhere as a one-to-one text', pair, found(), 'nowhere'],
    ['into a new pair where one is configured', pair, found({ configuration: configured(true) }), 'creates-pair'],
  ])('%s', (_name, arrival, given, kind) => {
    expect(destinationOf(arrival, given).kind).toBe(kind)
  })

  it('own numbers are projected and everybody else is a phone', () => {
    const destination = destinationOf({ ...group, everybody: [ANA, P1, P2, BEN] }, found())
    expect(destination).toMatchObject({
      members: [{ address: ANA }, { projectedAddress: P1 }, { projectedAddress: P2 }, { address: BEN }],
    })
  })

  it('a group that is too large is not made', () => {
    const everybody = [P1, ...Array.from({ length: 10 }, (_, i) => `+1202555200${i}` as Address)]
    expect(destinationOf({ ...group, everybody }, found()).kind).toBe('nowhere')
  })
})

describe('states and timers', () => {
  const conversation = { state: 'active', timers: NO_TIMERS, roster: 'x', activeAt: null } as unknown as Conversation
  const code = (value: unknown) => (isApiError(value) ? value.code : value)

  it.each([
    ['', 50374],
    ['asleep', 50378],
    ['inactive', 'inactive'],
  ])('State=%s', (text, expected) => expect(code(parseState(text))).toBe(expected))

  it.each([
    ['inactive', 'PT59S', 50375],
    ['inactive', 'PT1M', 60_000],
    ['inactive', 'soon', 50379],
    ['closed', 'PT9M59S', 50376],
    ['closed', 'PT10M', 600_000],
    ['closed', 'P', 50380],
    ['closed', '', null],
  ] as const)('Timers of %s with %s', (which, text, expected) => expect(code(parseTimer(which, text))).toBe(expected))

  it('closing frees the set of numbers and stops the timers', () => {
    const closed = enterState({ ...conversation, timers: { ...NO_TIMERS, closedMs: 1, closedAt: 5 } }, 'closed', 3)
    expect(closed).toMatchObject({ roster: null, timers: NO_TIMERS })
  })

  it('timers run out one after the other', () => {
    const timers = { inactiveMs: 10, closedMs: 20, inactiveAt: 10, closedAt: 20 }
    const running = { ...conversation, timers }
    expect(stateDue(running, 9)).toBeNull()
    expect(stateDue(running, 10)).toBe('inactive')
    const asleep = enterState(running, 'inactive', 10)
    expect(stateDue(asleep, 19)).toBeNull()
    expect(stateDue(asleep, 20)).toBe('closed')
  })
})

describe('which applications are told', () => {
  const hook = (some: Partial<WebhookConfiguration>): WebhookConfiguration => ({
    accountSid: 'AC',
    serviceSid: null,
    method: 'POST',
    filters: ['onMessageAdded', 'onDeliveryUpdated', 'onMessageAdd'],
    preUrl: 'http://pre',
    postUrl: 'http://account',
    target: 'webhook',
    ...some,
  })
  const account = hook({})
  const service = hook({ serviceSid: 'IS', postUrl: 'http://service', preUrl: 'http://service-pre' })
  const scoped = [
    { target: 'webhook', url: 'http://scoped', method: 'GET', filters: ['onMessageAdded'], triggers: [] },
    { target: 'trigger', url: 'http://trigger', method: 'POST', filters: [], triggers: ['help'] },
  ] as unknown as ScopedWebhook[]
  const hooks = { account, service: undefined, scoped: [] }
  const message = (body: string) => ({ body }) as ConversationMessage
  const urls = (due: ReturnType<typeof dueHooks>) => due.map(({ url }) => url)
  const added = { event: 'onMessageAdded', enabled: true } as const

  it('a change over REST that did not ask for webhooks tells nobody, but receipts always do', () => {
    expect(dueHooks({ event: 'onMessageAdded', enabled: false }, hooks, switchesOf({}))).toEqual([])
    expect(urls(dueHooks({ event: 'onDeliveryUpdated', enabled: false }, hooks, switchesOf({})))).toEqual([
      'http://account',
    ])
  })

  it('only what the filters name is told', () => {
    expect(dueHooks({ event: 'onParticipantAdded', enabled: true }, hooks, switchesOf({}))).toEqual([])
  })

  it.each([
    ['service-overrides-global', ['http://service']],
    ['both', ['http://account', 'http://service']],
    ['service-delivery-only', ['http://account']],
  ])('webhookScope %s', (webhookScope, expected) => {
    expect(urls(dueHooks(added, { ...hooks, service }, switchesOf({ webhookScope })))).toEqual(expected)
  })

  it('the conversation tells its own applications, and triggers hear their words only', () => {
    const due = (body: string) =>
      urls(dueHooks({ ...added, message: message(body) }, { ...hooks, scoped }, switchesOf({})))
    expect(due('hello')).toEqual(['http://account', 'http://scoped'])
    expect(due('Help me')).toEqual(['http://account', 'http://scoped', 'http://trigger'])
  })

  it('the application that is asked before is that of the service, if it has one', () => {
    expect(preHook('onMessageAdd', { account, service: undefined })?.url).toBe('http://pre')
    expect(preHook('onMessageAdd', { account, service })?.url).toBe('http://service-pre')
    expect(preHook('onConversationAdd', { account, service: undefined })).toBeNull()
  })
})

describe('switches', () => {
  it('have their documented values until the account says otherwise', () => {
    const usual = Object.fromEntries(Object.entries(SWITCHES).map(([name, entry]) => [name, entry.usual]))
    expect(switchesOf({})).toEqual({ ...usual, initializingDelay: 700, httpStatus: {} })
  })

  it('ignore values they do not know', () => {
    expect(switchesOf({ groupMms: 'perhaps', initializingDelay: -1 })).toMatchObject({
      groupMms: 'enabled',
      initializingDelay: 700,
    })
  })
})
