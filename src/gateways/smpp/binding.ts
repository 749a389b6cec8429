import {
  INTERFACE_VERSION,
  makeTlv,
  type Pdu,
  type PduNamed,
  respond,
  type SessionState,
  STATUS,
  versionOf,
} from '../../../protocols/smpp/index.ts'

export type BindCommand = 'bind_receiver' | 'bind_transmitter' | 'bind_transceiver'
export type BindRequest = PduNamed<BindCommand>

/** Who is bound, and how. */
export type Binding = {
  readonly systemId: string
  readonly bindType: 'transmitter' | 'receiver' | 'transceiver'
  readonly interfaceVersion: number
  /** Unanswered requests allowed in each direction. */
  readonly window: number
}

export type BindVerdict =
  | { readonly kind: 'bound'; readonly window: number }
  | { readonly kind: 'refused'; readonly commandStatus: number; readonly explanation: string }

export const BINDS = {
  bind_transmitter: { state: 'bound_tx', bindType: 'transmitter' },
  bind_receiver: { state: 'bound_rx', bindType: 'receiver' },
  bind_transceiver: { state: 'bound_trx', bindType: 'transceiver' },
} as const satisfies Record<BindCommand, { state: SessionState; bindType: Binding['bindType'] }>

export function bindingOf(request: BindRequest, window: number): Binding {
  const { bindType } = BINDS[request.command]
  return { systemId: request.systemId, bindType, interfaceVersion: versionOf(request.interfaceVersion), window }
}

/** TLVs go only to an ESME of 3.4 or later. [SMPP34 4.1.2, 5.2.4] */
export function bindResponse(request: BindRequest, binding: Binding, ourSystemId: string): Pdu {
  const { interfaceVersion } = binding
  const tlvs = knowsTlvs(interfaceVersion) ? [makeTlv('sc_interface_version', interfaceVersion)] : []
  return respond(request, STATUS.ESME_ROK, { systemId: ourSystemId, tlvs })
}

export function knowsTlvs(interfaceVersion: number): boolean {
  return interfaceVersion >= INTERFACE_VERSION.v34
}

/** Whether this kind of bind takes deliver_sm. */
export function receives({ bindType }: Binding): boolean {
  return bindType !== 'transmitter'
}
