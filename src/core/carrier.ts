import { tell } from './flow/report-fault.ts'
import { expiresAt } from './flow/settle.ts'
import { Unit } from './flow/unit.ts'
import {
  type Accepted,
  type Delivery,
  type Endpoint,
  type EndpointKind,
  endpointName,
  type Instant,
  isSettled,
  type Message,
  nextAttemptAt,
  type Refusal,
  type Submission,
  type WaitReason,
} from './model/index.ts'
import type { FaultBoard } from './network/fault-board.ts'
import { magicFailure } from './network/magic-numbers.ts'
import type { CarrierReader, Clock, Ids, Outcome, Outlet, Store, Verdict } from './ports.ts'

type Open = { readonly delivery: Delivery; readonly message: Message }
type Flight = { superseded: boolean; readonly what: string }

/** More than this many due deliveries are left in the store until the pump has caught up. */
const READY_LIMIT = 20_000
const OFFERS_PER_TURN = 5_000
/** The store is asked for more due deliveries only when fewer than this many are at hand. */
const SCAN_BELOW = 1_000
const WAKE_PAGE = 500
const FAULT_RETRY_MS = 5_000
const EXPIRED: Verdict = { kind: 'failed', reason: 'expired' }

export type CarrierParts = {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly outlets: Readonly<Record<EndpointKind, Outlet>>
  /** Rules that make the network misbehave. */
  readonly faults?: FaultBoard
  /** Called whenever the carrier may have something to do earlier than it said. */
  readonly poke: () => void
  /** Called once for an exception of ours on the way to an endpoint. */
  readonly onFault: (error: unknown, what: string) => void
}

/** One world's carrier: the one door in, and the pump that takes messages on to their endpoints. */
export class Carrier {
  readonly read: CarrierReader
  private readonly parts: CarrierParts
  private readonly ready = new Map<number, Open>()
  private readonly inFlight = new Map<number, Flight>()
  private scanAt: Instant | undefined

  constructor(parts: CarrierParts) {
    this.parts = parts
    this.read = parts.store.read
    this.scanAt = this.read.nextDueAt()
  }

  /** The one way in. Resolves after the commit. */
  submit(submission: Submission): Promise<Accepted | Refusal> {
    return this.run((unit) => unit.submit(submission))
  }

  /** Runs one unit of work: everything it decides is written together, then the answer is given. */
  run<T>(work: (unit: Unit) => T): Promise<T> {
    return this.commit(work, () => {})
  }

  /** Writes a verdict that came by another way than an offer (an m-acknowledge.ind, a cancel_sm); false if it was settled. */
  settle(deliveryId: number, verdict: Verdict): Promise<boolean> {
    return this.run((unit) => {
      const delivery = unit.read.delivery(deliveryId)
      const message = delivery && unit.read.message(delivery.messageId)
      if (!delivery || !message || isSettled(delivery)) return false
      unit.settle(delivery, message, verdict)
      return true
    })
  }

  /** Everything that waits for this endpoint becomes due now: it was bound, switched on or given an address. */
  async wake(endpoint: Endpoint): Promise<void> {
    let after: number | undefined = 0
    while (after !== undefined) {
      const from: number = after
      after = await this.run((unit) => wakePage(unit, endpoint, from))
    }
  }

  /** When the carrier next has something to do; undefined if nothing waits. */
  nextDueAt(): Instant | undefined {
    return this.ready.size > 0 ? this.parts.clock.now() : this.scanAt
  }

  /** What is under way, in words. */
  pending(): readonly string[] {
    return [...this.inFlight.values()].map(({ what }) => what)
  }

  /** Takes up what is due: offers each delivery to its endpoint. Never called from inside a unit of work. */
  turn(): void {
    const now = this.parts.clock.now()
    if (this.scanAt !== undefined && this.scanAt <= now && this.ready.size < SCAN_BELOW) this.scan(now)
    let offers = 0
    for (const [id, open] of this.ready) {
      if (offers++ === OFFERS_PER_TURN) return this.parts.poke()
      this.ready.delete(id)
      this.offer(open, now)
    }
  }

  private scan(now: Instant): void {
    const limit = SCAN_BELOW + this.inFlight.size + this.ready.size
    const due = this.read.due(now, limit)
    for (const delivery of due) {
      if (this.ready.has(delivery.id) || this.inFlight.has(delivery.id)) continue
      const message = this.read.message(delivery.messageId)
      if (message) this.ready.set(delivery.id, { delivery, message })
    }
    this.scanAt = due.length === limit ? now : this.read.nextDueAt(now)
  }

