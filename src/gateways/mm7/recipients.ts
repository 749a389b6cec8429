import type { Mm7Address, Mm7Recipients, Mm7Status } from '../../../protocols/mm7/index.ts'
import type { Address, Mm7Account } from '../../core/index.ts'
import { toAddress } from './addresses.ts'
import { ALL_DISPLAY_ONLY, SEVERAL_DESTINATIONS, SEVERAL_NOT_DISPLAY_ONLY } from './refusals.ts'

/** Who is listed, who of them is only shown, and what could not be read as a number. */
export type RecipientLists = {
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  readonly displayOnly: readonly Address[]
  readonly unreadable: readonly string[]
}

type Destinations = Pick<Mm7Account, 'destinations'>

export function readRecipients(
  { to, cc, bcc }: Mm7Recipients,
  { destinations }: Destinations,
): RecipientLists | Mm7Status {
  const all = [...to, ...cc, ...bcc]
  const broken = brokenGroupRule(all, destinations)
  if (broken) return broken
  const unreadable = all.filter((address) => toAddress(address) === undefined).map(({ value }) => value)
  if (all.length > 0 && unreadable.length === all.length) {
    return { statusCode: 2002, details: unreadable.map(explainUnreadable).join('; ') }
  }
  const displayOnly = numbers(all.filter((address) => address.displayOnly))
  return { to: numbers(to), cc: numbers(cc), bcc: numbers(bcc), displayOnly, unreadable }
}

export function explainUnreadable(value: string): string {
  return `2002 ${value === '' ? 'an empty address' : value} is not a number`
}

/** As soon as one member is displayOnly, exactly one must not be: each request delivers to one. */
function brokenGroupRule(all: readonly Mm7Address[], destinations: Mm7Account['destinations']): Mm7Status | undefined {
  const delivered = all.filter(({ displayOnly }) => !displayOnly)
  if (all.length === 0 || delivered.length === 1) return undefined
  if (delivered.length === 0) return { statusCode: ALL_DISPLAY_ONLY, details: 'One recipient must not be displayOnly' }
  const details = `${delivered.map(({ value }) => value).join(', ')}: one request delivers to one of the group`
  if (delivered.length < all.length) return { statusCode: SEVERAL_NOT_DISPLAY_ONLY, details }
  return destinations === 'one' ? { statusCode: SEVERAL_DESTINATIONS, details } : undefined
}

function numbers(addresses: readonly Mm7Address[]): Address[] {
  const parsed = addresses.map(toAddress).filter((address) => address !== undefined)
  return [...new Set(parsed)]
}
