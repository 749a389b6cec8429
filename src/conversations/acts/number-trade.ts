import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import { type Address, isDialable, isTollFree, type OwnedNumber, parseAddress } from '../../core/index.ts'
import type { NumberSettings } from '../model/resources.ts'
import type { Work } from '../work.ts'
import { phoneNumberSid } from './numbers.ts'

export type Wish = { readonly phoneNumber: string | undefined; readonly areaCode: string | undefined }
export type Kind = 'any' | 'local' | 'toll-free' | 'mobile'
export type Settings = Readonly<Record<string, string>>

/** Purchases that stand for an answer. */
const UNAVAILABLE = '+15005550000'
const INVALID = '+15005550001'

/** Area codes that numbers are offered in where nobody asks for one. */
const USUAL_AREAS = {
  US: ['201', '202', '212', '303', '312', '415', '501', '617', '702', '808'],
  CA: ['416', '514', '604'],
}
const TOLL_FREE_AREAS = ['800', '833', '844', '855', '866', '877', '888']
export type Country = keyof typeof USUAL_AREAS
/** The block of each area code that is left free for examples: 555 0100 to 555 0199. */
const FIRST_LINE = 100
const LINES = 100

/** A number becomes the account's, with what it sets for it. */
export function buyNumber(
  work: Work,
  wish: Wish & { readonly kind: Kind },
  settings: Settings,
): OwnedNumber | ApiError {
  const number = wantedNumber(work, wish)
  if (isApiError(number)) return number
  if (work.carrier.number(number) || work.carrier.phone(number)) {
    return apiError(21422, `The PhoneNumber ${number} is in use`)
  }
  const kind = isTollFree(number) ? 'toll-free' : 'long-code'
  if ((wish.kind === 'toll-free') !== (kind === 'toll-free') && wish.kind !== 'any') {
    return apiError(21422, `The PhoneNumber ${number} is not ${wish.kind}`)
  }
  const owner = { kind: 'twilio', account: work.account.sid } as const
  const owned: OwnedNumber = { number, kind, owner, capabilities: { sms: true, mms: true } }
  const change = { layer: 'core', put: 'number', value: owned } as const
  work.changes.push(change)
  configureNumber(work, number, settings)
  return owned
}

/** What the account sets for a number, over what it had set before. */
export function configureNumber(work: Work, number: Address, settings: Settings): NumberSettings {
  const sid = phoneNumberSid(work.account.sid, number)
  const before = work.read.resource('numberSettings', sid)
  return work.keep('numberSettings', {
    sid,
    accountSid: work.account.sid,
    number,
    settings: { ...before?.settings, ...settings },
    createdAt: before?.createdAt ?? work.now,
    updatedAt: work.now,
  })
}

/** A number goes back, and with it what was set for it. */
export function releaseNumber(work: Work, number: Address): void {
  const sid = phoneNumberSid(work.account.sid, number)
  const change = { layer: 'core', remove: 'number', key: number } as const
  work.changes.push(change)
  work.remove('numberSettings', sid)
  work.remove('poolNumber', sid)
  const filter = { accountSid: work.account.sid, address: number }
  for (const { sid: configured } of work.read.addressConfigurations(filter, { limit: 10 })) {
    work.remove('addressConfiguration', configured)
    // [50610] The numbers are gone, and with them what they were configured for.
    work.events.push({
      type: 'address-configuration.removed',
      accountSid: work.account.sid,
      address: number,
      code: 50610,
    })
  }
}

/** Numbers that could be bought, in the order of area codes and lines. */
export function* numbersForSale(
  { carrier }: Pick<Work, 'carrier'>,
  {
    country,
    areaCode,
    tollFree,
  }: { readonly country: Country; readonly areaCode: string | undefined; readonly tollFree: boolean },
): Generator<Address> {
  const areas = areaCode ? [areaCode] : tollFree ? TOLL_FREE_AREAS : USUAL_AREAS[country]
  for (const area of areas) {
    for (let line = FIRST_LINE; line < FIRST_LINE + LINES; line++) {
      const number = parseAddress(`+1${area}5550${line}`)
      if (number && isDialable(number) && !carrier.number(number) && !carrier.phone(number)) yield number
    }
  }
}

function wantedNumber(work: Work, { phoneNumber, areaCode }: Wish): Address | ApiError {
  if (phoneNumber === UNAVAILABLE) return apiError(21422, `The PhoneNumber ${phoneNumber} is not available`)
  if (phoneNumber === INVALID) return apiError(21421, `The PhoneNumber ${phoneNumber} is invalid`)
  if (phoneNumber) {
    const number = parseAddress(phoneNumber)
    return number && isDialable(number) ? number : apiError(21421, `The PhoneNumber ${phoneNumber} is invalid`)
  }
  if (!areaCode) return apiError(21421, 'A PhoneNumber or an AreaCode is needed')
  if (!/^[2-9]\d\d$/.test(areaCode)) return apiError(21451, `The AreaCode ${areaCode} is none`)
  const [number] = numbersForSale(work, { country: 'US', areaCode, tollFree: false })
  return number ?? apiError(21452, `No number is left in the AreaCode ${areaCode}`)
}
