import type { Account } from './account.ts'
import type { Instant } from './message.ts'
import type { OwnedNumber } from './number.ts'
import type { Phone } from './phone.ts'

export type ClockSetting =
  | { readonly mode: 'real' }
  | { readonly mode: 'frozen'; readonly now: Instant }
  /** World time runs `rate` times as fast since `realSince`, from `now` on. */
  | { readonly mode: 'scaled'; readonly rate: number; readonly now: Instant; readonly realSince: Instant }

/** What the carrier does of itself, per world. */
export type NetworkSettings = {
  readonly autoPhones: boolean
  readonly seed: number
}

export type WorldRecord = {
  readonly id: number
  readonly name: string
  /** Changes with every reset, so that feed readers notice. */
  readonly epoch: string
  readonly settings: NetworkSettings
  readonly clock: ClockSetting
  /** What a reset puts back. */
  readonly inventory?: Inventory
  readonly firstClock?: ClockSetting
}

/** Accounts, numbers and phones that a world has at its first start and after a reset. */
export type Inventory = {
  readonly accounts: readonly Account[]
  readonly numbers: readonly OwnedNumber[]
  readonly phones: readonly Phone[]
}
