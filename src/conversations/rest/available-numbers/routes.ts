import { type ApiError, apiError, type Form, field, isApiError } from '../../../../protocols/conversations/index.ts'
import { type Country, numbersForSale } from '../../acts/number-trade.ts'
import { type Call, notFound, notSimulated, type Reply, type Route } from '../call.ts'
import { API_VERSION } from '../channel-messages/shape.ts'
import { availableNumberShape, countryShape } from './shape.ts'

const PATH = '/AvailablePhoneNumbers'
const USUAL_COUNT = 50
const MOST_NUMBERS = 1000

/** Kinds of numbers, by their path; what nobody can have here is an empty list. */
const KINDS = ['Local', 'TollFree', 'Mobile', 'National', 'SharedCost', 'Voip', 'MachineToMachine'] as const

export const AVAILABLE_NUMBER_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: `${PATH}.json`, handle: countries },
  { method: 'get', level: 'classic', path: `${PATH}/:country.json`, handle: country },
  ...KINDS.map((kind) => ({
    method: 'get' as const,
    level: 'classic' as const,
    path: `${PATH}/:country/${kind}.json`,
    handle: (call: Call) => list(call, kind),
  })),
]

/** They look at a map, which is not here. */
const NOT_SIMULATED = ['NearNumber', 'NearLatLong', 'InPostalCode', 'InRegion', 'InRateCenter', 'InLata', 'InLocality']
const COUNTRIES: Readonly<Record<Country, string>> = { US: 'United States', CA: 'Canada' }

function countries(call: Call): Reply {
  const uri = `/${API_VERSION}/Accounts/${call.account.sid}${PATH}.json`
  const rows = Object.entries(COUNTRIES).map(([code, name]) => countryShape(call.account.sid, { code, name }))
  const page = { page: 0, page_size: USUAL_COUNT, start: 0, end: rows.length - 1 }
  const places = { first_page_uri: uri, next_page_uri: null, previous_page_uri: null }
  return { status: 200, body: { countries: rows, uri, ...page, ...places } }
}

function country(call: Call): Reply {
  const code = countryOf(call)
  return isApiError(code)
    ? code
    : { status: 200, body: countryShape(call.account.sid, { code, name: COUNTRIES[code] }) }
}

function list(call: Call, kind: (typeof KINDS)[number]): Reply {
  const code = countryOf(call)
  if (isApiError(code)) return code
  const { query } = call
  const other = NOT_SIMULATED.find((name) => field(query, name))
  if (other) return notSimulated(`Looking for numbers by ${other}`)
  const areaCode = field(query, 'AreaCode') || undefined
  if (areaCode && !/^[2-9]\d\d$/.test(areaCode)) return apiError(21451, `The AreaCode ${areaCode} is none`)
  const contains = patternOf(field(query, 'Contains'))
  const tollFree = kind === 'TollFree'
  const found: string[] = []
  const size = sizeOf(query)
  if ((kind === 'Local' || tollFree) && !wantsMore(query)) {
    const place = { carrier: call.conversations.carrier().read }
    for (const number of numbersForSale(place, { country: code, areaCode, tollFree })) {
      if (contains.test(number)) found.push(number)
      if (found.length === size) break
    }
  }
  const uri = `/${API_VERSION}/Accounts/${call.account.sid}${PATH}/${code}/${kind}.json`
  return { status: 200, body: { available_phone_numbers: found.map((one) => availableNumberShape(one, code)), uri } }
}

/** Numbers with voice or fax are not to be had. */
function wantsMore(query: Form): boolean {
  return ['VoiceEnabled', 'FaxEnabled'].some((name) => field(query, name)?.toLowerCase() === 'true')
}

function sizeOf(query: Form): number {
  const size = Number(field(query, 'PageSize') || USUAL_COUNT)
  return Number.isSafeInteger(size) ? Math.min(Math.max(size, 1), MOST_NUMBERS) : USUAL_COUNT
}

/** Digits somewhere in the number, `*` for any; letters as on a telephone's keys. */
function patternOf(text = ''): RegExp {
  const keys = text
    .toUpperCase()
    .replace(/[A-Z]/g, (letter) => '22233344455566677778889999'[letter.charCodeAt(0) - 65] ?? '')
  const digits = keys.replace(/[^\d*]/g, '').slice(0, 20)
  return new RegExp(digits.replaceAll('*', '\\d'))
}

function countryOf(call: Call): Country | ApiError {
  const code = call.params.country
  return code === 'US' || code === 'CA' ? code : notFound(call)
}
