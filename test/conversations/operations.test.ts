import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ConversationsWorld } from '../support/conversations-world.ts'
import { misfits, operationsOf, readDescription } from './description.ts'
import { invoke, OPERATIONS, type Operation } from './operations.ts'
import { seed } from './seeds.ts'

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
  const seeds = await seed(world)
  const answers: Raw[] = []
  const { v1 } = world.client(ACCOUNT_SID, undefined, {}, (answer) => answers.push(answer)).conversations
  await invoke(operation.level === 'account' ? v1 : v1.services(seeds.IS), operation, seeds)
  const last = answers.at(-1)
  if (!last) throw new Error(`${operation.name} called nothing`)
  return last
}

function parsed(body: unknown): unknown {
  return typeof body === 'string' && body !== '' ? JSON.parse(body) : body
}
