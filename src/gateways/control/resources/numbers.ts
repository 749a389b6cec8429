import { z } from 'zod'
import { type Address, addressKind, isDialable, isTollFree, type OwnedNumber } from '../../../core/index.ts'
import { invalid, isProblem, notFound, type Problem, problem } from '../problem.ts'
import { checked, type Handler, numberOf } from '../request.ts'

export const numberWish = z
  .strictObject({
    kind: z.enum(['long-code', 'toll-free', 'short-code']),
    owner: z.strictObject({ kind: z.enum(['twilio', 'smpp', 'mm7']), account: z.string() }),
    capabilities: z.strictObject({ sms: z.boolean(), mms: z.boolean() }),
  })
  .partial()

/** A number as an account gets it: its kind read off its digits, SMS and MMS both. */
export function ownedNumber(number: Address, owner: OwnedNumber['owner']): OwnedNumber {
  const kind = addressKind(number) === 'short-code' ? 'short-code' : isTollFree(number) ? 'toll-free' : 'long-code'
  return { number, kind, owner, capabilities: { sms: true, mms: kind !== 'short-code' } }
}

/** A short code, or what can be dialled. */
export function mayBeOwned(number: Address): boolean {
  return addressKind(number) === 'short-code' || isDialable(number)
}

export function phoneHas(number: Address): Problem {
  return problem(409, 'Number in use', `${number} is a phone; remove the phone first`)
}

export const listNumbers: Handler = (world) => ({ body: { numbers: world.read.numbers() } })

export const getNumber: Handler = (world, { params }) => {
  const number = numberOf(params.number)
  if (typeof number !== 'string') return number
  const owned = world.read.number(number)
  return owned ? { body: owned } : notFound(`owned number ${number}`)
}

export const putNumber: Handler = async (world, { params, body }) => {
  const number = numberOf(params.number)
  if (typeof number !== 'string') return number
  const asked = checked(numberWish, body)
  if (isProblem(asked)) return asked
  const before = world.read.number(number)
  const owner = asked.value.owner ?? before?.owner
  if (!owner) return invalid('owner', 'a number needs an owner {kind, account}')
  if (!world.read.account(owner.kind, owner.account)) {
    return invalid('owner', `there is no ${owner.kind} account ${owner.account}`)
  }
  if (!mayBeOwned(number)) return invalid('number', `${number} cannot be dialled`)
  if (world.read.phone(number)) return phoneHas(number)
  const value = { ...(before ?? ownedNumber(number, owner)), ...asked.value, owner } as OwnedNumber
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'number', value })
    unit.emit({ type: 'number.changed', number, owner })
  })
  return { status: before ? 200 : 201, body: value }
}

export const deleteNumber: Handler = async (world, { params }) => {
  const number = numberOf(params.number)
  if (typeof number !== 'string') return number
  if (!world.read.number(number)) return notFound(`owned number ${number}`)
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', remove: 'number', key: number })
    unit.emit({ type: 'number.removed', number })
  })
  return { status: 204 }
}
