import type { Instant } from '../core/index.ts'

/** One side's octets; `client` is the side that opened the connection. */
export type Turn = { readonly from: 'client' | 'server'; readonly octets: Uint8Array }

/** One TCP connection: who opened it, to whom. Exchanges with the same name share it. */
export type Link = {
  readonly name: string
  readonly client: string
  readonly server: string
  readonly serverPort: number
  /** UDP instead of TCP. */
  readonly isDatagram?: boolean
  /** What is said first on it, such as a bind. */
  readonly opening?: readonly Turn[]
}

/** A request and what answered it. `rank` puts in order what happened at the same instant: a frozen clock has many. */
export type Exchange = {
  readonly rank?: 'opening' | 'later'
  readonly at: Instant
  readonly link: Link
  readonly turns: readonly Turn[]
}

/** The name of our side. */
export const CARRIER = 'partyline'
