import type { Ids } from '../../core/index.ts'
import type { Logger } from '../../runtime/index.ts'
import type { Found } from './authenticate.ts'
import type { SmppConfig } from './config.ts'
import type { TlsPort } from './tls-port.ts'

export type SmppGatewayParts = {
  readonly findAccount: (systemId: string) => Found | undefined
  readonly log: Logger
  readonly ids: Ids
  readonly config?: Partial<SmppConfig>
  /** Real milliseconds for the timers of links. */
  readonly now?: () => number
  /** Hears of every PDU, as lines for a log. */
  readonly onPdu?: (line: string) => void
}

export type ListenOptions = {
  readonly host: string
  readonly port: number
  /** Makes the port one for SMPP over TLS. */
  readonly tls?: TlsPort
}
