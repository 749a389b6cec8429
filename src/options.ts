// What a carrier is started with and where it then listens: types of the package's own face, free of anything inside.
import type { ClockSetting } from './core/index.ts'
import type { Logger } from './runtime/log.ts'

export type Ports = {
  readonly version: string
  readonly host: string
  readonly http: number
  readonly smpp: number
  /** SMPP over TLS; null where it is off. */
  readonly smpps: number | null
}

/** How much a world keeps; without a bound it keeps all. */
export type StorageLimits = { readonly maxMessages?: number; readonly maxAgeMs?: number }

export type PartylineOptions = {
  readonly host?: string
  /** 0 takes a free one. */
  readonly port?: number
  readonly smppPort?: number
  /** SMPP over TLS, with a certificate of the carrier's own CA unless one is given (PEM); off without it. */
  readonly smpps?: { readonly port: number; readonly tls?: { readonly key: string; readonly cert: string } }
  /** A file that every SMPP PDU is written to, a line of JSON each. */
  readonly pduLog?: string
  /** A file, or `:memory:`. */
  readonly database?: string
  readonly durability?: 'normal' | 'full'
  readonly clock?: ClockSetting
  readonly seed?: number
  readonly autoPhones?: boolean
  /** An MMS larger than the recipient's carrier takes, where its pictures cannot be shrunk; `refuse` where it is left out. */
  readonly oversizeMms?: 'refuse' | 'pass' | 'strip'
  /** Keeps applications to the documented number of changes a second. */
  readonly strictLimits?: boolean
  /** Hosts that webhooks may go to besides this machine and private networks; `*` is everywhere. */
  readonly webhookHosts?: readonly string[]
  /** What control API, feed, metrics and viewer ask for; without one they are open. */
  readonly token?: string
  /** How much each world keeps. */
  readonly limits?: StorageLimits
  /** Nothing is logged without one. */
  readonly log?: Logger
  /** Folder of the proxy's certificate authority; without it one is made for this run. */
  readonly authority?: string
  /** Folder of the built viewer; without it the port has no pages. */
  readonly viewer?: string
}
