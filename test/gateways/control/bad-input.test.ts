import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../../src/gateways/control/openapi.ts'
import { type Carrier, startCarrier } from '../../../src/kit/index.ts'

// Every operation that the OpenAPI document has, and whatever is added to it, with input that its schema refuses.

type Schema = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
}
type Operation = {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
type Problem = {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
}

const { paths } = openApi('1.2.3') as { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const schema = operation.requestBody?.content['application/json']?.schema
    return { name: `${method} ${path}`, method, path, operation, schema }
  }),
)
const ofMain = operations.filter(({ path }) => !path.startsWith('/worlds/{world}/'))
const withBody = ofMain.flatMap((one) => (one.schema ? [{ ...one, schema: one.schema }] : []))

/** Things that are there, so that nothing but the body or the query can be at fault. */
const PLACES: Readonly<Record<string, string>> = {
  number: '+12025550101',
  kind: 'smpp',
  key: 'esme',
  world: 'main',
  id: '1',
  action: 'read',
  hash: '0',
}
const placed = (path: string) => path.replace(/\{(\w+)\}/g, (_hole, name: string) => PLACES[name] ?? 'x')

let carrier: Carrier
let messageId: string
beforeAll(async () => {
  carrier = await startCarrier({ clock: 'frozen' })
  const main = await carrier.main()
  const [ana, ben] = await main.phones('Ana', 'Ben')
  await ben.send(ana.number, 'something to act upon')
  messageId = (await ana.waitFor('something')).id
})
afterAll(() => carrier.stop())

async function ask(method: string, path: string, body?: string) {
  const url = `${carrier.url}/carrier${path.replace('/messages/1/', `/messages/${messageId}/`)}`
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: method.toUpperCase(), headers, ...(body !== undefined && { body }) })
  const type = response.headers.get('content-type') ?? ''
  // A problem is what is asked for here; anything else fails on its type.
  return { status: response.status, type, problem: (type.includes('json') ? await response.json() : {}) as Problem }
}

function expectRefusal({ status, type, problem }: Awaited<ReturnType<typeof ask>>, field: string): void {
  expect({ status, type }).toEqual({ status: 400, type: expect.stringContaining('application/problem+json') })
  expect(problem.errors?.map((one) => one.field.split('.')[0])).toContain(field)
  expect(problem.errors?.every(({ reason }) => reason.length > 0)).toBe(true)
  expect(problem.detail).toContain(field)
}

it('there are operations to ask, with and without bodies', () => {
  expect(withBody.length).toBeGreaterThan(12)
  expect(operations.length).toBeGreaterThan(80)
})

describe('an unknown world', () => {
  const inWorlds = operations.filter(({ path }) => path.startsWith('/worlds/{world}'))
  it.each(inWorlds.map((one) => [one.name, one] as const))('%s answers 404', async (_name, { method, path }) => {
    const there = placed(path.replace('{world}', 'nowhere'))
    const body = method === 'get' || method === 'delete' ? undefined : '{}'
    const { status, type, problem } = await ask(method, there, body)
    expect({ status, type }).toEqual({ status: 404, type: expect.stringContaining('application/problem+json') })
    expect(problem.detail).toMatch(/world/)
  })
})

describe('a body', () => {
  it.each(withBody.map((one) => [one.name, one] as const))(
    '%s answers 400 to what is no JSON',
    async (_name, { method, path }) => {
      const { status, type, problem } = await ask(method, placed(path), '{"half":')
      expect({ status, type }).toEqual({ status: 400, type: expect.stringContaining('application/problem+json') })
      expect(problem.errors).toEqual([{ field: '(body)', reason: expect.stringContaining('JSON') }])
    },
  )

  it.each(withBody.map((one) => [one.name, one] as const))(
    '%s answers 400 to a list',
    async (_name, { method, path }) => {
      expectRefusal(await ask(method, placed(path), '[]'), '(body)')
    },
  )

  it.each(withBody.map((one) => [one.name, one] as const))(
    '%s names a field that nobody knows',
    async (_name, { method, path }) => {
      expectRefusal(await ask(method, placed(path), '{"nonsense": 1}'), 'nonsense')
    },
  )

  const fields = withBody.flatMap(({ name, method, path, schema }) =>
    Object.entries(propertiesOf(schema, path)).map(
      ([field, own]) => [name, field, { method, path, value: wrongFor(own) }] as const,
    ),
  )
  it.each(fields)('%s names %s when it is of the wrong kind', async (_name, field, { method, path, value }) => {
    expectRefusal(await ask(method, placed(path), JSON.stringify({ [field]: value })), field)
  })
})

describe('a query', () => {
  const parameters = ofMain.flatMap(({ name, method, path, operation }) =>
    operation.parameters
      .filter((one) => one.in === 'query' && one.schema.type !== 'string')
      .map((one) => [name, one.name, { method, path }] as const),
  )

  const withQuery = ofMain.filter(({ operation }) => operation.parameters.some((one) => one.in === 'query'))
  it.each(withQuery.map((one) => [one.name, one] as const))(
    '%s names a parameter that nobody knows',
    async (_name, { method, path }) => expectRefusal(await ask(method, `${placed(path)}?nonsense=1`), 'nonsense'),
  )

  it('some parameters can be wrong', () => expect(parameters.length).toBeGreaterThan(3))

  it.each(parameters)('%s names %s when it is nonsense', async (_name, parameter, { method, path }) => {
    expectRefusal(await ask(method, `${placed(path)}?${parameter}=%00nonsense`), parameter)
  })
})

describe('a number in the path', () => {
  const numbered = ofMain.filter(({ path }) => path.includes('{number}') && !path.includes('{hash}'))
  it.each(numbered.map((one) => [one.name, one] as const))(
    '%s says what is wrong with it',
    async (_name, { method, path, schema }) => {
      const there = placed(path.replace('{number}', '+1!'))
      expectRefusal(await ask(method, there, schema && minimal(path)), 'number')
    },
  )
})

/** The fields of a body that may have several forms; an account has those of its kind. */
function propertiesOf(schema: Schema, path: string): Readonly<Record<string, Schema>> {
  if (schema.properties) return schema.properties
  const [first = {}] = schema.anyOf ?? []
  if (path.includes('{kind}')) return propertiesOf(first, path)
  return Object.assign({}, ...(schema.anyOf ?? []).map((one) => propertiesOf(one, path)))
}

/** A value that a schema cannot take. */
function wrongFor({ type, anyOf }: Schema): unknown {
  const kinds = anyOf ? anyOf.map((one) => one.type) : [type]
  return kinds.includes('object') ? 'no object' : { no: 'object' }
}

function minimal(path: string): string {
  if (path.startsWith('/numbers/')) return JSON.stringify({ owner: { kind: 'smpp', account: 'esme' } })
  return path.endsWith('/messages') ? JSON.stringify({ to: ['+12025550102'], text: 'x' }) : '{}'
}
