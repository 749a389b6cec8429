import { createHash } from 'node:crypto'

/** SHA-256 in hex: the name under which media octets are stored once. */
export function contentHash(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex')
}
