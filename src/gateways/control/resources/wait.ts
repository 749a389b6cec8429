import { z } from 'zod'
import { mismatches, parseQuery, type Term } from '../../../../protocols/search/index.ts'
import { type Address, parseAddress } from '../../../core/index.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import type { ControlWorld, PhoneMessage } from '../world-port.ts'

const LONGEST_WAIT_MS = 10 * 60_000
const NEAREST = 5
const LOOKED_AT = 500

export const waitWish = z.strictObject({
  phone: z.string().optional(),
  query: z.string().default(''),
  count: z.int().min(1).default(1),
  timeoutMs: z.int().min(0).max(LONGEST_WAIT_MS).default(10_000),
  /** A PhoneMessage id: only later messages count. */
  since: z.string().optional(),
})
export const quietWish = z.strictObject({
  phone: z.string().optional(),
  query: z.string().default(''),
  forMs: z.int().min(0),
})
export const idleWish = z.strictObject({ timeoutMs: z.int().min(0).max(LONGEST_WAIT_MS).default(10_000) })

type Search = { readonly phone: Address | undefined; readonly terms: readonly Term[]; readonly since: number }

/** Answers as soon as enough messages match; woken by the commit, never by polling. */
export const wait: Handler = async (world, { body }, signal) => {
  const asked = checked(waitWish, body)
  if (isProblem(asked)) return asked
  const search = searchOf(asked.value)
  if (isProblem(search)) return search
  const { count, timeoutMs } = asked.value
  const found = await until(
    world,
    () => enough(world, search, count),
    AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  )
  if (found) return { body: { messages: found } }
  return problem(408, 'Nothing came', `${timeoutMs} ms passed without ${count} matching message(s)`, {
    nearMisses: nearMisses(world, search),
  })
}

/** The reverse: answers 409 with the message that came, 200 when the world's clock has passed `forMs` without one. */
export const expectNone: Handler = async (world, { body }, signal) => {
  const asked = checked(quietWish, body)
  if (isProblem(asked)) return asked
  const search = searchOf(asked.value)
  if (isProblem(search)) return search
  const here = candidates(world, search).at(-1)
  const later = { ...search, since: here ? Number(here.id) : 0 }
  const { forMs } = asked.value
  if (world.clock.current.mode === 'frozen') await world.advance(forMs, signal)
  else await until(world, () => enough(world, later, 1), AbortSignal.any([signal, AbortSignal.timeout(forMs)]))
  const came = enough(world, later, 1)
  if (!came) return { body: { messages: [] } }
  return problem(409, 'A message came', 'a message matched although none was expected', { messages: came })
}

export const idle: Handler = async (world, { body }, signal) => {
  const asked = checked(idleWish, body)
  if (isProblem(asked)) return asked
  const limit = AbortSignal.any([signal, AbortSignal.timeout(asked.value.timeoutMs)])
  if (await world.idle(limit)) return { body: { idle: true } }
  return problem(408, 'Still busy', 'something is under way or due', { pending: world.pending() })
}

function searchOf(asked: { phone?: string | undefined; query: string; since?: string | undefined }): Search | Problem {
  const phone = asked.phone === undefined ? undefined : parseAddress(asked.phone)
  if (asked.phone !== undefined && !phone) return fault('phone', `${asked.phone} is no phone number`)
  const query = parseQuery(asked.query)
  if (!query.ok) return fault('query', query.reason)
  const since = Number(asked.since ?? 0)
  if (!Number.isSafeInteger(since)) return fault('since', `${asked.since} is no message id`)
  return { phone, terms: query.terms, since }
}

function fault(field: string, reason: string): Problem {
  return problem(400, 'Invalid request', `${field}: ${reason}`, { errors: [{ field, reason }] })
}

function candidates(world: ControlWorld, { phone, since }: Search): PhoneMessage[] {
  const phones = phone ? [phone] : world.read.phones().map(({ number }) => number)
  return phones
    .flatMap((number) => world.phones.messages(number, { limit: LOOKED_AT }))
    .filter(({ id }) => Number(id) > since)
    .sort((a, b) => Number(a.id) - Number(b.id))
}

function enough(world: ControlWorld, search: Search, count: number): readonly PhoneMessage[] | undefined {
  const found = candidates(world, search).filter((message) => mismatches(message, search.terms).length === 0)
  return found.length >= count ? found : undefined
}

function nearMisses(world: ControlWorld, search: Search): readonly object[] {
  return candidates(world, search)
    .map((message) => ({ message, reasons: mismatches(message, search.terms) }))
    .filter(({ reasons }) => reasons.length > 0)
    .reverse()
    .sort((a, b) => a.reasons.length - b.reasons.length)
    .slice(0, NEAREST)
}

/** Looks now and after every commit that brought a phone something, until `look` finds it or `signal` aborts. */
function until<T>(world: ControlWorld, look: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (found: T | undefined) => {
      unsubscribe()
      resolve(found)
    }
    const tryNow = () => {
      try {
        const found = look()
        if (found !== undefined) finish(found)
        return found !== undefined
      } catch (error) {
        unsubscribe()
        reject(error)
        return true
      }
    }
    const unsubscribe = world.journal.subscribe((entries) => {
      if (entries?.some(({ event }) => event.type.startsWith('phone.message'))) tryNow()
    })
    if (tryNow()) return
    if (signal.aborted) return finish(undefined)
    signal.addEventListener('abort', () => finish(look()), { once: true })
  })
}
