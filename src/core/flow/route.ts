import {
  type Address,
  addressKind,
  type Endpoint,
  isDialable,
  newPhone,
  type Phone,
  type Refusal,
  refuse,
} from '../model/index.ts'
import type { CarrierReader } from '../ports.ts'

export type Route = { readonly endpoint: Endpoint; readonly newPhone: Phone | null }

/** Who a number leads to. An unknown dialable number becomes a phone the first time somebody texts it. */
export function route(read: CarrierReader, address: Address): Route | Refusal {
  const owned = read.number(address)
  if (owned) return { endpoint: { kind: owned.owner.kind, key: owned.owner.account }, newPhone: null }
  const endpoint: Endpoint = { kind: 'handset', key: address }
  if (read.phone(address)) return { endpoint, newPhone: null }
  if (!isDialable(address)) return unroutable(address)
  return { endpoint, newPhone: read.world().settings.autoPhones ? newPhone(address) : null }
}

function unroutable(address: Address): Refusal {
  if (addressKind(address) === 'short-code') {
    return refuse('unassigned-short-code', `Nobody owns the short code ${address}`, address)
  }
  const rule = address.startsWith('+1')
    ? 'a +1 number is +1NXXNXXXXXX with N in 2..9'
    : 'an alphanumeric sender takes no messages'
  return refuse('undialable', `${address} cannot be dialled: ${rule}`, address)
}
