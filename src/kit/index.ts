// partyline/test: a carrier for tests. Everything goes through the public HTTP API; docs/testing.md tells the story.
export type {
  FaultPlace,
  FaultPreset,
  FaultRule,
  Journey,
  NetworkMessage,
  PhoneMessage,
  PhoneSettings,
  Thread,
  WaitingMms,
  WorldFacts,
} from './api.ts'
export { Carrier, type CarrierOptions, type ClockWish, startCarrier, type WorldWish } from './carrier.ts'
export { Esme, type EsmeMessage, type EsmePdu } from './clients/esme.ts'
export { type Submitted, Vasp, type VaspHeard } from './clients/vasp.ts'
export type { Conditions } from './conditions.ts'
export { ControlError } from './control-client.ts'
export type { Duration } from './duration.ts'
export { Fault } from './fault.ts'
export { matchers, type PartylineMatchers } from './matchers.ts'
export { type Draft, type Media, Phone } from './phone.ts'
export { MessageCame, NothingCame, type WaitOptions } from './wait.ts'
export { World } from './world.ts'
export { WorldClock } from './world-clock.ts'
