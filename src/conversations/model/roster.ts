import { type Address, addressSetKey } from '../../core/index.ts'
import { GROUP_SIZE, type Member, numberGroup } from './number-group.ts'
import type { Switches } from './switches.ts'

/** The key of a conversation's set of numbers; null while there is no pair or group to be found by it. */
export function rosterKey(members: readonly Member[]): string | null {
  const { handsets, projected, transport } = numberGroup(members)
  const size = handsets.length + projected.length
  return size >= GROUP_SIZE || transport === 'sms' ? addressSetKey([...handsets, ...projected]) : null
}

/** The key of everybody in From, To and Cc of a message. */
export function rosterOf(addresses: Iterable<Address>): string {
  return addressSetKey(addresses)
}

/** Whether only one conversation of an account may hold this set. */
export function mustBeUnique(roster: string, { pairUniqueness }: Pick<Switches, 'pairUniqueness'>): boolean {
  return roster.split(',').length >= GROUP_SIZE || pairUniqueness === 'on'
}
