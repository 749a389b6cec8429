import type { Address } from '../../core/index.ts'
import type { HandsetMessage } from './message.ts'
import type { Notification } from './notification.ts'
import type { PartSet, StoredPart } from './sms-part.ts'

/** A change of the phones' own rows. */
export type HandsetChange =
  | { readonly layer: 'handsets'; readonly put: 'message'; readonly value: HandsetMessage }
  | { readonly layer: 'handsets'; readonly put: 'part'; readonly value: StoredPart }
  | { readonly layer: 'handsets'; readonly put: 'notification'; readonly value: Notification }
  /** The person has read the thread up to this message. */
  | {
      readonly layer: 'handsets'
      readonly put: 'read'
      readonly phone: Address
      readonly thread: string
      readonly upTo: number
    }
  | { readonly layer: 'handsets'; readonly remove: 'message'; readonly phone: Address; readonly id: number }
  | { readonly layer: 'handsets'; readonly remove: 'parts'; readonly set: PartSet }
  /** Everything that this phone keeps. */
  | { readonly layer: 'handsets'; readonly remove: 'phone'; readonly phone: Address }

type Own<T> = T extends unknown ? Omit<T, 'layer'> : never

/** A change with the layer's name on it. */
export function handsetChange(change: Own<HandsetChange>): HandsetChange {
  // Own<T> is HandsetChange without the one field that is added here.
  return { ...change, layer: 'handsets' } as HandsetChange
}
