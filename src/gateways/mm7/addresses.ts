import type { Mm7Address } from '../../../protocols/mm7/index.ts'
import { type Address, addressKind, parseAddress } from '../../core/index.ts'

/**
 * The number meant by an address. Numbers also come as RFC2822Address, alone or as `+12025550101/TYPE=PLMN`, where
 * mail-minded VASPs write them; a mail address is none of ours. [23.140 8.4.2]
 */
export function toAddress({ value }: Mm7Address): Address | undefined {
  if (value.includes('@')) return undefined
  return parseAddress(value.replace(/\/TYPE=\w+$/i, ''))
}

export function fromAddress(address: Address, displayOnly = false): Mm7Address {
  return { kind: addressKind(address) === 'e164' ? 'number' : 'shortCode', value: address, displayOnly }
}
