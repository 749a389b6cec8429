import type { Router } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ANSWERS, DESCRIPTIONS, PROCESS_DESCRIPTIONS } from '../../../src/gateways/control/descriptions.ts'
import { createControlRouter, ROUTES } from '../../../src/gateways/control/index.ts'
import { openApi } from '../../../src/gateways/control/openapi.ts'
import { type Carrier, startCarrier } from '../../../src/kit/index.ts'

type Json = Readonly<Record<string, unknown>>
type Operation = {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Json }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> }
  readonly responses: Readonly<Record<string, Json>>
}

const document = openApi('1.2.3') as {
  readonly openapi: string
  readonly components: { readonly schemas: Readonly<Record<string, Json>> }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const routes = routesOf(
  createControlRouter({
    worlds: noWorlds(),
    ready: () => true,
    stopping: new AbortController().signal,
    onFault: () => {},
  }),
)

function noWorlds() {
  return {
    find: () => undefined,
    list: () => [],
    create: async () => undefined,
    restore: () => ({ refused: '' }),
    remove: async () => false,
  }
}

/** What the router answers, as express itself lists it: `get /phones/:number`. */
function routesOf({ stack }: Router): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return route.stack.map(({ method }) => `${method} ${route.path}`)
    return 'stack' in handle ? routesOf(handle as unknown as Router) : []
  })
}

describe('the description of the control API', () => {
  it('has every route that the router has, and no other', () => {
    const described = new Set([...Object.keys(DESCRIPTIONS), ...Object.keys(PROCESS_DESCRIPTIONS)])
    expect(ROUTES.length).toBeGreaterThan(30)
    expect([...new Set(routes)].sort()).toEqual([...described].sort())
  })

  it('is OpenAPI 3.1 whose references lead somewhere and whose operations have names of their own', () => {
    expect(document.openapi).toBe('3.1.0')
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    expect(references.length).toBeGreaterThan(50)
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!)
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(operations.map(({ method, path, operation }) => [`${method} ${path}`, { path, operation }] as const))(
    '%s names its path parameters, has an answer, and its schemas are JSON Schema',
    (_name, { path, operation: { parameters, requestBody, responses } }) => {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
      const schemas = [requestBody?.content['application/json']?.schema, ...parameters.map(({ schema }) => schema)]
      for (const schema of schemas) if (schema) expect(z.fromJSONSchema(schema)).toBeInstanceOf(z.ZodType)
    },
  )

  it.each([
    ['/wait', { query: 'x', timeoutMs: 5 }, { timeoutMs: -1 }],
    ['/faults', { at: 'push', then: { drop: true } }, { at: 'nowhere', then: {} }],
    ['/worlds', { phones: ['Ana'], clock: 'frozen' }, { name: 'No Such Name' }],
  ])('the schema of %s takes and refuses what the route takes and refuses', (path, good, bad) => {
    const body = document.paths[path]?.post?.requestBody?.content['application/json']
    const schema = z.fromJSONSchema(body?.schema as Json)
    expect(schema.safeParse(good).success).toBe(true)
    expect(schema.safeParse(bad).success).toBe(false)
  })
})

describe('a running carrier', () => {
  let carrier: Carrier
  const get = (path: string) => fetch(`${carrier.url}/carrier${path}`)
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())

  it('serves the description and a page that loads nothing from elsewhere', async () => {
    expect(await (await get('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/wait': {} } })
    const page = await get('/docs')
    expect(page.headers.get('content-type')).toContain('text/html')
    const html = await page.text()
    expect(html).toContain('/carrier/expect-none')
    expect(html).not.toMatch(/<(script|img|link|iframe)|src=|https?:/)
  })

  it('answers as the schemas of its answers say', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ana.send(ben.number, 'As described')
    const message = await ben.waitFor('As described')
    const at = `/worlds/${world.name}`
    const read = async (path: string) => (await get(at + path)).json()
    ANSWERS.World.parse(await read('/info'))
    ANSWERS.Clock.parse(await read('/clock'))
    ANSWERS.PhoneMessages.parse(await read(`/phones/${ben.number}/messages`))
    ANSWERS.Threads.parse(await read(`/phones/${ben.number}/threads`))
    ANSWERS.Journey.parse(await read(`/messages/${message.messageId}/journey`))
    ANSWERS.Problem.parse(await read('/phones/+12125550123'))
  })
})
