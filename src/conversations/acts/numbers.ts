import { type ApiError, apiError, defaultSid, isSid, sidOf } from '../../../protocols/conversations/index.ts'
import type { Address } from '../../core/index.ts'
import { contentHash } from '../../runtime/index.ts'
import type { MessagingService, PoolNumber } from '../model/resources.ts'
import type { Work } from '../work.ts'

const HEX_DIGITS = 32

type Place = Pick<Work, 'read' | 'account'>

/** The SID of a phone number or a short code: the carrier's row has none, so it follows from account and number. */
export function phoneNumberSid(accountSid: string, number: Address): string {
  const octets = new TextEncoder().encode(`${accountSid} ${number}`)
  const kind = number.startsWith('+') ? 'phoneNumber' : 'shortCode'
  return sidOf(kind, contentHash(octets).slice(0, HEX_DIGITS))
}

/** What the account has set for a number, by the names of the API. */
export function numberSettings({ read, account }: Place, number: Address): Readonly<Record<string, string>> {
  return read.resource('numberSettings', phoneNumberSid(account.sid, number))?.settings ?? {}
}

/** Whether a messaging service can be named: it is one of the account's. */
export function checkMessagingService({ read, account }: Place, sid: string): ApiError | undefined {
  if (!isSid('messagingService', sid)) return apiError(50341, `${sid} is no messaging service SID`)
  const isFirst = sid === defaultSid('messagingService', account.sid)
  if (isFirst || read.resource('messagingService', sid)?.accountSid === account.sid) return undefined
  return apiError(50342, `The account ${account.sid} has no messaging service ${sid}`)
}

/** The sender pool that a number is in; a number is in one at the most. */
export function poolOf(
  { read, account }: Place,
  number: Address,
): { readonly entry?: PoolNumber | undefined; readonly service?: MessagingService | undefined } {
  const entry = read.resource('poolNumber', phoneNumberSid(account.sid, number))
  return entry ? { entry, service: read.resource('messagingService', entry.messagingServiceSid) } : {}
}
