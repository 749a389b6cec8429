import { toHex } from '../../../protocols/octets/index.ts'

/** A value as JSON can hold it: octets become hex. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, item) => (item instanceof Uint8Array ? toHex(item) : item)))
}
