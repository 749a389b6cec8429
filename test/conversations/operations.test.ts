import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, ConversationsWorld, P1, SERVICE_SID } from '../support/conversations-world.ts'
import { misfits, operationsOf, readDescription } from './description.ts'
import { invoke, OPERATIONS, type Operation, type Seeds } from './operations.ts'

type Raw = { readonly statusCode: number; readonly body: unknown }

let world: ConversationsWorld
beforeEach(async () => {
  world = await new ConversationsWorld().begin()
})
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

describe('the operations of the API', () => {
  it('are 103, each named once', () => {
    expect(OPERATIONS).toHaveLength(103)
    expect(new Set(OPERATIONS.map(({ name }) => name)).size).toBe(103)
    expect(new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(103)
  })

  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    '%s answers the helper library',
    async (_name, operation) => {
      const { statusCode, body } = await run(operation)
      expect(statusCode).toBe(operation.status)
      expect(statusCode).not.toBe(501)
      if (operation.method === 'DELETE') expect(body).toBe('')
      else expect(body).toMatchObject({})
    },
  )
})

const description = readDescription('twilio_conversations_v1.json')
describe.runIf(description)('the operations of the published description', () => {
  const described = description ? operationsOf(description) : []

  it('are those of our own table', () => {
    const ours = OPERATIONS.map(({ name, method, path }) => `${name} ${method} ${path}`)
    expect(described.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort()).toEqual(
      ours.sort(),
    )
  })

  it.each(described.map((one) => [one.operationId, one] as const))(
    '%s answers as described',
    async (name, { responses }) => {
      const operation = OPERATIONS.find((one) => one.name === name)
      if (!operation) throw new Error(`no operation ${name}`)
      const { statusCode, body } = await run(operation)
      const answer = responses[String(statusCode)]
      expect(Object.keys(responses)).toContain(String(statusCode))
      const schema = answer?.content?.['application/json']?.schema
      expect(description && schema ? misfits(description, schema, parsed(body)) : []).toEqual([])
    },
  )
})

/** Calls an operation by the unchanged helper library and answers what came over the wire. */
async function run(operation: Operation): Promise<Raw> {
  const seeds = await seed()
  const answers: Raw[] = []
  const { v1 } = world.client(ACCOUNT_SID, undefined, {}, (answer) => answers.push(answer)).conversations
  await invoke(operation.level === 'account' ? v1 : v1.services(seeds.IS), operation, seeds)
  const last = answers.at(-1)
  if (!last) throw new Error(`${operation.name} called nothing`)
  return last
}

/** One of everything: a group with a message on its way, a webhook, a user and the rest. */
async function seed(): Promise<Seeds> {
  const { v1 } = world.client().conversations
  const { sid: CH } = await v1.conversations.create({ friendlyName: 'Group' })
  const { participants, messages, webhooks } = v1.conversations(CH)
  const { sid: MB } = await participants.create({
    identity: 'alice',
    'messagingBinding.projectedAddress': P1,
  })
  for (const phone of [ANA, BEN]) await participants.create({ 'messagingBinding.address': phone })
  const { sid: IM } = await messages.create({ author: 'alice', body: 'Hi' })
  await world.settle()
  const [receipt] = await messages(IM).deliveryReceipts.list()
  const { sid: WH } = await webhooks.create({
    target: 'webhook',
    'configuration.url': 'http://127.0.0.1:9/',
    'configuration.filters': ['onMessageAdded'],
  })
  const { sid: US } = await v1.users('alice').fetch()
  const { sid: RL } = await v1.roles.create({
    friendlyName: 'writer',
    type: 'conversation',
    permission: ['sendMessage'],
  })
  const { sid: IG } = await v1.addressConfigurations.create({ type: 'sms', address: P1, 'autoCreation.enabled': true })
  const { sid: CR } = await v1.credentials.create({ type: 'apn' })
  const { sid: OTHER_IS } = await v1.services.create({ friendlyName: 'Other' })
  const BS = await bind(CR)
  return { CH, MB, IM, DY: receipt?.sid ?? '', WH, US, RL, IG, CR, BS, IS: SERVICE_SID, OTHER_IS }
}

/** A device registers for push; only client SDKs can. */
async function bind(credentialSid: string): Promise<string> {
  const account = world.carrier.read.account('twilio', ACCOUNT_SID)
  if (!account) throw new Error('no account')
  const sid = `BS${'b'.repeat(32)}`
  await world.conversations.run({ account, source: 'SDK', hooks: false }, (work) =>
    work.keep('binding', {
      sid,
      accountSid: account.sid,
      serviceSid: SERVICE_SID,
      credentialSid,
      endpoint: 'phone-of-alice',
      identity: 'alice',
      bindingType: 'fcm',
      messageTypes: ['new_message'],
      createdAt: work.now,
      updatedAt: work.now,
    }),
  )
  return sid
}

function parsed(body: unknown): unknown {
  return typeof body === 'string' && body !== '' ? JSON.parse(body) : body
}
