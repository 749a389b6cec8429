import { field, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { OwnedNumber } from '../../../core/index.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import { type Call, notFound, notSimulated, type Reply, type Route } from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { phoneNumberShape, phoneNumberSid } from './shape.ts'

const PATH = '/IncomingPhoneNumbers'

export const PHONE_NUMBER_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: `${PATH}.json`, handle: list },
  { method: 'get', level: 'classic', path: `${PATH}/:number.json`, handle: fetch },
  { method: 'post', level: 'classic', path: `${PATH}.json`, handle: () => notSimulated('Buying numbers') },
]

function numbersOf({ account, conversations }: Call): readonly OwnedNumber[] {
  const all = conversations.carrier().read.numbers()
  return all.filter((number) => isOwnNumber(number, account.sid)).sort((a, b) => (sidOf(a) < sidOf(b) ? -1 : 1))
}

const sidOf = phoneNumberSid

function list(call: Call): Reply {
  const wanted = field(call.query, 'PhoneNumber')?.replace(/\*/g, '')
  const numbers = numbersOf(call).filter(({ number }) => !wanted || number.includes(wanted))
  return classicPage(call, {
    key: 'incoming_phone_numbers',
    limits: PAGE_LIMITS.classic,
    url: `/2010-04-01/Accounts/${call.account.sid}${PATH}.json`,
    read: ({ after, before, limit }) => {
      const rest = numbers.filter((one) => (!after || sidOf(one) > after) && (!before || sidOf(one) < before))
      return (before ? rest.reverse() : rest).slice(0, limit)
    },
    keyOf: sidOf,
    shape: phoneNumberShape,
  })
}

function fetch(call: Call): Reply {
  const found = numbersOf(call).find((one) => sidOf(one) === call.params.number)
  return found ? { status: 200, body: phoneNumberShape(found) } : notFound(call)
}
