import { type ApiError, field, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { CarrierReader, OwnedNumber } from '../../../core/index.ts'
import { configureNumber } from '../../acts/number-trade.ts'
import { phoneNumberSid } from '../../acts/numbers.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import type { Work } from '../../work.ts'
import { type Answer, type Call, decide, notFound, type Reply, type Route } from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { readSettings } from '../phone-numbers/routes.ts'
import { SHORT_CODE_SETTINGS, shortCodeShape } from './shape.ts'

const PATH = '/SMS/ShortCodes'

/** Short codes are leased from carriers, not bought: they are listed and configured here. */
export const SHORT_CODE_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: `${PATH}.json`, handle: list },
  { method: 'get', level: 'classic', path: `${PATH}/:code.json`, handle: fetch },
  { method: 'post', level: 'classic', path: `${PATH}/:code.json`, handle: update },
]

function list(call: Call): Reply {
  const wanted = field(call.query, 'ShortCode')
  const codes = codesOf(call, call.conversations.carrier().read).filter(({ number }) => !wanted || number === wanted)
  return classicPage<OwnedNumber>(call, {
    key: 'short_codes',
    limits: PAGE_LIMITS.classic,
    url: `/2010-04-01/Accounts/${call.account.sid}${PATH}.json`,
    read: ({ after, before, limit }) => {
      const rest = codes.filter((one) => (!after || sidOf(one) > after) && (!before || sidOf(one) < before))
      return (before ? rest.reverse() : rest).slice(0, limit)
    },
    keyOf: sidOf,
    shape: (one) => show(call)(one).body,
  })
}

function fetch(call: Call): Reply {
  const found = find(call, call.conversations.carrier().read)
  return isApiError(found) ? found : show(call)(found)
}

function update(call: Call): Reply | Promise<Reply> {
  const settings = readSettings(call, SHORT_CODE_SETTINGS)
  if (isApiError(settings)) return settings
  const act = (work: Work) => {
    const found = find(call, work.carrier)
    if (!isApiError(found)) configureNumber(work, found.number, settings)
    return found
  }
  return decide(call, act, show(call))
}

function codesOf({ account }: Pick<Call, 'account'>, carrier: CarrierReader): OwnedNumber[] {
  const own = carrier.numbers().filter((one) => one.kind === 'short-code' && isOwnNumber(one, account.sid))
  return own.sort((a, b) => (sidOf(a) < sidOf(b) ? -1 : 1))
}

function sidOf({ owner, number }: OwnedNumber): string {
  return phoneNumberSid(owner.account, number)
}

function find(call: Call, carrier: CarrierReader): OwnedNumber | ApiError {
  return codesOf(call, carrier).find((one) => sidOf(one) === call.params.code) ?? notFound(call)
}

function show({ conversations }: Call): (owned: OwnedNumber) => Answer {
  return (owned) => {
    const sid = sidOf(owned)
    const settings = conversations.reader.resource('numberSettings', sid)
    return { status: 200, body: shortCodeShape(owned, { sid, settings }) }
  }
}
