import type { CommandName } from './pdus/index.ts'

/** Where a session stands. [SMPP34 2.2, SMPP50 2.3] */
export const SESSION_STATES = ['open', 'bound_tx', 'bound_rx', 'bound_trx', 'unbound'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** The two ends: the message centre and the external entity. */
export type Side = 'mc' | 'esme'

type Row = { readonly esme: readonly SessionState[]; readonly mc: readonly SessionState[] }

const BOUND: readonly SessionState[] = ['bound_tx', 'bound_rx', 'bound_trx']
const SENDING: readonly SessionState[] = ['bound_tx', 'bound_trx']
const RECEIVING: readonly SessionState[] = ['bound_rx', 'bound_trx']
const ANY: readonly SessionState[] = SESSION_STATES
const LINKED: readonly SessionState[] = ['open', ...BOUND]
const OPEN: readonly SessionState[] = ['open']
const NEVER: readonly SessionState[] = []

const BIND: Row = { esme: OPEN, mc: NEVER }
/** A response to a bind leaves before the state changes; a refused second bind is answered in its bound state. */
const BIND_RESP: Row = { esme: NEVER, mc: LINKED }
const SUBMISSION: Row = { esme: SENDING, mc: NEVER }
/** A refused submission is answered in whatever state it came. */
const SUBMISSION_RESP: Row = { esme: NEVER, mc: LINKED }

/** Who may send what in which state. [SMPP34 2.3 table 2-1, SMPP50 2.4] */
const PERMISSIONS = {
  generic_nack: { esme: ANY, mc: ANY },
  bind_receiver: BIND,
  bind_receiver_resp: BIND_RESP,
  bind_transmitter: BIND,
  bind_transmitter_resp: BIND_RESP,
  bind_transceiver: BIND,
  bind_transceiver_resp: BIND_RESP,
  outbind: { esme: NEVER, mc: OPEN },
  unbind: { esme: BOUND, mc: BOUND },
  unbind_resp: { esme: ANY, mc: ANY },
  enquire_link: { esme: LINKED, mc: LINKED },
  enquire_link_resp: { esme: LINKED, mc: LINKED },
  submit_sm: SUBMISSION,
  submit_sm_resp: SUBMISSION_RESP,
  submit_multi: SUBMISSION,
  submit_multi_resp: SUBMISSION_RESP,
  deliver_sm: { esme: NEVER, mc: RECEIVING },
  deliver_sm_resp: { esme: RECEIVING, mc: NEVER },
  data_sm: { esme: BOUND, mc: RECEIVING },
  data_sm_resp: { esme: RECEIVING, mc: LINKED },
  query_sm: SUBMISSION,
  query_sm_resp: SUBMISSION_RESP,
  cancel_sm: SUBMISSION,
  cancel_sm_resp: SUBMISSION_RESP,
  replace_sm: SUBMISSION,
  replace_sm_resp: SUBMISSION_RESP,
  alert_notification: { esme: NEVER, mc: RECEIVING },
  broadcast_sm: SUBMISSION,
  broadcast_sm_resp: SUBMISSION_RESP,
  query_broadcast_sm: SUBMISSION,
  query_broadcast_sm_resp: SUBMISSION_RESP,
  cancel_broadcast_sm: SUBMISSION,
  cancel_broadcast_sm_resp: SUBMISSION_RESP,
} as const satisfies Record<CommandName, Row>

/** Whether this side may send this command now. */
export function maySend(side: Side, state: SessionState, command: CommandName): boolean {
  return PERMISSIONS[command][side].includes(state)
}

/** Whether a message centre may receive this command now: the mirror of what the ESME may send. */
export function mayReceive(state: SessionState, command: CommandName): boolean {
  return maySend('esme', state, command)
}
