import type { MmsContent, Part } from '../../../core/index.ts'

/** Room for the headers of a PDU and of each part, and for a presentation that is made where none came. */
const HEADERS_OCTETS = 1_024
const PART_HEADERS_OCTETS = 192
/** Less than this is no picture any more. */
const PICTURE_OCTETS_MIN = 1_024
/** Room for the words that stand where a part was. */
const NOTE_OCTETS = 256

/** What becomes of one part on its way to a smaller mailbox: so many octets are left of it, or words in its place. */
export type PartBudget = { readonly part: Part; readonly octets: number }

/** The budget of a part that does not travel. */
export const REMOVED = 0

/** Each picture that must shrink with the octets it may keep; null where shrinking all of them would not do. */
export function budgetFor(content: MmsContent, maxMessageSize: number): readonly PartBudget[] | null {
  const room = roomIn(content, maxMessageSize)
  return budgetWithin(content, room)
}

/**
 * The same where parts may be left out as well: the largest ones that are no pictures first, as few as will do. Null where
 * not even that helps.
 */
export function budgetWithRemovals(content: MmsContent, maxMessageSize: number): readonly PartBudget[] | null {
  const room = roomIn(content, maxMessageSize)
  const removable = content.parts.filter(isRemovable).sort((a, b) => b.size - a.size)
  for (let count = 0; count <= removable.length; count++) {
    const removed = removable.slice(0, count)
    const left = content.parts.filter((part) => !removed.includes(part))
    const budgets = budgetWithin({ ...content, parts: left }, room - count * NOTE_OCTETS)
    if (budgets) return [...budgets, ...removed.map((part) => ({ part, octets: REMOVED }))]
  }
  return null
}

function roomIn({ parts }: MmsContent, maxMessageSize: number): number {
  return maxMessageSize - HEADERS_OCTETS - parts.length * PART_HEADERS_OCTETS
}

function budgetWithin({ parts }: MmsContent, room: number): readonly PartBudget[] | null {
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

/** The name under which what is left of a part is kept. */
export function adaptedKey({ part, octets }: PartBudget): string {
  return `${part.hash}@${octets}`
}

export function sizeOf(parts: readonly { readonly size: number }[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0)
}

function isPicture({ contentType }: Part): boolean {
  return /^image\/(?!svg)/.test(contentType)
}

/** Words and their presentation are never left out. */
function isRemovable(part: Part): boolean {
  return part.text === null && !part.contentType.startsWith('application/smil')
}
