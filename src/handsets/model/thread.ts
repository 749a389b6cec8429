import { parseAddress as parseMmsAddress } from '../../../protocols/mms/index.ts'
import { type Address, addressSetKey, type Phone, parseAddress } from '../../core/index.ts'

export type Envelope = { readonly from: string; readonly to: readonly string[]; readonly cc: readonly string[] }

/** Stands for a sender that hid its number. */
export const UNKNOWN_SENDER = 'unknown'

/**
 * The thread a received message belongs to on this phone: everybody in From, To and Cc but the phone itself, as a set.
 * A To with one entry is taken to be the receiver. There is no other identity of a group.
 */
export function threadOf({ from, to, cc }: Envelope, { number, profile }: Phone): string {
  // A text between two.
  if (to.length <= 1 && cc.length === 0) return from
  const members = new Set([from, ...(to.length > 1 ? to : []), ...(profile === 'cc-ignored' ? [] : cc)])
  if (profile !== 'own-number-unknown') members.delete(number)
  return threadKey(members.size > 0 ? members : [from])
}

/** The thread of a message that the phone sends to these members. */
export function threadTo(members: readonly string[]): string {
  return threadKey(members)
}

export function participantsOf(thread: string): readonly string[] {
  return thread.split(',')
}

/** An address as it stands in a PDU, without its decoration: a number in E.164 where it is one. */
export function plainAddress(written: string): string {
  const { address } = parseMmsAddress(written)
  return parseAddress(address) ?? address
}

function threadKey(members: Iterable<string>): string {
  // A set of texts: members that are no phone numbers (mail addresses, names) count by their text.
  return addressSetKey(members as Iterable<Address>)
}
