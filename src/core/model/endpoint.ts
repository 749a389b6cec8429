import type { AccountKind } from './account.ts'
import type { Address } from './address.ts'

/** Anything with an outlet: a handset by its number, or an account by its key. */
export type Endpoint =
  | { readonly kind: 'handset'; readonly key: Address }
  | { readonly kind: AccountKind; readonly key: string }

export type EndpointKind = Endpoint['kind']

export function endpointName({ kind, key }: Endpoint): string {
  return `${kind}:${key}`
}