  private offer(open: Open, now: Instant): void {
    const { delivery } = open
    if (this.inFlight.has(delivery.id)) return
    const flight = {
      superseded: false,
      what: `${delivery.kind} ${delivery.messageId} to ${endpointName(delivery.endpoint)}`,
    }
    this.inFlight.set(delivery.id, flight)
    const outcome = verdictOfNetwork(open, now) ?? this.ask(open, flight)
    if (outcome instanceof Promise) {
      outcome.catch((error) => this.faulted(error, flight.what)).then((settled) => this.conclude(open, flight, settled))
    } else {
      this.conclude(open, flight, outcome)
    }
  }

  private ask({ delivery, message }: Open, { what }: Flight): Outcome | Promise<Outcome> {
    const outlet = this.parts.outlets[delivery.endpoint.kind]
    try {
      if (delivery.kind === 'message') return outlet.offer({ delivery, message })
      return tell(outlet, { delivery, message }, this.parts.faults)
    } catch (error) {
      return this.faulted(error, what)
    }
  }

  private faulted(error: unknown, what: string): Verdict {
    this.parts.onFault(error, what)
    return { kind: 'failed', reason: 'unknown-error' }
  }

  private conclude({ delivery, message }: Open, flight: Flight, outcome: Outcome): void {
    const landed = () => this.inFlight.delete(delivery.id)
    const work = (unit: Unit) => {
      if (flight.superseded) return
      if (typeof outcome !== 'function') return unit.conclude(delivery, message, outcome)
      const { verdict, changes = [], events = [] } = outcome()
      unit.change(...changes)
      unit.emit(...events)
      unit.conclude(delivery, message, verdict)
    }
    this.commit(work, landed)
      .catch((error) => {
        landed()
        this.parts.onFault(error, flight.what)
        // Our bug or a failed commit: the rows stand as before, so look at them again.
        this.scanNoLaterThan(this.parts.clock.now() + FAULT_RETRY_MS)
      })
      .finally(this.parts.poke)
  }

  private async commit<T>(work: (unit: Unit) => T, landed: () => void): Promise<T> {
    const { store, clock, ids, faults } = this.parts
    const touch = (deliveryId: number) => this.supersede(deliveryId)
    let unit = new Unit({ read: this.read, now: clock.now(), ids, touch, faults })
    const answer = await store.run(() => {
      unit = new Unit({ read: this.read, now: clock.now(), ids, touch, faults })
      return { answer: work(unit), changes: unit.changes, events: unit.events }
    })
    landed()
    this.note(unit)
    return answer
  }

  private supersede(deliveryId: number): void {
    this.ready.delete(deliveryId)
    const flight = this.inFlight.get(deliveryId)
    if (flight) flight.superseded = true
  }

  /** After a commit: what is due goes on at once, what is later is fetched from the store when its time comes. */
  private note({ open, now }: Unit): void {
    for (const one of open) {
      const at = nextAttemptAt(one.delivery)
      if (at === null) continue
      if (at <= now && this.ready.size < READY_LIMIT) this.ready.set(one.delivery.id, one)
      else this.scanNoLaterThan(at)
    }
    if (open.length > 0) this.parts.poke()
  }

  private scanNoLaterThan(at: Instant): void {
    this.scanAt = this.scanAt === undefined ? at : Math.min(this.scanAt, at)
  }
}

/** What the network itself decides before the endpoint is asked. */
function verdictOfNetwork({ delivery, message }: Open, now: Instant): Verdict | undefined {
  if (now >= expiresAt(delivery, message)) return EXPIRED
  const failure = delivery.kind === 'message' ? magicFailure(delivery.recipient) : undefined
  return failure && { kind: 'failed', ...failure }
}

/** Wakes one page; answers the last id of the page, or undefined when it was the last page. */
function wakePage(unit: Unit, endpoint: Endpoint, after: number): number | undefined {
  const page = unit.read.unsettled(endpoint, { after, limit: WAKE_PAGE })
  for (const delivery of page) {
    const { progress } = delivery
    if (progress.state !== 'waiting' || isHeldBack(progress.waitingFor) || progress.nextAttemptAt <= unit.now) continue
    const message = unit.read.message(delivery.messageId)
    if (!message) continue
    const woken: Delivery = { ...delivery, progress: { ...progress, nextAttemptAt: unit.now } }
    unit.put({ layer: 'core', put: 'progress', value: woken })
    unit.open.push({ delivery: woken, message })
  }
  return page.length === WAKE_PAGE ? page.at(-1)?.id : undefined
}

/** Held back on purpose: waking the endpoint does not bring it forward. */
function isHeldBack(reason: WaitReason | null): boolean {
  return reason === 'scheduled' || reason === 'network-delay'
}
