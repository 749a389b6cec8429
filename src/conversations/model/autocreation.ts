import type { Address, OwnedNumber } from '../../core/index.ts'
import { GROUP_SIZE, type Member } from './number-group.ts'
import { GROUP_PARTICIPANTS } from './participant-rules.ts'
import type { AddressConfiguration, Conversation } from './records.ts'
import type { Switches } from './switches.ts'

/** A message as it reached one number of the account. */
export type Arrival = {
  readonly from: Address
  /** The number of the account that this copy came to. */
  readonly to: Address
  /** Everybody in From, To and Cc. */
  readonly everybody: readonly Address[]
}

export type Destination =
  | { readonly kind: 'joins'; readonly conversation: Conversation }
  | { readonly kind: 'creates-group'; readonly members: readonly Member[] }
  | { readonly kind: 'creates-pair'; readonly member: Member }
  | { readonly kind: 'nowhere' }

export type Found = {
  /** Conversations that hold the set of numbers, or the pair, oldest first. */
  readonly holders: readonly Conversation[]
  readonly configuration: AddressConfiguration | undefined
  readonly isOwn: (address: Address) => boolean
  readonly switches: Switches
}

/** Where a message from a phone goes: the conversation of its numbers, a new one, or nowhere. */
export function destinationOf(arrival: Arrival, found: Found): Destination {
  const conversation = chooseHolder(found)
  if (conversation) return { kind: 'joins', conversation }
  const configured = found.configuration?.enabled === true
  const members = new Set(arrival.everybody)
  if (members.size < GROUP_SIZE) {
    return configured ? { kind: 'creates-pair', member: maskedMember(arrival) } : { kind: 'nowhere' }
  }
  const creates = configured || (found.configuration === undefined && found.switches.groupAutocreation === 'on')
  if (!creates || members.size > GROUP_PARTICIPANTS || found.switches.groupMms === 'disabled')
    return { kind: 'nowhere' }
  return { kind: 'creates-group', members: [...members].map((address) => groupMember(address, found.isOwn)) }
}

/** Whether a number record belongs to this account. */
export function isOwnNumber(number: OwnedNumber | undefined, accountSid: string): boolean {
  return number?.owner.kind === 'twilio' && number.owner.account === accountSid
}

function chooseHolder({ holders, switches }: Found): Conversation | undefined {
  const awake = holders.find(({ state }) => state === 'active' || state === 'initializing')
  if (awake || switches.inactiveMatching === 'ignore') return awake
  return holders.find(({ state }) => state === 'inactive')
}

function groupMember(address: Address, isOwn: (address: Address) => boolean): Member {
  const own = isOwn(address)
  return { identity: null, address: own ? null : address, proxyAddress: null, projectedAddress: own ? address : null }
}

function maskedMember({ from, to }: Arrival): Member {
  return { identity: null, address: from, proxyAddress: to, projectedAddress: null }
}
