import type {
  Account,
  AccountKind,
  AccountOf,
  Address,
  Delivery,
  Endpoint,
  Event,
  FailureReason,
  Instant,
  Message,
  MessageDelivery,
  MessageId,
  OwnedNumber,
  Phone,
  RepeatedBroadcast,
  ReportDelivery,
  WaitReason,
  WorldRecord,
} from './model/index.ts'
import type { KeptFault } from './network/fault-board.ts'

/** The world's time. */
export interface Clock {
  now(): Instant
}

/** Identities, unique in the process and ordered by time. */
export interface Ids {
  /** A safe integer, larger than every earlier one: the first of `count` consecutive ones that are all the caller's. */
  number(count?: number): number
  /** 32 lower-case hex digits, for SIDs and tokens; later ones sort later. */
  hex(): string
}

/** The world's dice: seeded, so that the same run again throws the same. */
export interface Chance {
  /** 0 <= x < 1 */
  next(): number
}

/** A change of the carrier's own rows. */
export type CoreChange =
  | { readonly layer: 'core'; readonly put: 'world'; readonly value: WorldRecord }
  | { readonly layer: 'core'; readonly put: 'account'; readonly value: Account }
  | { readonly layer: 'core'; readonly put: 'number'; readonly value: OwnedNumber }
  | { readonly layer: 'core'; readonly put: 'phone'; readonly value: Phone }
  | { readonly layer: 'core'; readonly put: 'broadcast'; readonly value: RepeatedBroadcast }
  | { readonly layer: 'core'; readonly put: 'fault'; readonly value: KeptFault }
  | {
      readonly layer: 'core'
      readonly put: 'message'
      readonly value: Message
      readonly evidence: Uint8Array | null
      /** Its copies, where the message is new. */
      readonly deliveries?: readonly MessageDelivery[]
    }
  /** A delivery as it stands now, with the report that its outcome owes. */
  | {
      readonly layer: 'core'
      readonly put: 'delivery'
      readonly value: Delivery
      readonly owes?: ReportDelivery | null
    }
  | { readonly layer: 'core'; readonly put: 'content'; readonly hash: string; readonly octets: Uint8Array }
  | { readonly layer: 'core'; readonly remove: 'account'; readonly kind: AccountKind; readonly key: string }
  | { readonly layer: 'core'; readonly remove: 'number'; readonly key: Address }
  | { readonly layer: 'core'; readonly remove: 'phone'; readonly key: Address }
  | { readonly layer: 'core'; readonly remove: 'broadcast'; readonly key: MessageId }
  | { readonly layer: 'core'; readonly remove: 'fault'; readonly key: string }
  | { readonly layer: 'core'; readonly remove: 'message'; readonly key: MessageId }

/** A change of some layer's rows; the store knows the layers by name. */
export type Change = { readonly layer: string }

/** What a step decided: rows and events that land together or not at all. */
export type Decision<T> = {
  readonly answer: T
  readonly changes: readonly Change[]
  readonly events: readonly Event[]
}

/** The carrier's rows of one world. Inside a unit of work it sees what earlier units of the batch decided. */
export interface CarrierReader {
  world(): WorldRecord
  phone(number: Address): Phone | undefined
  phones(): readonly Phone[]
  number(number: Address): OwnedNumber | undefined
  numbers(): readonly OwnedNumber[]
  /** Broadcasts that will be said again. */
  broadcasts(): readonly RepeatedBroadcast[]
  /** Fault rules, in the order in which they were posted. */
  faults(): readonly KeptFault[]
  account<K extends AccountKind>(kind: K, key: string): AccountOf<K> | undefined
  accounts<K extends AccountKind>(kind: K): readonly AccountOf<K>[]
  message(id: MessageId): Message | undefined
  /** Newest first, at most `limit`, with ids below `before`. */
  messages(page: { readonly before?: MessageId; readonly limit: number }): readonly Message[]
  /** The newest multimedia message that a handset handed in under this reference. */
  handedIn(origin: Endpoint, reference: string): Message | undefined
  evidence(id: MessageId): Uint8Array | undefined
  delivery(id: number): Delivery | undefined
  deliveriesOf(id: MessageId): readonly Delivery[]
  /** Unsettled deliveries due at `now`, oldest first. */
  due(now: Instant, limit: number): readonly Delivery[]
  /** Unsettled deliveries of one endpoint with ids above `after`, in the order of their ids. */
  unsettled(endpoint: Endpoint, page: { readonly after: number; readonly limit: number }): readonly Delivery[]
  /** The earliest attempt of all, or the earliest later than `after`. */
  nextDueAt(after?: Instant): Instant | undefined
  content(hash: string): Uint8Array | undefined
}

/** A unit of work on its way through the store. Exactly one of `committed` and `refused` ends it. */
export interface Work {
  /** Called inside the open batch, possibly twice; what it answers is applied at once. */
  decide(): Pick<Decision<unknown>, 'changes' | 'events'>
  committed(): void
  refused(error: unknown): void
}

/** One world's part of the store. Nothing else writes. */
export interface Store {
  readonly read: CarrierReader
  /** Puts one unit of work into the next batch. A unit that throws is refused alone. */
  enqueue(work: Work): void
}

export type Offer = { readonly delivery: MessageDelivery; readonly message: Message }
export type Tidings = { readonly delivery: ReportDelivery; readonly message: Message }

/** What came of an offer. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** The handset knows of it; tell it again if it has not come for it by then. */
  | { readonly kind: 'notified'; readonly againAfterMs: number }
  | { readonly kind: 'wait'; readonly reason: WaitReason; readonly againAfterMs?: number }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly code?: number }

/** A verdict with what the endpoint itself wants written in the same commit. */
export type Settlement = {
  readonly verdict: Verdict
  readonly changes?: readonly Change[]
  readonly events?: readonly Event[]
}

/** A verdict known now, or a function that decides inside the unit of work that writes it. */
export type Outcome = Verdict | (() => Settlement)

/** The way to one kind of endpoint. Called outside any unit of work; at most once at a time per delivery. */
export interface Outlet {
  offer(offer: Offer): Outcome | Promise<Outcome>
  tell(tidings: Tidings): Outcome | Promise<Outcome>
}
