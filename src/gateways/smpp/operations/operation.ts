import type { CommandName, Pdu, PduNamed } from '../../../../protocols/smpp/index.ts'
import type { Address, Carrier, Clock, FaultBoard, SmppAccount } from '../../../core/index.ts'
import type { Rejection } from '../rejection.ts'

/** One carrier behind the port: its accounts are found by system_id. */
export type SmppWorld = {
  readonly name: string
  readonly carrier: Carrier
  readonly clock: Clock
  /** Rules that make links and answers misbehave. */
  readonly faults?: FaultBoard
  /** Waits on the world's clock. */
  readonly wait?: (ms: number) => Promise<void>
}

/** What an operation may use. */
export type OperationContext = {
  readonly world: SmppWorld
  readonly account: SmppAccount
  readonly sessionId: string
  readonly interfaceVersion: number
  /** The octets of the request, as they came. */
  readonly evidence: Uint8Array
  readonly parseAddress: (text: string) => Address | undefined
  /** For the headers of messages that we cut; taken modulo what the header has room for. */
  readonly nextReference: () => number
}

export type Answer = Pdu | Rejection

/** Translates a request into a call of the carrier, and what comes of it into a response. */
export type Operation<Name extends CommandName> = (
  context: OperationContext,
  request: PduNamed<Name>,
) => Answer | Promise<Answer>
