import type { FaultEffect, SmppAccount } from '../../core/index.ts'
import type { Logger } from '../../runtime/index.ts'
import type { AccountLink } from './account-link.ts'
import type { BindRequest, BindVerdict } from './binding.ts'
import type { SmppConfig } from './config.ts'
import type { Connection } from './connection.ts'
import type { OperationContext, SmppWorld } from './operations/index.ts'
import type { PassedPdu } from './pdu-ring.ts'

/** Whose session this is, once it is bound. */
export type Identity = { readonly world: SmppWorld; readonly account: SmppAccount; readonly link: AccountLink }

/** Who an ESME says it is, whether it may bind, and what a fault rule does to that. */
export type Authentication = {
  readonly verdict: BindVerdict
  readonly identity?: Identity
  readonly fault?: FaultEffect
  readonly wait?: SmppWorld['wait']
}

export type ConnectionParts = {
  readonly id: string
  /** We opened the connection. */
  readonly isCalled?: boolean
  readonly config: SmppConfig
  readonly log: Logger
  /** Real milliseconds: the timers of a link have nothing to do with the world's clock. */
  readonly now: () => number
  readonly parseAddress: OperationContext['parseAddress']
  readonly nextReference: () => number
  readonly authenticate: (request: BindRequest) => Authentication
  readonly onBound: (connection: Connection) => void
  readonly onClosed: (connection: Connection, reason: string) => void
  /** Hears of every PDU in both directions. */
  readonly onPdu?: ((connection: Connection, passed: PassedPdu) => void) | undefined
}
