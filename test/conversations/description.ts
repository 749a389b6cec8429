import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { referenceData } from '../interop/reference-data.ts'
import { cliDescriptions } from '../support/twilio-cli.ts'

export type Schema = {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly nullable?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
}
type Examples = Readonly<Record<string, { readonly value: unknown }>>
type Content = { readonly schema: Schema; readonly examples?: Examples }
type Answer = { readonly content?: Readonly<Record<string, Content>> }
export type Parameter = { readonly name: string; readonly in: string; readonly schema: Schema }
type Form = { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
type Described = {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Form
  readonly responses: Readonly<Record<string, Answer>>
}
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** The published description, where it lies at hand, by itself or in Twilio's CLI; it is never part of this repository. */
export function readDescription(name: string): Description | undefined {
  const file = [join(referenceData, 'openapi', name), join(cliDescriptions, name.replace('.subset', ''))].find(
    existsSync,
  )
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as Description)
}

export type DescribedOperation = Described & { readonly path: string; readonly method: string }

export function operationsOf({ paths }: Description): readonly DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    ['get', 'post', 'delete'].flatMap((method) => {
      const described = methods[method]
      return described ? [{ ...described, path, method: method.toUpperCase() }] : []
    }),
  )
}

/** What a request may say: its path, its query and its form; headers aside. */
export function parametersOf({ parameters = [], requestBody }: DescribedOperation): readonly Parameter[] {
  const form = requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {}
  const fields = Object.entries(form).map(([name, schema]) => ({ name, in: 'form', schema }))
  return [...parameters.filter((one) => one.in !== 'header'), ...fields]
}

/** Everything in a body that does not fit its schema, each with its path. Fields must be there, all and no others. */
export function misfits(description: Description, schema: Schema, value: unknown, path = ''): readonly string[] {
  const resolved = resolve(description, schema)
  if (value === null) return resolved.nullable || isLoose(resolved) ? [] : [`${path} is null`]
  if (resolved.enum && !resolved.enum.includes(value)) return [`${path} is ${JSON.stringify(value)}, none of its words`]
  switch (resolved.type) {
    case 'object':
      return objectMisfits(description, resolved, { value, path })
    case 'array':
      if (!Array.isArray(value)) return [`${path} is no list`]
      return value.flatMap((one, at) => misfits(description, resolved.items ?? {}, one, `${path}[${at}]`))
    case 'string':
      return typeof value === 'string' ? textMisfits(resolved, value, path) : [`${path} is no text`]
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path} is no whole number`]
    case 'number':
      return typeof value === 'number' ? [] : [`${path} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is no boolean`]
    default:
      return []
  }
}

function objectMisfits(
  description: Description,
  { properties }: Schema,
  { value, path }: { readonly value: unknown; readonly path: string },
): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`]
  if (!properties) return []
  const fields = value as Record<string, unknown>
  const missing = Object.keys(properties).filter((name) => !(name in fields))
  const unknown = Object.keys(fields).filter((name) => !(name in properties))
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...unknown.map((name) => `${path}.${name} is unknown`),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      name in fields ? misfits(description, schema, fields[name], `${path}.${name}`) : [],
    ),
  ]
}

function textMisfits({ pattern, format, minLength, maxLength }: Schema, value: string, path: string): string[] {
  const wrong: string[] = []
  if (pattern && !new RegExp(pattern).test(value)) wrong.push(`${path} ${value} does not match ${pattern}`)
  if (minLength !== undefined && value.length < minLength) wrong.push(`${path} ${value} is too short`)
  if (maxLength !== undefined && value.length > maxLength) wrong.push(`${path} ${value} is too long`)
  if (format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value))
    wrong.push(`${path} ${value} is no date`)
  if (format === 'date-time-rfc-2822' && !/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/.test(value)) {
    wrong.push(`${path} ${value} is no RFC 2822 date`)
  }
  if (format === 'uri' && !URL.canParse(value)) wrong.push(`${path} ${value} is no URL`)
  return wrong
}

export function resolve({ components }: Description, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (components.schemas[name] ?? {})
}

function isLoose({ type, enum: words }: Schema): boolean {
  return type === undefined && words === undefined
}
