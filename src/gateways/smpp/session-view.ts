import type { Connection } from './connection.ts'
import { type PduView, viewOfPdu } from './pdu-ring.ts'

/** A session as the control API shows it. */
export type SessionView = {
  readonly id: string
  readonly remote: string
  readonly state: string
  readonly world: string | null
  readonly systemId: string | null
  readonly bindType: 'transmitter' | 'receiver' | 'transceiver' | null
  /** `3.3`, `3.4` or `5.0`. */
  readonly interfaceVersion: string | null
  readonly window: number | null
  /** Requests of the ESME, and ours, that are unanswered. */
  readonly unanswered: { readonly received: number; readonly sent: number }
  readonly pdus: { readonly received: number; readonly sent: number }
  /** PDUs a second of late. */
  readonly rates: { readonly received: number; readonly sent: number }
  /** PDUs of ours that wait for room in the window. */
  readonly queued: number
  /** Whether the ESME reads what it is sent. */
  readonly flows: boolean
}

export type SessionDetails = SessionView & { readonly lastPdus: readonly PduView[] }

/** A session with its last PDUs, field by field. */
export function detailsOf(connection: Connection): SessionDetails {
  return { ...viewOf(connection), lastPdus: connection.ring.list().map(viewOfPdu) }
}

export function viewOf(connection: Connection): SessionView {
  const { id, remote, session, identity, outgoing, rates, wire } = connection
  const { binding, state, inbound } = session
  return {
    id,
    remote,
    state,
    world: identity?.world.name ?? null,
    systemId: binding?.systemId ?? null,
    bindType: binding?.bindType ?? null,
    interfaceVersion: binding ? `${binding.interfaceVersion >> 4}.${binding.interfaceVersion & 0x0f}` : null,
    window: binding?.window ?? null,
    unanswered: { received: inbound, sent: outgoing.unanswered },
    pdus: { received: rates.received, sent: wire.writtenCount },
    rates: rates.rates,
    queued: outgoing.load - outgoing.unanswered,
    flows: connection.flows,
  }
}
