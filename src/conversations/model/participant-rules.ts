import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import type { Address } from '../../core/index.ts'
import { groupAddress, maskedAddress, type Ownership, projectedAddress, proxyAddress } from './address-rules.ts'
import { GROUP_SIZE, isGroup, isGroupModel, type Member, numberGroup, shapeOf } from './number-group.ts'
import { mustBeUnique, rosterKey } from './roster.ts'
import type { Switches } from './switches.ts'

export const GROUP_PARTICIPANTS = 10
/** The limit of the older documentation, which counts numbers. */
export const GROUP_ADDRESSES = 20
export const PARTICIPANTS = 1000
export const NON_CHAT_PARTICIPANTS = 50
export const IDENTITY_LENGTH = 256

/** A participant as a request describes it; undefined is "not said", '' is said and empty. */
export type Wanted = {
  readonly identity?: string | undefined
  readonly address?: string | undefined
  readonly proxyAddress?: string | undefined
  readonly projectedAddress?: string | undefined
}

/** What the rules see of the rest of the account. */
export type Surroundings = Ownership & {
  readonly switches: Switches
  /** The SID of the other conversation that holds this set of numbers. */
  readonly rosterHolder: (roster: string) => string | undefined
  /** The SID of the conversation that holds this pair of Address and ProxyAddress. */
  readonly pairHolder: (address: Address, proxyAddress: Address) => string | undefined
}

/** Whether this participant may join these: its addresses as values, or why not. */
export function admit(members: readonly Member[], wanted: Wanted, around: Surroundings): Member | ApiError {
  const member = readMember(wanted, around)
  if (isApiError(member)) return member
  return checkJoin(members, member, around) ?? checkGroup([...members, member], around) ?? member
}

/** A request's participant on its own: which shape it has, and whether its addresses are ones. */
export function readMember(wanted: Wanted, around: Surroundings): Member | ApiError {
  const wrong = checkShape(wanted)
  if (wrong) return wrong
  const { identity, address, proxyAddress: proxy, projectedAddress: projected } = wanted
  const group = projected !== undefined || (address !== undefined && proxy === undefined)
  if (group && around.switches.groupMms === 'disabled') return apiError(50452)
  if (projected !== undefined) {
    const number = projectedAddress(projected, around, around.switches)
    return isApiError(number) ? number : { ...NOBODY, identity: identity ?? null, projectedAddress: number }
  }
  if (address === undefined) return { ...NOBODY, identity: identity ?? null }
  if (proxy === undefined) {
    const phone = groupAddress(address, around)
    return isApiError(phone) ? phone : { ...NOBODY, address: phone }
  }
  return readMasked(address, proxy, around)
}

/** Rules of the whole set, checked on every roster on the way: counts, mixed models, unique sets. */
export function checkGroup(members: readonly Member[], around: Surroundings): ApiError | undefined {
  return checkCounts(members, around.switches) ?? checkModels(members) ?? checkRoster(members, around)
}

/** Rules for a set that is to be a group at once: a phone, a projected number, three numbers, everybody with a number. */
export function checkActivation(members: readonly Member[]): ApiError | undefined {
  if (!isGroupModel(members)) return undefined
  const { handsets, projected } = numberGroup(members)
  if (members.some((member) => shapeOf(member) === 'chat')) {
    return apiError(50434, 'In a group every identity needs a ProjectedAddress')
  }
  const size = handsets.length + projected.length
  if (size < GROUP_SIZE)
    return apiError(50435, `A group needs at least ${GROUP_SIZE} numbers, and this one has ${size}`)
  if (handsets.length === 0) return apiError(50435, 'A group needs at least one participant with an Address')
  if (projected.length === 0) return apiError(50435, 'A group needs at least one participant with a ProjectedAddress')
  return undefined
}

export function checkRoster(members: readonly Member[], around: Surroundings): ApiError | undefined {
  const roster = rosterKey(members)
  const holder = roster !== null && mustBeUnique(roster, around.switches) && around.rosterHolder(roster)
  if (!holder) return undefined
  // Applications cut the SID out of the end of this sentence: nothing may follow it.
  return apiError(
    50438,
    `A conversation with these ${roster.split(',').length} numbers already exists as Conversation ${holder}`,
  )
}

const NOBODY: Member = { identity: null, address: null, proxyAddress: null, projectedAddress: null }

