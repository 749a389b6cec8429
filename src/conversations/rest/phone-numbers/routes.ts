import { type ApiError, apiError, field, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { CarrierReader, OwnedNumber } from '../../../core/index.ts'
import { buyNumber, configureNumber, type Kind, releaseNumber, type Settings } from '../../acts/number-trade.ts'
import { phoneNumberSid } from '../../acts/numbers.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import type { Work } from '../../work.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  NO_CONTENT,
  notFound,
  notSimulated,
  type Reply,
  type Route,
} from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { readUrl } from '../url-field.ts'
import { NUMBER_SETTINGS, phoneNumberShape } from './shape.ts'

const PATH = '/IncomingPhoneNumbers'
const KINDS = { Local: 'local', Mobile: 'mobile', TollFree: 'toll-free' } as const

export const PHONE_NUMBER_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: `${PATH}.json`, handle: (call) => list(call, 'any') },
  { method: 'post', level: 'classic', path: `${PATH}.json`, handle: (call) => create(call, 'any') },
  ...Object.entries(KINDS).flatMap(([name, kind]): Route[] => [
    { method: 'get', level: 'classic', path: `${PATH}/${name}.json`, handle: (call) => list(call, kind) },
    { method: 'post', level: 'classic', path: `${PATH}/${name}.json`, handle: (call) => create(call, kind) },
  ]),
  { method: 'get', level: 'classic', path: `${PATH}/:number.json`, handle: fetch },
  { method: 'post', level: 'classic', path: `${PATH}/:number.json`, handle: update },
  { method: 'delete', level: 'classic', path: `${PATH}/:number.json`, handle: remove },
]

function list(call: Call, kind: Kind): Reply {
  const wanted = field(call.query, 'PhoneNumber')?.replace(/[^\d+]/g, '')
  const name = field(call.query, 'FriendlyName')
  const { read } = call.conversations.carrier()
  const numbers = numbersOf(call, read)
    .filter(({ number }) => !wanted || number.includes(wanted))
    .filter((one) => isOfKind(one, kind) && (!name || show(call, one).friendly_name === name))
  return classicPage<OwnedNumber>(call, {
    key: 'incoming_phone_numbers',
    limits: PAGE_LIMITS.classic,
    url: `/2010-04-01/Accounts/${call.account.sid}${PATH}.json`,
    read: ({ after, before, limit }) => {
      const rest = numbers.filter((one) => (!after || sidOf(one) > after) && (!before || sidOf(one) < before))
      return (before ? rest.reverse() : rest).slice(0, limit)
    },
    keyOf: sidOf,
    shape: (one) => show(call, one),
  })
}

function create(call: Call, kind: Kind): Reply | Promise<Reply> {
  const settings = readSettings(call)
  if (isApiError(settings)) return settings
  const wish = { phoneNumber: given(call, 'PhoneNumber'), areaCode: given(call, 'AreaCode'), kind }
  return decide(call, (work) => buyNumber(work, wish, settings), answer(call, 201))
}

function fetch(call: Call): Reply {
  const found = find(call, call.conversations.carrier().read)
  return isApiError(found) ? found : answer(call, 200)(found)
}

function update(call: Call): Reply | Promise<Reply> {
  const settings = readSettings(call)
  if (isApiError(settings)) return settings
  if (given(call, 'AccountSid')) return notSimulated('Moving a number to another account')
  const act = (work: Work) => {
    const found = find(call, work.carrier)
    if (!isApiError(found)) configureNumber(work, found.number, settings)
    return found
  }
  return decide(call, act, answer(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const found = find(call, work.carrier)
    if (!isApiError(found)) releaseNumber(work, found.number)
    return found
  }
  return decide(call, act, () => NO_CONTENT)
}

/** What a form says of a number; voice and the rest of telephony is kept and shown, and never used. */
export function readSettings(call: Call, names = Object.keys(NUMBER_SETTINGS)): Settings | ApiError {
  const settings: Record<string, string> = {}
  for (const name of names) {
    const value = given(call, name)
    if (value === undefined) continue
    const url = name.endsWith('Url') || name === 'StatusCallback' ? readUrl(value) : value
    if (url === undefined) return apiError(20001, `${name} ${value} is no URL`)
    if (name.endsWith('Method') && !/^(GET|POST)$/i.test(value)) return apiError(20001, `${name} ${value} is no method`)
    settings[name] = url
  }
  return settings
}

function numbersOf({ account }: Pick<Call, 'account'>, carrier: CarrierReader): OwnedNumber[] {
  const own = carrier.numbers().filter((one) => one.kind !== 'short-code' && isOwnNumber(one, account.sid))
  return own.sort((a, b) => (sidOf(a) < sidOf(b) ? -1 : 1))
}

function sidOf({ owner, number }: OwnedNumber): string {
  return phoneNumberSid(owner.account, number)
}

function isOfKind({ kind }: OwnedNumber, wanted: Kind): boolean {
  return wanted === 'any' || (wanted === 'toll-free') === (kind === 'toll-free')
}

function find(call: Call, carrier: CarrierReader): OwnedNumber | ApiError {
  return numbersOf(call, carrier).find((one) => sidOf(one) === call.params.number) ?? notFound(call)
}

function answer(call: Call, status: number): (owned: OwnedNumber) => Answer {
  return (owned) => ({ status, body: show(call, owned) })
}

function show({ conversations }: Call, owned: OwnedNumber) {
  const sid = sidOf(owned)
  return phoneNumberShape(owned, { sid, settings: conversations.reader.resource('numberSettings', sid) })
}
