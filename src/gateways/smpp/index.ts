/**
 * The SMPP gateway: one or more ports behind which ESMEs find their worlds by system_id.
 *
 *     const smpp = createSmppGateway({ findAccount, log, ids })
 *     const carrier = new Carrier({ ..., outlets: { ..., smpp: smpp.outletFor(worldName) } })
 *     const { port } = await smpp.listen({ host: '127.0.0.1', port: 2775 })
 *     ...
 *     await smpp.stop()      // before the store is closed: the last events are written by the carriers
 *
 * `findAccount` is asked at every bind, so accounts and worlds may come and go; whoever removes an account, or resets a
 * world, ends its sessions with `closeSessions`. Bound and closed sessions are told to the world's journal as
 * `session.bound` and `session.closed`; after a bind that receives, the carrier is woken for the account.
 */
// For whoever shows again what was sent.

export { BroadcastRepeater } from './broadcast-repeater.ts'
export { DEFAULT_SMPP_CONFIG, type SmppConfig } from './config.ts'
export { deliverMessage } from './deliver-message.ts'
export { deliverReport } from './deliver-receipt.ts'
export { createSmppGateway, type SmppGateway } from './gateway.ts'
export type { ListenOptions, SmppGatewayParts } from './gateway-parts.ts'
export type { SmppWorld } from './operations/index.ts'
export type { OutbindResult, OutbindTarget } from './outbind.ts'
export type { RecordedSession } from './recorded-sessions.ts'
export type { SessionControl } from './session-control.ts'
export type { SessionDetails, SessionView } from './session-view.ts'
export { sessionOf } from './submission-reference.ts'
export type { TlsPort } from './tls-port.ts'