function checkShape({
  identity,
  address,
  proxyAddress: proxy,
  projectedAddress: projected,
}: Wanted): ApiError | undefined {
  if (address === '') return apiError(50411)
  if (proxy === '') return apiError(50412)
  if (projected === '') return apiError(50407, 'The ProjectedAddress is empty')
  if (address !== undefined && projected !== undefined) {
    return apiError(
      50407,
      'Address and ProjectedAddress cannot be combined: Address is the phone of a person, ProjectedAddress the number that stands for an identity',
    )
  }
  if (proxy !== undefined && projected !== undefined) {
    return apiError(50408, 'ProxyAddress and ProjectedAddress cannot be combined on one participant')
  }
  if (proxy !== undefined && address === undefined) return apiError(50411, 'A ProxyAddress needs an Address')
  if (address !== undefined && identity !== undefined) {
    return apiError(50211, 'A participant with an Address has no Identity: it is reached by phone')
  }
  if (identity === undefined && address === undefined && projected === undefined) {
    return apiError(50204, 'A participant needs an Identity, an Address or a ProjectedAddress')
  }
  return identity === undefined ? undefined : checkIdentity(identity)
}

export function checkIdentity(identity: string): ApiError | undefined {
  if (identity === '') return apiError(50204)
  if (identity.length > IDENTITY_LENGTH)
    return apiError(50207, `The Identity is longer than ${IDENTITY_LENGTH} characters`)
  return /^US[0-9a-f]{32}$/.test(identity) ? apiError(50206) : undefined
}

export function readMasked(address: string, proxy: string, around: Surroundings): Member | ApiError {
  const phone = maskedAddress(address, around)
  if (isApiError(phone)) return phone
  if (address === proxy) return apiError(50409, `Address and ProxyAddress are both ${address}`)
  const between = proxyAddress(proxy, around)
  if (isApiError(between)) return between
  const holder = around.pairHolder(phone, between)
  if (holder) {
    return apiError(50416, `The pair of ${phone} and ${between} is already in use by Conversation ${holder}`)
  }
  return { ...NOBODY, address: phone, proxyAddress: between }
}

function checkJoin(members: readonly Member[], member: Member, { switches }: Surroundings): ApiError | undefined {
  const shape = shapeOf(member)
  if (shape === 'chat' && isGroup(members)) {
    return apiError(50434, `In a group the identity ${member.identity} needs a ProjectedAddress`)
  }
  return checkDuplicate(members, member, switches)
}

export function checkDuplicate(members: readonly Member[], member: Member, switches: Switches): ApiError | undefined {
  const { identity, address, projectedAddress: projected } = member
  if (
    shapeOf(member) === 'handset' &&
    members.some((other) => other.address === address && shapeOf(other) === 'handset')
  ) {
    return apiError(50437, `${address} is already in the group`)
  }
  const { proxyAddress: proxy } = member
  if (proxy !== null && members.some((other) => other.address === address && other.proxyAddress === proxy)) {
    return apiError(50416, `The pair of ${address} and ${proxy} is named twice`)
  }
  const sharing = members.filter((other) => projected !== null && other.projectedAddress === projected)
  if (sharing.some((other) => other.identity === identity)) {
    const whose = identity === null ? 'without an identity' : `as ${identity}`
    return apiError(50437, `${projected} is already in the group ${whose}`)
  }
  if (identity !== null && members.some((other) => other.identity === identity)) {
    return apiError(50433, `The identity ${identity} is already in the conversation`)
  }
  if (sharing.length > 0 && switches.projectedSharing === 'refuse') {
    return apiError(50437, `${projected} is already in the group as ${sharing[0]?.identity ?? 'a number of its own'}`)
  }
  return undefined
}

function checkCounts(members: readonly Member[], { groupLimit }: Switches): ApiError | undefined {
  if (isGroupModel(members)) {
    const { handsets, projected } = numberGroup(members)
    const numbers = handsets.length + projected.length
    if (groupLimit === 'participants' && members.length > GROUP_PARTICIPANTS && isGroup(members)) {
      return apiError(
        50436,
        `A group has at most ${GROUP_PARTICIPANTS} participants, and this one would have ${members.length}`,
      )
    }
    if (groupLimit === 'addresses' && numbers > GROUP_ADDRESSES) {
      return apiError(50436, `A group has at most ${GROUP_ADDRESSES} addresses, and this one would have ${numbers}`)
    }
  }
  if (members.length > PARTICIPANTS) return apiError(50417, `A conversation has at most ${PARTICIPANTS} participants`)
  const others = members.filter((member) => shapeOf(member) !== 'chat').length
  if (others > NON_CHAT_PARTICIPANTS) {
    const code = others === members.length ? 50422 : 50418
    return apiError(code, `A conversation has at most ${NON_CHAT_PARTICIPANTS} participants who are not on chat`)
  }
  return undefined
}

function checkModels(members: readonly Member[]): ApiError | undefined {
  if (isGroupModel(members) && members.some((member) => shapeOf(member) === 'masked')) {
    return apiError(50435, 'A ProxyAddress and a group cannot be mixed in one conversation')
  }
  if (isGroup(members) && members.some((member) => shapeOf(member) === 'chat')) {
    return apiError(50435, 'The group cannot begin: it has an identity without a ProjectedAddress')
  }
  return undefined
}
