import { z } from 'zod'
import { mismatches, parseQuery, type Term } from '../../../../protocols/search/index.ts'
import { type Address, parseAddress } from '../../../core/index.ts'
import { cutOff, invalid, isProblem, type Problem, problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import type { ControlWorld, PhoneMessage } from '../world-port.ts'

const LONGEST_WAIT_MS = 10 * 60_000
const NEAREST = 5
/** Newest messages of each phone that are looked at. */
const LOOKED_AT = 500
/** Node's longest timer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const waitWish = z.strictObject({
  phone: z.string().optional(),
  query: z.string().default(''),
  count: z.int().min(1).max(LOOKED_AT).default(1),
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

/** What a phone got, unless the query says otherwise. */
const RECEIVED: Term = { kind: 'field', field: 'is', value: 'received', shown: 'is:received' }

/** Answers as soon as enough messages match; woken by the commit, never by polling. */
export const wait: Handler = async (world, { body }, signal) => {
  const asked = checked(waitWish, body)
  if (isProblem(asked)) return asked
  const search = searchOf(asked.value)
  if (isProblem(search)) return search
  const { count, timeoutMs } = asked.value
  const found = await until({ world, search, count }, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
  if (found) return { body: { messages: found } }
  if (signal.aborted) return cutOff()
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
  const newest = candidates(world, search).at(-1)
  const later = { ...search, terms: onlyReceived(search.terms), since: newest ? Number(newest.id) : 0 }
  await pass(world, later, { forMs: asked.value.forMs, signal })
  const came = enough({ world, search: later, count: 1 })
  if (!came && signal.aborted) return cutOff()
  if (!came) return { body: { messages: [] } }
  return problem(409, 'A message came', 'a message matched although none was expected', { messages: came })
}

export const idle: Handler = async (world, { body }, signal) => {
  const asked = checked(idleWish, body)
  if (isProblem(asked)) return asked
  const limit = AbortSignal.any([signal, AbortSignal.timeout(asked.value.timeoutMs)])
  if (await world.idle(limit)) return { body: { idle: true } }
  if (signal.aborted) return cutOff()
  return problem(408, 'Still busy', 'something is under way or due', { pending: world.pending() })
}

function searchOf(asked: { phone?: string | undefined; query: string; since?: string | undefined }): Search | Problem {
  const phone = asked.phone === undefined ? undefined : parseAddress(asked.phone)
  if (asked.phone !== undefined && !phone) return invalid('phone', `${asked.phone} is no phone number`)
  const query = parseQuery(asked.query)
  if (!query.ok) return invalid('query', query.reason)
  const since = Number(asked.since ?? 0)
  if (!Number.isSafeInteger(since)) return invalid('since', `${asked.since} is no message id`)
  return { phone, terms: query.terms, since }
}

function onlyReceived(terms: readonly Term[]): readonly Term[] {
  const says = terms.some((term) => term.kind === 'field' && ['sent', 'received'].includes(term.value))
  return says ? terms : [...terms, RECEIVED]
}

/** Lets `forMs` of the world's time pass, or less when something matches. */
async function pass(
  world: ControlWorld,
  search: Search,
  { forMs, signal }: { readonly forMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const clock = world.clock.current
  if (clock.mode === 'frozen') return world.advance(forMs, signal)
  const realMs = Math.min(Math.ceil(forMs / (clock.mode === 'scaled' ? clock.rate : 1)), LONGEST_TIMER_MS)
  await until({ world, search, count: 1 }, AbortSignal.any([signal, AbortSignal.timeout(realMs)]))
}

function candidates(world: ControlWorld, { phone, since }: Search): PhoneMessage[] {
  const phones = phone ? [phone] : world.read.phones().map(({ number }) => number)
  return phones
    .flatMap((number) => world.phones.messages(number, { limit: LOOKED_AT }))
    .filter(({ id }) => Number(id) > since)
    .sort((a, b) => Number(a.id) - Number(b.id))
}

type Watch = { readonly world: ControlWorld; readonly search: Search; readonly count: number }

function enough({ world, search, count }: Watch): readonly PhoneMessage[] | undefined {
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

/** Looks now and after every commit that changed a message that matches, until there are enough or `signal` aborts. */
function until(watch: Watch, signal: AbortSignal): Promise<readonly PhoneMessage[] | undefined> {
  return new Promise((resolve, reject) => {
    const look = (isLast: boolean) => {
      try {
        const found = enough(watch)
        if (found === undefined && !isLast) return
        leave()
        resolve(found)
      } catch (error) {
        leave()
        reject(error)
      }
    }
    const lastLook = () => look(true)
    const unsubscribe = watch.world.journal.subscribe((entries) => {
      if (entries?.some(({ event }) => concerns(event, watch.search))) look(false)
    })
    const leave = () => {
      unsubscribe()
      signal.removeEventListener('abort', lastLook)
    }
    signal.addEventListener('abort', lastLook)
    look(signal.aborted)
  })
}

type PhoneEvent = { readonly type: string; readonly message?: unknown }

/** Whether the event brought or changed a message that matches: only then are the phones looked through again. */
function concerns({ type, message }: PhoneEvent, { phone, terms }: Search): boolean {
  if (!type.startsWith('phone.message')) return false
  // What phones tell of messages is a PhoneMessage.
  const about = message as PhoneMessage
  return (phone === undefined || about.phone === phone) && mismatches(about, terms).length === 0
}
