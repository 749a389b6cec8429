import { z } from 'zod'
import { type Address, isDialable, parseAddress } from '../../../core/index.ts'
import { isProblem, notFound, type Problem, problem } from '../problem.ts'
import { type Answer, checked } from '../request.ts'
import type { ControlWorlds } from '../world-port.ts'
import { clockOf, clockSetting } from './clock.ts'

const number = z.string().transform((text, context): Address => {
  const parsed = parseAddress(text)
  if (parsed && isDialable(parsed)) return parsed
  context.addIssue({ code: 'custom', message: `${text} cannot be dialled` })
  return z.NEVER
})

export const worldName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes')

export const worldWish = z.strictObject({
  name: worldName.optional(),
  phones: z
    .union([
      z
        .int()
        .min(0)
        .max(1_000)
        .transform((count) => Array.from({ length: count }, (_, i) => ({ name: `Phone ${i + 1}` }))),
      z.array(
        z.union([
          z.string().transform((name) => ({ name })),
          z.strictObject({ name: z.string(), number: number.optional() }),
        ]),
      ),
    ])
    .optional(),
  clock: z.union([z.enum(['real', 'frozen']), clockSetting]).optional(),
  seed: z.int().optional(),
})

export function listWorlds(worlds: ControlWorlds): Answer {
  return { body: { worlds: worlds.list().map((world) => world.info()) } }
}

export async function createWorld(worlds: ControlWorlds, body: unknown): Promise<Answer | Problem> {
  const asked = checked(worldWish, body)
  if (isProblem(asked)) return asked
  const { name, phones, clock, seed } = asked.value
  const wished = typeof clock === 'string' ? { mode: clock } : clock
  const world = await worlds.create({
    ...(name && { name }),
    ...(seed !== undefined && { seed }),
    ...(wished && { clock: clockOf(wished, Date.now()) }),
    ...(phones && {
      phones: phones.map(({ name, ...rest }) => ({
        name,
        ...('number' in rest && rest.number && { number: rest.number }),
      })),
    }),
  })
  if (!world) return problem(409, 'World exists', `there is a world ${name} already`)
  return { status: 201, body: world.info() }
}

export async function deleteWorld(worlds: ControlWorlds, name: string): Promise<Answer | Problem> {
  if (name === 'main') return problem(409, 'World needed', 'the world main stays; POST /carrier/reset empties it')
  return (await worlds.remove(name)) ? { status: 204 } : notFound(`world ${name}`)
}
