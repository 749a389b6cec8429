import type { MmsContent, Part } from '../../../core/index.ts'

/** Room for the headers of a PDU and of each part, and for a presentation that is made where none came. */
const HEADERS_OCTETS = 1_024
const PART_HEADERS_OCTETS = 192
/** Less than this is no picture any more. */
const PICTURE_OCTETS_MIN = 1_024

/** What becomes of one part on its way to a smaller mailbox. */
export type PartBudget = { readonly part: Part; readonly octets: number }

/** Each picture that must shrink with the octets it may keep; null where shrinking all of them would not do. */
export function budgetFor({ parts }: MmsContent, maxMessageSize: number): readonly PartBudget[] | null {
  const room = maxMessageSize - HEADERS_OCTETS - parts.length * PART_HEADERS_OCTETS
  if (sizeOf(parts) <= room) return []
  const pictures = parts.filter(isPicture)
  const fixed = sizeOf(parts) - sizeOf(pictures)
  return share(pictures, room - fixed)
}

/** The small ones stay as they are; the others share what is left. */
function share(pictures: readonly Part[], room: number): readonly PartBudget[] | null {
  const fair = Math.floor(room / Math.max(1, pictures.length))
  const small = pictures.filter(({ size }) => size <= fair)
  if (pictures.length === 0 || fair < PICTURE_OCTETS_MIN) return null
  if (small.length === 0) return pictures.map((part) => ({ part, octets: fair }))
  const large = pictures.filter(({ size }) => size > fair)
  return large.length === 0 ? [] : share(large, room - sizeOf(small))
}

/** The name under which the shrunk octets of a part are kept. */
export function adaptedKey({ part, octets }: PartBudget): string {
  return `${part.hash}@${octets}`
}

export function sizeOf(parts: readonly { readonly size: number }[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0)
}

function isPicture({ contentType }: Part): boolean {
  return /^image\/(?!svg)/.test(contentType)
}
