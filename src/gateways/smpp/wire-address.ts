import { NPI, TON } from '../../../protocols/smpp/index.ts'
import { type Address, addressKind } from '../../core/index.ts'

/** An address as SMPP writes it: digits without `+`, with type and plan beside it. [SMPP34 5.2.5, 5.2.6] */
export type WireAddress = { readonly ton: number; readonly npi: number; readonly digits: string }

/** C-octet strings hold Latin-1. [SMPP34 3.1] */
const OUTSIDE_LATIN1 = /[^\x20-\xff]/g

export function wireAddress(address: Address): WireAddress {
  switch (addressKind(address)) {
    case 'e164':
      return { ton: TON.international, npi: NPI.isdn, digits: address.slice(1) }
    case 'short-code':
      return { ton: TON.networkSpecific, npi: NPI.unknown, digits: address }
    case 'alphanumeric':
      return { ton: TON.alphanumeric, npi: NPI.unknown, digits: address.replace(OUTSIDE_LATIN1, '?') }
  }
}
