import { createHash } from 'node:crypto'

/** SHA-256 in hex: the name under which media octets are stored once. */
export function contentHash(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex')
}

/** Octets whose hashes are remembered, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024
/** Below this hashing takes no longer than looking. */
const WORTHWHILE_OCTETS = 4 * 1024

type Hashed = { readonly octets: Uint8Array; readonly hash: string }

/** `contentHash` that knows octets again: the members of a group all fetch the same picture, and comparing is quicker. */
export function createContentHash(): (octets: Uint8Array) => string {
  let remembered: readonly Hashed[] = []
  return (octets) => {
    const { length } = octets
    if (length < WORTHWHILE_OCTETS || length > REMEMBERED_OCTETS / 4) return contentHash(octets)
    const known = remembered.find((one) => one.octets.length === length && Buffer.compare(one.octets, octets) === 0)
    if (known) return known.hash
    const hash = contentHash(octets)
    remembered = withinBounds([{ octets, hash }, ...remembered])
    return hash
  }
}

/** The newest ones that fit. */
function withinBounds(hashed: readonly Hashed[]): readonly Hashed[] {
  let room = REMEMBERED_OCTETS
  return hashed.filter(({ octets }) => {
    room -= octets.length
    return room >= 0
  })
}
