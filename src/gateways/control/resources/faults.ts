import { z } from 'zod'
import { parseRuleQuery } from '../../../../protocols/search/index.ts'
import {
  FAULT_POINTS,
  type FaultBoard,
  type FaultPoint,
  type FaultRule,
  type FaultWhen,
  MAGIC_NUMBERS,
  type PostedFault,
  type Unit,
} from '../../../core/index.ts'
import { invalid, isProblem, notFound, type Problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import { FAULT_PRESETS } from './fault-presets.ts'

const POINTS = Object.keys(FAULT_POINTS) as [FaultPoint, ...FaultPoint[]]
const count = z.int().min(1)

const when = z.union([
  z.literal('always'),
  z.strictObject({ first: count }),
  z.strictObject({ every: count }),
  z.strictObject({ after: z.int().min(0) }),
  z.strictObject({ rate: z.number().positive(), burst: count.default(1) }),
  z.strictObject({ p: z.number().positive().max(1) }),
  z
    .strictObject({ between: z.tuple([z.iso.datetime(), z.iso.datetime()]) })
    .refine(({ between: [from, to] }) => Date.parse(from) < Date.parse(to), {
      path: ['between'],
      message: 'ends before it begins: it can never be its time',
    }),
])

const then = z
  .strictObject({
    status: z.int().min(0),
    error: z.int().min(1),
    delayMs: z.int().min(0).max(3_600_000),
    jitterMs: z.int().min(0).max(3_600_000),
    drop: z.literal(true),
    duplicate: z.literal(true),
    reorder: z.literal(true),
    truncate: z.int().min(0),
    corrupt: z.literal(true),
    close: z.literal(true),
    slow: z.int().min(1),
  })
  .partial()

const rule = z.strictObject({
  at: z.enum(POINTS),
  query: z.string().default(''),
  when: when.default('always'),
  then,
})
export const faultWish = z.union([
  z.strictObject({ preset: z.enum(Object.keys(FAULT_PRESETS) as [string, ...string[]]) }),
  rule,
])

export const listFaults: Handler = (world) => ({ body: { faults: world.faults.list().map(view) } })

export const listFaultNumbers: Handler = () => ({ body: { numbers: MAGIC_NUMBERS } })

export const listFaultPresets: Handler = () => ({ body: { presets: FAULT_PRESETS } })

export const postFault: Handler = async (world, { body }) => {
  const asked = checked(faultWish, body)
  if (isProblem(asked)) return asked
  const wishes =
    'preset' in asked.value ? (FAULT_PRESETS[asked.value.preset] ?? []).map((one) => rule.parse(one)) : [asked.value]
  const rules: FaultRule[] = []
  for (const one of wishes) {
    const made = ruleFrom(one, world.ids.hex())
    if (isProblem(made)) return made
    rules.push(made)
  }
  for (const one of rules) world.faults.post(one)
  await world.carrier.run((unit) => {
    for (const { id } of rules) keep(unit, world.faults, id)
    unit.emit({ type: 'fault.changed', active: world.faults.list().length })
  })
  const posted = world.faults.list().slice(-rules.length).map(view)
  return { status: 201, body: 'preset' in asked.value ? { faults: posted } : posted[0] }
}

export const deleteFault: Handler = async (world, { params }) => {
  if (!world.faults.remove(String(params.id))) return notFound(`fault ${params.id}`)
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', remove: 'fault', key: String(params.id) })
    unit.emit({ type: 'fault.changed', active: world.faults.list().length })
  })
  return { status: 204 }
}

export const deleteFaults: Handler = async (world) => {
  world.faults.clear()
  await world.carrier.run((unit) => {
    for (const { id } of world.read.faults()) unit.put({ layer: 'core', remove: 'fault', key: id })
    unit.emit({ type: 'fault.changed', active: 0 })
  })
  return { status: 204 }
}

/** So that it is in force after a restart too. */
function keep(unit: Unit, faults: FaultBoard, id: string): void {
  const value = faults.kept(id)
  if (value) unit.put({ layer: 'core', put: 'fault', value })
}

/** A rule that cannot work is refused when it is made. */
function ruleFrom(asked: z.output<typeof rule>, id: string): FaultRule | Problem {
  const query = parseRuleQuery(asked.query)
  if (!query.ok) return invalid('query', query.reason)
  const knows: readonly string[] = FAULT_POINTS[asked.at]
  const given = Object.keys(asked.then).map((name) => (name === 'delayMs' || name === 'jitterMs' ? 'delay' : name))
  const foreign = given.find((name) => !knows.includes(name))
  if (foreign) return invalid('then', `${asked.at} knows ${knows.join(', ')}, not ${foreign}`)
  if (given.length === 0) return invalid('then', `says nothing; ${asked.at} knows ${knows.join(', ')}`)
  return {
    id,
    at: asked.at,
    query: asked.query,
    matches: query.matches,
    when: whenOf(asked.when),
    then: exact(asked.then),
  }
}

function whenOf(asked: z.output<typeof when>): FaultWhen {
  if (asked === 'always') return { kind: 'always' }
  if ('first' in asked) return { kind: 'first', count: asked.first }
  if ('every' in asked) return { kind: 'every', count: asked.every }
  if ('after' in asked) return { kind: 'after', count: asked.after }
  if ('rate' in asked) return { kind: 'rate', perSecond: asked.rate, burst: asked.burst }
  if ('p' in asked) return { kind: 'chance', p: asked.p }
  return { kind: 'between', from: Date.parse(asked.between[0]), to: Date.parse(asked.between[1]) }
}

/** Only what was given: zod writes what is missing as undefined. */
function exact(asked: z.output<typeof then>): FaultRule['then'] {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}

function view({ rule: { id, at, query, when: time, then: effect }, seen, fired }: PostedFault): object {
  return { id, at, query, when: time, then: effect, seen, fired }
}
