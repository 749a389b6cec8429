import type { FieldName } from './fields.ts'

export const M = 'mandatory'
export const O = 'optional'
/** Any number of them, and at least one: fields that occur once elsewhere. */
export const SOME = 'some'
/** Any number of them, and none is well too. */
export const ANY = 'any'
export const NONE = 'none'

export type Presence = typeof M | typeof O | typeof SOME | typeof ANY

export type PduRow = {
  /** The value of X-Mms-Message-Type. */
  readonly code: number
  /** In the order we write them. */
  readonly fields: Readonly<Partial<Record<FieldName, Presence>>>
  readonly body: typeof M | typeof O | typeof NONE
}

export function mustBeThere(presence: Presence): boolean {
  return presence === M || presence === SOME
}
