import type { Address } from '../../core/index.ts'
import type { Participant } from './records.ts'

/** What of a participant the rules of groups look at. */
export type Member = Pick<Participant, 'identity' | 'address' | 'proxyAddress' | 'projectedAddress'>

export type Shape = 'handset' | 'projected' | 'masked' | 'chat'

/** How messages reach the phones of a conversation: not at all, as texts between two numbers, or as group MMS. */
export type Transport = 'none' | 'sms' | 'mms'

export type NumberGroup = {
  /** Phones, in the order they joined. */
  readonly handsets: readonly Address[]
  /** Numbers of the account that stand for app users, each once. */
  readonly projected: readonly Address[]
  readonly transport: Transport
}

const NO_NUMBERS: NumberGroup = { handsets: [], projected: [], transport: 'none' }

/** Three bound addresses make a group. */
export const GROUP_SIZE = 3

export function shapeOf({ address, proxyAddress, projectedAddress }: Member): Shape {
  if (projectedAddress !== null) return 'projected'
  if (address === null) return 'chat'
  return proxyAddress === null ? 'handset' : 'masked'
}

/** The numbers of a conversation that form a group, or the pair of an ordinary one-to-one text. */
export function numberGroup(members: readonly Member[]): NumberGroup {
  if (!isGroupModel(members)) return NO_NUMBERS
  const handsets = unique(members.filter((member) => shapeOf(member) === 'handset').map(({ address }) => address))
  const projected = unique(members.map(({ projectedAddress }) => projectedAddress))
  const size = handsets.length + projected.length
  const reaches = handsets.length > 0 && projected.length > 0
  return { handsets, projected, transport: !reaches ? 'none' : size >= GROUP_SIZE ? 'mms' : 'sms' }
}

/** Whether the conversation follows the rules of groups at all: it has a phone of its own or a projected number. */
export function isGroupModel(members: readonly Member[]): boolean {
  return members.some((member) => shapeOf(member) === 'handset' || shapeOf(member) === 'projected')
}

export function isGroup(members: readonly Member[]): boolean {
  const { handsets, projected } = numberGroup(members)
  return handsets.length + projected.length >= GROUP_SIZE
}

function unique(addresses: readonly (Address | null)[]): readonly Address[] {
  return [...new Set(addresses.filter((address) => address !== null))]
}
