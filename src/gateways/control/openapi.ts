import { z } from 'zod'
import { ANSWERS, DESCRIPTIONS, type Description, PROCESS_DESCRIPTIONS } from './descriptions.ts'

type Json = Readonly<Record<string, unknown>>

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** The control API in OpenAPI 3.1, whose schemas are JSON Schema 2020-12: what zod writes. */
export function openApi(version: string): Json {
  const ofProcess = Object.entries(PROCESS_DESCRIPTIONS)
  const ofMain = Object.entries(DESCRIPTIONS)
  const ofWorld = ofMain.map(([key, description]) => [key.replace(' ', ' /worlds/:world'), description] as const)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Partyline control API',
      version,
      description: 'Routes without a world are those of the world main. A path may write a number with or without +.',
    },
    servers: [{ url: '/carrier' }],
    components: {
      schemas: Object.fromEntries(
        Object.entries(ANSWERS).map(([name, schema]) => [name, jsonSchema(schema, 'output')]),
      ),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    // The token is asked for only where the carrier listens publicly.
    security: [{}, { token: [] }],
    paths: pathsOf([...ofProcess, ...ofMain, ...ofWorld]),
  }
}

function pathsOf(rows: readonly (readonly [string, Description])[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [key, description] of rows) {
    const [method = '', path = ''] = key.split(' ')
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method]: operation(method, template, description) }
  }
  return paths
}

function operation(
  method: string,
  path: string,
  { summary, body, query, answers, answer, problems = [] }: Description,
) {
  const content = answer ? { $ref: `#/components/schemas/${answer}` } : {}
  const good = Object.entries(answers).map(([status, description]) => [
    status,
    { description, ...(status !== '204' && { content: { 'application/json': { schema: content } } }) },
  ])
  const bad = [...problems, ...(path.includes('{') ? [404] : [])].map((status) => [
    String(status),
    { description: PROBLEM_WORDS[status] ?? 'refused', content: PROBLEM },
  ])
  return {
    operationId: operationId(method, path),
    summary,
    tags: [path.split('/').find((step) => step !== '' && step !== 'worlds' && !step.startsWith('{')) ?? 'worlds'],
    parameters: [...pathParameters(path), ...(query ? queryParameters(query) : [])],
    ...(body && {
      requestBody: { content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: Object.fromEntries([...good, ...bad]),
  }
}

const PROBLEM_WORDS: Readonly<Record<number, string>> = {
  400: 'the field and the reason',
  404: 'there is no such thing',
  408: 'the time is over',
  409: 'it stands against something that is there',
  422: 'not sent, and why',
  503: 'not yet, or no longer',
}

/** `post /worlds/{world}/clock/advance` -> `postWorldsWorldClockAdvance` */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(schema: z.ZodType): readonly Json[] {
  const { properties = {} } = jsonSchema(schema, 'input') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, one]) => ({ name, in: 'query', required: false, schema: one }))
}

/** Self-contained: `$schema` and `$defs` of zod's own are taken out. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: withoutId,
  })
  return json
}

function withoutId({ jsonSchema: made }: { jsonSchema: { id?: unknown } }): void {
  delete made.id
}
