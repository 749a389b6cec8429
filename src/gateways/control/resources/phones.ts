import { z } from 'zod'
import { isDialable, newPhone, PHONE_PROFILES, PHONE_STATES, type Phone, reachability } from '../../../core/index.ts'
import { invalid, isProblem, problem } from '../problem.ts'
import { checked, type Handler, numberOf, phoneOf } from '../request.ts'

export const phoneWish = z
  .strictObject({
    name: z.string().max(100),
    state: z.enum(PHONE_STATES),
    profile: z.enum(PHONE_PROFILES),
    groupMode: z.enum(['group', 'mass-text']),
    autoDownload: z.boolean(),
    contacts: z.record(z.string(), z.string()),
    area: z.string().nullable(),
    carrier: z.string().nullable(),
  })
  .partial()

export const listPhones: Handler = (world) => ({
  body: {
    seq: world.journal.lastSeq,
    phones: world.read.phones().map((phone) => view(world.phones.threads(phone.number), phone)),
  },
})

export const getPhone: Handler = (world, { params }) => {
  const phone = phoneOf(world, params.number)
  return isProblem(phone) ? phone : { body: view(world.phones.threads(phone.number), phone) }
}

export const putPhone: Handler = async (world, { params, body }) => {
  const number = numberOf(params.number)
  if (typeof number !== 'string') return number
  const wish = checked(phoneWish, body)
  if (isProblem(wish)) return wish
  const before = world.read.phone(number)
  const refusal = before
    ? undefined
    : mayBecomePhone(world.read.number(number) !== undefined, number, isDialable(number))
  if (refusal) return refusal
  const phone = await world.carrier.run((unit) => {
    // Read here: what another request changes at the same moment stays.
    const current = unit.read.phone(number)
    // zod leaves out what was not given, so the spread overwrites only what was.
    const value = { ...(current ?? newPhone(number)), ...wish.value } as Phone
    unit.put({ layer: 'core', put: 'phone', value })
    const type = current ? 'phone.state-changed' : 'phone.added'
    unit.emit({ type, phone: number, state: value.state, settings: value })
    return value
  })
  await world.phones.changed(phone)
  if (reachability(phone).kind === 'reachable') await world.carrier.wake({ kind: 'handset', key: number })
  return { status: before ? 200 : 201, body: view(world.phones.threads(number), phone) }
}

export const deletePhone: Handler = async (world, { params }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', remove: 'phone', key: phone.number })
    unit.emit({ type: 'phone.removed', phone: phone.number })
  })
  await world.phones.removed(phone.number)
  return { status: 204 }
}

function mayBecomePhone(owned: boolean, number: string, dialable: boolean) {
  if (owned) return problem(409, 'Number in use', `${number} belongs to an account; a phone needs a number of its own`)
  return dialable ? undefined : invalid('number', `${number} cannot be dialled, so it cannot be a phone's number`)
}

function view(threads: readonly object[], phone: Phone): object {
  const unread = threads.reduce((sum: number, thread) => sum + ('unread' in thread ? Number(thread.unread) : 0), 0)
  return { ...phone, unread, threads: threads.length }
}
