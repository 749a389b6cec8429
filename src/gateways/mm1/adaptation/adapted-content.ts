import {
  type CarrierReader,
  carrierProfile,
  type MessageDelivery,
  type MmsContent,
  type Part,
} from '../../../core/index.ts'
import { adaptedKey, budgetFor } from './budget.ts'

export type ContentWithOctets = MmsContent & { readonly octetsOf: (part: Part) => Uint8Array }

const NO_OCTETS = new Uint8Array(0)
const JPEG = 'image/jpeg'

/** A message's content as this recipient gets it: with the pictures that were shrunk for its carrier, if any were. */
export function contentFor(
  read: CarrierReader,
  { recipient }: MessageDelivery,
  content: MmsContent,
): ContentWithOctets {
  const shrunk = shrunkParts(read, content, carrierProfile(read.phone(recipient)?.carrier)?.maxMessageSize)
  const parts = content.parts.map((part) => {
    const octets = shrunk.get(part)
    return octets ? { ...part, contentType: JPEG, size: octets.length, hash: part.hash } : part
  })
  const octets = new Map(content.parts.map((part, index) => [parts[index]!, shrunk.get(part)]))
  return { ...content, parts, octetsOf: (part) => octets.get(part) ?? read.content(part.hash) ?? NO_OCTETS }
}

function shrunkParts(read: CarrierReader, content: MmsContent, limit: number | undefined): Map<Part, Uint8Array> {
  const budgets = limit === undefined ? [] : (budgetFor(content, limit) ?? [])
  const shrunk = new Map<Part, Uint8Array>()
  for (const budget of budgets) {
    const octets = read.content(adaptedKey(budget))
    if (octets) shrunk.set(budget.part, octets)
  }
  return shrunk
}
