import type { Address } from './address.ts'

export const PHONE_STATES = [
  'online',
  'no-signal',
  'no-data',
  'airplane',
  'off',
  'memory-full',
  'landline',
  'unreachable',
] as const
export type PhoneState = (typeof PHONE_STATES)[number]

export const PHONE_PROFILES = ['android', 'ios', 'legacy-sms', 'own-number-unknown', 'cc-ignored', 'no-ack'] as const
export type PhoneProfile = (typeof PHONE_PROFILES)[number]

/** A subscriber of the network, and what its owner has set on the handset. */
export type Phone = {
  readonly number: Address
  readonly name: string
  readonly state: PhoneState
  readonly profile: PhoneProfile
  readonly groupMode: 'group' | 'mass-text'
  readonly autoDownload: boolean
  /** Names by number, as this phone's owner saved them. */
  readonly contacts: Readonly<Record<string, string>>
  readonly area: string | null
  readonly carrier: string | null
  /** Delivery pending flags: who wants to hear that the phone is back. A network keeps them with its subscriber. */
  readonly pendingFlags?: readonly PendingFlag[]
}

/** An account, and which of its numbers sent what did not arrive. */
export type PendingFlag = { readonly account: string; readonly address: Address }

export function newPhone(number: Address, name = ''): Phone {
  return {
    number,
    name,
    state: 'online',
    profile: 'android',
    groupMode: 'group',
    autoDownload: true,
    contacts: {},
    area: null,
    carrier: null,
  }
}
