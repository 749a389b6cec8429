/**
 * The virtual phones. They speak short message user data and MM1 octets through a `HandsetTransport`, thread by From,
 * To and Cc without themselves, and show only what they decoded.
 *
 * `createHandsets` makes the phones of a world; `worker` goes to the world's agenda. `createHandsetOutlet` is the
 * carrier's way to them. `createInProcessTransport` is their way back.
 */
export { acknowledgementOf } from './errands/answer.ts'
export type { Evidence } from './evidence.ts'
export { createHandsets, Handsets, type HandsetsParts, type Sent, type StatusReport } from './handsets.ts'
export type {
  HandsetChange,
  HandsetReader,
  NotificationView,
  PhoneMessage,
  ThreadView,
} from './model/index.ts'
export { type Carried, createHandsetOutlet, type HandsetMmsc, type HandsetOutletParts } from './outlet.ts'
export type { Landing } from './receive/landing.ts'
export type { ReceivedSms } from './receive/sms.ts'
export type { Draft, DraftMedia, Refused } from './send/draft.ts'
export {
  createInProcessTransport,
  type HandsetTransport,
  type Mm1Answer,
  type Mm1Reply,
  type Mm1Request,
  type OutgoingSms,
} from './transport.ts'
