import type { Request, Response } from 'express'
import type { z } from 'zod'
import { type Address, type Phone, parseAddress } from '../../core/index.ts'
import { invalid, notFound, type Problem, problem } from './problem.ts'
import type { ControlWorld } from './world-port.ts'

export type Answer = {
  readonly status?: number
  readonly body?: unknown
  /** A file instead of JSON. */
  readonly file?: { readonly contentType: string; readonly filename: string; readonly octets: Uint8Array }
}
export type Handler = (
  world: ControlWorld,
  request: Request,
  signal: AbortSignal,
) => Answer | Problem | Promise<Answer | Problem>

/** The world the path named; the router put it there. */
export function worldOf(response: Response): ControlWorld {
  return response.locals.world as ControlWorld
}

/** A body or query checked by its schema; every fault with its field. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): { readonly value: z.output<S> } | Problem {
  const result = schema.safeParse(input ?? {})
  if (result.success) return { value: result.data }
  const errors = result.error.issues
    .flatMap(closest)
    .flatMap((issue) => placesOf(issue).map((path) => ({ field: path.join('.') || '(body)', reason: issue.message })))
  const detail = errors.map(({ field, reason }) => `${field}: ${reason}`).join('; ')
  return problem(400, 'Invalid request', detail, { errors })
}

type Issue = z.core.$ZodIssue

/** Fields that nobody knows are named one by one. */
function placesOf(issue: Issue): readonly Issue['path'][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
}

/** What is wrong with a value of several forms is what is wrong with the form that came closest: deepest, fewest. */
function closest(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const forms = issue.errors.map((faults) =>
    faults.flatMap(closest).map((fault): Issue => ({ ...fault, path: [...issue.path, ...fault.path] })),
  )
  const depth = (faults: readonly Issue[]) => Math.max(...faults.map(({ path }) => path.length))
  return forms.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [issue]
}

/** A number of the path, written with or without `+`. */
export function numberOf(text: unknown): Address | Problem {
  const number = parseAddress(String(text))
  return number ?? invalid('number', `${text} is no phone number: write +12025550101 or 12025550101`)
}

export function phoneOf(world: ControlWorld, text: unknown): Phone | Problem {
  const number = numberOf(text)
  if (typeof number !== 'string') return number
  return world.read.phone(number) ?? notFound(`phone ${number} in world ${world.name}`)
}
