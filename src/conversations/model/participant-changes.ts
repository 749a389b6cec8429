import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import { groupAddress, projectedAddress } from './address-rules.ts'
import { isGroup, type Member, shapeOf } from './number-group.ts'
import { checkDuplicate, checkGroup, checkIdentity, readMasked, type Surroundings } from './participant-rules.ts'

/** What an update may change; undefined is "not said", null or '' takes away. */
export type WantedChange = {
  readonly identity?: string | undefined
  readonly proxyAddress?: string | undefined
  readonly projectedAddress?: string | undefined
}

/** One participant and the others of its conversation. */
export type Placed = { readonly member: Member; readonly others: readonly Member[] }

/** What an update makes of a participant, or which of its rules forbids it. */
export function changeMember(
  { member, others }: Placed,
  wanted: WantedChange,
  around: Surroundings,
): Member | ApiError {
  const steps = [changeProxy, changeProjected, changeIdentity]
  let changed = member
  for (const step of steps) {
    const next = step({ member: changed, others }, wanted, around)
    if (isApiError(next)) return next
    changed = next
  }
  if (changed === member) return member
  return (
    checkDuplicate(others, changed, around.switches) ??
    checkLoneIdentity(others, changed) ??
    finish(others, changed, around)
  )
}

function finish(others: readonly Member[], changed: Member, around: Surroundings): Member | ApiError {
  return checkGroup([...others, changed], around) ?? changed
}

function checkLoneIdentity(others: readonly Member[], changed: Member): ApiError | undefined {
  if (shapeOf(changed) !== 'chat' || !isGroup(others)) return undefined
  return apiError(50434, `In a group the identity ${changed.identity} needs a ProjectedAddress`)
}

function changeProxy({ member }: Placed, { proxyAddress }: WantedChange, around: Surroundings): Member | ApiError {
  if (proxyAddress === undefined || proxyAddress === member.proxyAddress) return member
  if (proxyAddress === '') {
    if (member.proxyAddress === null || member.address === null)
      return apiError(50440, 'The participant has no ProxyAddress to remove')
    const phone = groupAddress(member.address, around)
    return isApiError(phone) ? phone : { ...member, address: phone, proxyAddress: null }
  }
  if (member.address === null) return apiError(50441, 'Only a participant with an Address can have a ProxyAddress')
  return readMasked(member.address, proxyAddress, around)
}

function changeProjected({ member }: Placed, wanted: WantedChange, around: Surroundings): Member | ApiError {
  const text = wanted.projectedAddress
  if (text === undefined || text === member.projectedAddress) return member
  if (text === '') {
    if (member.projectedAddress === null) return apiError(50442, 'The participant has no ProjectedAddress to remove')
    if (member.identity === null)
      return apiError(50442, 'Without its ProjectedAddress nothing would be left of the participant')
    return { ...member, projectedAddress: null }
  }
  if (member.address !== null) return apiError(50443, 'A participant with an Address cannot have a ProjectedAddress')
  if (around.switches.groupMms === 'disabled') return apiError(50452)
  const number = projectedAddress(text, around, around.switches)
  return isApiError(number) ? number : { ...member, projectedAddress: number }
}

function changeIdentity({ member }: Placed, { identity }: WantedChange, around: Surroundings): Member | ApiError {
  if (identity === undefined || identity === member.identity) return member
  const wrong = checkIdentity(identity)
  if (wrong) return wrong
  if (member.projectedAddress === null) {
    return apiError(50444, 'An Identity can be attached only to a participant with a ProjectedAddress')
  }
  if (member.identity !== null && around.switches.identitySwap === 'refuse') {
    return apiError(50444, `The participant already has the identity ${member.identity}`)
  }
  return { ...member, identity }
}
