import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import { type Address, addressKind, isDialable, isTollFree, type OwnedNumber, parseAddress } from '../../core/index.ts'
import type { Switches } from './switches.ts'

export const ADDRESS_LENGTH = 256
const NORTH_AMERICAN_DIGITS = 10

/**
 * Area codes of +1 that belong to neither the United States proper nor Canada: the Caribbean and the territories.
 * Guam is known to be refused; its neighbours in the list are treated alike.
 */
const ELSEWHERE = new Set(
  '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939'.split(
    ' ',
  ),
)

/** What the rules ask about a number. */
export type Ownership = {
  readonly accountSid: string
  readonly number: (address: Address) => OwnedNumber | undefined
}

/** The Address of a phone in a group: a mobile number of the United States or Canada, not one of ours. */
export function groupAddress(text: string, { number }: Ownership): Address | ApiError {
  const address = northAmerican(text, 'Address')
  if (typeof address !== 'string') return address
  if (isTollFree(address))
    return apiError(50407, `The Address ${address} is toll-free: a group takes mobile numbers only`)
  if (ELSEWHERE.has(address.slice(2, 5))) {
    return apiError(
      50407,
      `The Address ${address} is outside the United States and Canada, where groups are not carried`,
    )
  }
  return notOurs(address, number)
}

/** The Address of somebody behind a ProxyAddress: any phone. */
export function maskedAddress(text: string, { number }: Ownership): Address | ApiError {
  const address = international(text)
  if (!address) return apiError(50407, invalid('Address', text))
  return notOurs(address, number)
}

/** A ProxyAddress: a number of the account that stands between two people. */
export function proxyAddress(text: string, { accountSid, number }: Ownership): Address | ApiError {
  const address = /^\d{3,6}$/.test(text) ? parseAddress(text) : international(text)
  if (!address) return apiError(50408, invalid('ProxyAddress', text))
  const owned = number(address)
  if (owned?.owner.kind !== 'twilio' || owned.owner.account !== accountSid) {
    return apiError(50413, `The ProxyAddress ${address} does not belong to the account ${accountSid}`)
  }
  return address
}

/** A ProjectedAddress: a long code of the account that can send and receive MMS. */
export function projectedAddress(
  text: string,
  { accountSid, number }: Ownership,
  { projectedTollFreeError }: Pick<Switches, 'projectedTollFreeError'>,
): Address | ApiError {
  const unsuitable = projectedTollFreeError === '50439' ? 50439 : 50407
  if (/^\+?\d{3,6}$/.test(text)) {
    return apiError(unsuitable, `The ProjectedAddress ${text} is a short code: a group needs a +1 long code`)
  }
  const address = northAmerican(text, 'ProjectedAddress')
  if (typeof address !== 'string') return address
  const owned = number(address)
  if (isTollFree(address) || (owned && owned.kind !== 'long-code')) {
    const kind = owned?.kind === 'short-code' ? 'a short code' : 'toll-free'
    return apiError(unsuitable, `The ProjectedAddress ${address} is ${kind}: a group needs a +1 long code`)
  }
  if (owned?.owner.kind !== 'twilio' || owned.owner.account !== accountSid) {
    return apiError(50439, `The ProjectedAddress ${address} does not belong to the account ${accountSid}`)
  }
  if (!owned.capabilities.mms)
    return apiError(50407, `The ProjectedAddress ${address} cannot send MMS, which a group needs`)
  return address
}

function northAmerican(text: string, what: string): Address | ApiError {
  const address = international(text)
  if (!address?.startsWith('+1')) {
    const wrong = /^\+1\d*$/.test(text) ? wrongLength(text, what) : undefined
    return apiError(50407, wrong ?? `${invalid(what, text)}; a group takes +1 numbers only`)
  }
  if (address.length !== NORTH_AMERICAN_DIGITS + 2) return apiError(50407, wrongLength(text, what))
  if (!isDialable(address)) {
    return apiError(50407, `The ${what} ${text} is no dialable number: after +1 come NXXNXXXXXX with N from 2 to 9`)
  }
  return address
}

function notOurs(address: Address, number: Ownership['number']): Address | ApiError {
  if (number(address)?.owner.kind !== 'twilio') return address
  return apiError(50407, `The Address ${address} is a Twilio number: a participant's Address is the phone of a person`)
}

function international(text: string): Address | undefined {
  if (text.length > ADDRESS_LENGTH || !/^\+[1-9]\d*$/.test(text)) return undefined
  const address = parseAddress(text)
  return address && addressKind(address) === 'e164' ? address : undefined
}

function invalid(what: string, text: string): string {
  if (text.length > ADDRESS_LENGTH) return `The ${what} has ${text.length} characters, more than ${ADDRESS_LENGTH}`
  return `The ${what} ${text} is no phone number: E.164 is a + and the digits with country code`
}

/** Says by how much a +1 number is too long or too short, the slip that people make most. */
function wrongLength(text: string, what: string): string {
  const digits = text.length - 2
  const off = Math.abs(digits - NORTH_AMERICAN_DIGITS)
  const amount = off === 1 ? 'one digit' : `${off} digits`
  const side = digits > NORTH_AMERICAN_DIGITS ? 'too many' : 'too few'
  return `The ${what} ${text} has ${amount} ${side}: ${digits} after +1 instead of ${NORTH_AMERICAN_DIGITS}`
}
