import type { AccountKind } from './account.ts'
import type { Address } from './address.ts'

export type NumberKind = 'long-code' | 'toll-free' | 'short-code'

/** A number that an account owns. */
export type OwnedNumber = {
  readonly number: Address
  readonly kind: NumberKind
  readonly owner: { readonly kind: AccountKind; readonly account: string }
  readonly capabilities: { readonly sms: boolean; readonly mms: boolean }
}
