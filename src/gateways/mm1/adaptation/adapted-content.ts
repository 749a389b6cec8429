import {
  type CarrierReader,
  carrierProfile,
  type MessageDelivery,
  type MmsContent,
  type Part,
} from '../../../core/index.ts'
import { adaptedKey, budgetWithRemovals, type PartBudget, REMOVED } from './budget.ts'
import { mediaOfPicture } from './picture-type.ts'

export type ContentWithOctets = MmsContent & { readonly octetsOf: (part: Part) => Uint8Array }

type Adapted = Pick<Part, 'contentType' | 'text'> & { readonly octets: Uint8Array }

const NO_OCTETS = new Uint8Array(0)

/** A message's content as this recipient gets it: with the parts that were made smaller for its carrier, if any were. */
export function contentFor(
  read: CarrierReader,
  { recipient }: MessageDelivery,
  content: MmsContent,
): ContentWithOctets {
  const limit =
    content.adaptation === false ? undefined : carrierProfile(read.phone(recipient)?.carrier)?.maxMessageSize
  const adapted = adaptedParts(read, content, limit)
  const octets = new Map<Part, Uint8Array>()
  const parts = content.parts.map((part) => {
    const found = adapted.get(part)
    if (!found) return part
    const { contentType, text } = found
    const smaller = { ...part, contentType, text, size: found.octets.length }
    octets.set(smaller, found.octets)
    return smaller
  })
  return { ...content, parts, octetsOf: (part) => octets.get(part) ?? read.content(part.hash) ?? NO_OCTETS }
}

function adaptedParts(read: CarrierReader, content: MmsContent, limit: number | undefined): Map<Part, Adapted> {
  const budgets = limit === undefined ? [] : (budgetWithRemovals(content, limit) ?? [])
  const adapted = new Map<Part, Adapted>()
  for (const budget of budgets) {
    const found = smaller(read, budget) ?? removed(read, budget)
    if (found) adapted.set(budget.part, found)
  }
  return adapted
}

function smaller(read: CarrierReader, budget: PartBudget): Adapted | undefined {
  const octets = budget.octets === REMOVED ? undefined : read.content(adaptedKey(budget))
  return octets && { contentType: mediaOfPicture(octets), text: null, octets }
}

/** Words in the place of a part that could not be made smaller. */
function removed(read: CarrierReader, { part }: PartBudget): Adapted | undefined {
  const octets = read.content(adaptedKey({ part, octets: REMOVED }))
  return octets && { contentType: 'text/plain', text: new TextDecoder().decode(octets), octets }
}
