import {
  type Accepted,
  type Delivery,
  type Event,
  type Instant,
  isSettled,
  type Message,
  type MessageDelivery,
  type Refusal,
  type Submission,
} from '../model/index.ts'
import type { FaultBoard } from '../network/fault-board.ts'
import type { CarrierReader, Change, Clock, CoreChange, Ids, Verdict } from '../ports.ts'
import { reportOn, settle } from './settle.ts'
import { submit } from './submit.ts'

export type UnitParts = {
  readonly read: CarrierReader
  readonly clock: Clock
  readonly ids: Ids
  /** Told of every delivery that is settled by another way than its offer. */
  readonly touch: (deliveryId: number) => void
  /** Rules that make the network misbehave. */
  readonly faults?: FaultBoard | undefined
}

/** A delivery that is not settled, with its message. */
export type Open = { readonly delivery: Delivery; readonly message: Message }

/**
 * One unit of work: collects what its steps decide, to be written together or not at all. Reads see earlier units of
 * the batch, not this one's own decisions.
 */
export class Unit {
  readonly read: CarrierReader
  readonly now: Instant
  readonly ids: Ids
  private decidedChanges: readonly Change[] = []
  private decidedEvents: readonly Event[] = []
  private leftOpen: readonly Open[] = []
  readonly faults: FaultBoard | undefined
  private readonly touch: (deliveryId: number) => void

  constructor(parts: UnitParts) {
    this.read = parts.read
    this.now = parts.clock.now()
    this.ids = parts.ids
    this.touch = parts.touch
    this.faults = parts.faults
  }

  get changes(): readonly Change[] {
    return this.decidedChanges
  }

  get events(): readonly Event[] {
    return this.decidedEvents
  }

  /** Deliveries that this unit leaves unsettled, with their messages. */
  get open(): readonly Open[] {
    return this.leftOpen
  }

  /** Takes a submission in; a refusal leaves this unit as it was. */
  submit(submission: Submission): Accepted | Refusal {
    const { answer, changes, events, message, deliveries } = submit(this, submission)
    if (!message) return answer
    this.change(...changes)
    this.emit(...events)
    this.leave(...deliveries.map((delivery) => ({ delivery, message })))
    return answer
  }

  /** Writes a verdict that came by another way than an offer: an offer still under way no longer counts. */
  settle(delivery: Delivery, message: Message, verdict: Verdict): void {
    this.touch(delivery.id)
    this.conclude(delivery, message, verdict)
  }

  /** Writes what came of an offer, and the report it owes. */
  conclude(delivery: Delivery, message: Message, verdict: Verdict): void {
    const decided = settle({ delivery, message }, verdict, this.now)
    this.change(decided.change)
    this.emit(decided.event)
    if (!isSettled(decided.delivery)) this.leave({ delivery: decided.delivery, message })
    if (decided.report) this.leave({ delivery: decided.report, message })
  }

  /** What the person did with a message that arrived, on its way to the sender who asked to hear of it. */
  report(delivery: MessageDelivery, message: Message, status: 'read' | 'deleted'): void {
    const report = reportOn(delivery, message, { status, at: this.now })
    this.put({ layer: 'core', put: 'delivery', value: report })
    this.leave({ delivery: report, message })
  }

  change(...changes: readonly Change[]): void {
    this.decidedChanges = joined(this.decidedChanges, changes)
  }

  /** A change of the carrier's own rows, checked by its type. */
  put(change: CoreChange): void {
    this.change(change)
  }

  emit(...events: readonly Event[]): void {
    this.decidedEvents = joined(this.decidedEvents, events)
  }

  /** What has yet to be tried, or tried again. */
  leave(...open: readonly Open[]): void {
    this.leftOpen = joined(this.leftOpen, open)
  }
}

/** Most units decide once: that needs no room for more, as an array has that grows. */
function joined<T>(before: readonly T[], more: readonly T[]): readonly T[] {
  return before.length === 0 ? more : [...before, ...more]
}
