export { Carrier, type CarrierParts } from './carrier.ts'
export { type Arrival, arrived, unrecorded } from './flow/recover.ts'
export { DEFAULT_VALIDITY_MS, MAX_RECIPIENTS } from './flow/submit.ts'
export type { Unit } from './flow/unit.ts'
export { IdTable } from './id-table.ts'
export * from './model/index.ts'
export { CARRIER_PROFILES, type CarrierProfile, carrierProfile, hasMms } from './network/carrier-profiles.ts'
export {
  FAULT_POINTS,
  FaultBoard,
  type FaultEffect,
  type FaultEffectName,
  type FaultPoint,
  type FaultRule,
  type FaultStruck,
  type FaultSubject,
  type FaultWhen,
  type KeptFault,
  type PostedFault,
} from './network/fault-board.ts'
export { forwardReference, previousMessages } from './network/forwarding.ts'
export { MAGIC_NUMBERS, magicNumber, magicSubmitStatus } from './network/magic-numbers.ts'
export { hasData, hasSignal, type Reachability, reachability } from './network/reachability.ts'
export type {
  CarrierReader,
  Chance,
  Change,
  Clock,
  CoreChange,
  Decision,
  Ids,
  Offer,
  Outcome,
  Outlet,
  Settlement,
  Store,
  Tidings,
  Verdict,
  Work,
} from './ports.ts'
export type { OnFault } from './pump.ts'
export { Recent } from './recent.ts'
