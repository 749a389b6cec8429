import { tell } from './flow/report-fault.ts'
import { expiresAt, type Offered } from './flow/settle.ts'
import { Unit, type UnitParts } from './flow/unit.ts'
import { IdTable } from './id-table.ts'
import { type Delivery, type EndpointKind, endpointName, type Instant, nextAttemptAt } from './model/index.ts'
import { magicFailure } from './network/magic-numbers.ts'
import type { Outcome, Outlet, Store, Verdict, Work } from './ports.ts'

/** More than this many due deliveries are left in the store until the pump has caught up. */
const READY_LIMIT = 20_000
const OFFERS_PER_TURN = 5_000
/** The store is asked for more due deliveries only when fewer than this many are at hand. */
const SCAN_BELOW = 1_000
const FAULT_RETRY_MS = 5_000
const EXPIRED: Verdict = { kind: 'failed', reason: 'expired' }
const OUR_FAULT: Verdict = { kind: 'failed', reason: 'unknown-error' }

/** Hears of our own mistakes, and what they are found by. */
export type OnFault = (error: unknown, what: string, about?: Readonly<Record<string, unknown>>) => void

export type PumpParts = {
  readonly store: Store
  readonly unit: UnitParts
  readonly outlets: Readonly<Record<EndpointKind, Outlet>>
  readonly poke: () => void
  readonly onFault: OnFault
}

/** Takes what is due to its endpoint, and what comes of it to the store. */
export class Pump {
  private readonly parts: PumpParts
  /** Everything that is about to be offered or was, by delivery. */
  private readonly flights = new IdTable<Flight>()
  /** What is about to be offered, in order. */
  private ready: Flight[] = []
  private readonly watchers = new Map<number, (delivery: Delivery | undefined) => void>()
  private scanAt: Instant | undefined

  constructor(parts: PumpParts) {
    this.parts = parts
    this.scanAt = parts.unit.read.nextDueAt()
  }

  nextDueAt(): Instant | undefined {
    return this.ready.length > 0 ? this.parts.unit.clock.now() : this.scanAt
  }

  /** What is under way, in words. */
  pending(): readonly string[] {
    return this.flights
      .values()
      .filter(({ isOffered }) => isOffered)
      .map(({ what }) => what)
  }

  turn(): void {
    const now = this.parts.unit.clock.now()
    if (this.scanAt !== undefined && this.scanAt <= now && this.ready.length < SCAN_BELOW) this.scan(now)
    const ready = this.ready
    this.ready = ready.length > OFFERS_PER_TURN ? ready.splice(OFFERS_PER_TURN) : []
    for (const flight of ready) if (!flight.isSuperseded) this.offer(flight, now)
    if (this.ready.length > 0) this.parts.poke()
  }

  /** After a commit: what is due goes on at once, what is later is fetched from the store when its time comes. */
  note({ open, now }: Unit): void {
    for (const one of open) {
      const at = nextAttemptAt(one.delivery)
      if (at === null) continue
      if (at <= now && this.ready.length < READY_LIMIT) this.prepare(one)
      else this.scanNoLaterThan(at)
    }
    if (open.length > 0) this.parts.poke()
  }

  /** The delivery as its next attempt leaves it; ask before the turn that attempts it. */
  nextAttempt(deliveryId: number): Promise<Delivery | undefined> {
    return new Promise((resolve) => this.watchers.set(deliveryId, resolve))
  }

  /** An offer still under way no longer counts. */
  supersede(deliveryId: number): void {
    const flight = this.flights.get(deliveryId)
    if (!flight) return
    flight.isSuperseded = true
    if (!flight.isOffered) this.flights.take(deliveryId)
  }

  /** A flight has come to its end; `unit` is what was committed of it. */
  landed(flight: Flight, end: Unit | { readonly error: unknown }): void {
    if (this.flights.get(flight.id) === flight) this.flights.take(flight.id)
    if (end instanceof Unit) this.note(end)
    else {
      this.parts.onFault(end.error, flight.what, flight.about)
      // Our bug or a failed commit: the rows stand as before, so look at them again.
      this.scanNoLaterThan(this.parts.unit.clock.now() + FAULT_RETRY_MS)
    }
    this.parts.poke()
    if (this.watchers.size > 0) this.tellWatcher(flight.id)
  }

  private tellWatcher(deliveryId: number): void {
    this.watchers.get(deliveryId)?.(this.parts.unit.read.delivery(deliveryId))
    this.watchers.delete(deliveryId)
  }

  private scan(now: Instant): void {
    const { read } = this.parts.unit
    const limit = SCAN_BELOW + this.flights.size
    const due = read.due(now, limit)
    for (const delivery of due) {
      if (this.flights.get(delivery.id)) continue
      const message = read.message(delivery.messageId)
      if (message) this.prepare({ delivery, message })
    }
    this.scanAt = due.length === limit ? now : read.nextDueAt(now)
  }

  /** An offer of the same delivery that is still under way goes first, unless it no longer counts. */
  private prepare(offered: Offered): void {
    const before = this.flights.get(offered.delivery.id)
    if (before && !before.isSuperseded) return
    const flight = new Flight(this, this.parts.unit, offered)
    this.flights.set(flight.id, flight)
    this.ready.push(flight)
  }

  private offer(flight: Flight, now: Instant): void {
    flight.isOffered = true
    const outcome = verdictOfNetwork(flight.offered, now) ?? this.ask(flight)
    if (!(outcome instanceof Promise)) return this.conclude(flight, outcome)
    outcome.then(
      (settled) => this.conclude(flight, settled),
      (error) => this.conclude(flight, this.faulted(error, flight)),
    )
  }

  private ask(flight: Flight): Outcome | Promise<Outcome> {
    const { delivery, message } = flight.offered
    const outlet = this.parts.outlets[delivery.endpoint.kind]
    try {
      if (delivery.kind === 'message') return outlet.offer({ delivery, message })
      return tell(outlet, { delivery, message }, this.parts.unit.faults)
    } catch (error) {
      return this.faulted(error, flight)
    }
  }

  private faulted(error: unknown, { what, about }: Flight): Verdict {
    this.parts.onFault(error, what, about)
    return OUR_FAULT
  }

  private conclude(flight: Flight, outcome: Outcome): void {
    flight.outcome = outcome
    this.parts.store.enqueue(flight)
  }

  private scanNoLaterThan(at: Instant): void {
    this.scanAt = this.scanAt === undefined ? at : Math.min(this.scanAt, at)
  }
}

/** One delivery on its way to its endpoint; then the unit of work that writes what came of it. */
class Flight implements Work {
  readonly id: number
  outcome: Outcome = OUR_FAULT
  isOffered = false
  isSuperseded = false
  private readonly pump: Pump
  private readonly parts: UnitParts
  readonly offered: Offered
  private unit: Unit | undefined

  constructor(pump: Pump, parts: UnitParts, offered: Offered) {
    this.id = offered.delivery.id
    this.pump = pump
    this.parts = parts
    this.offered = offered
  }

  get about(): Readonly<Record<string, unknown>> {
    const { id, messageId } = this.offered.delivery
    return { messageId: String(messageId), deliveryId: String(id) }
  }

  get what(): string {
    const { kind, messageId, endpoint } = this.offered.delivery
    return `${kind} ${messageId} to ${endpointName(endpoint)}`
  }

  decide(): Unit {
    this.unit = new Unit(this.parts)
    if (!this.isSuperseded) this.write(this.unit)
    return this.unit
  }

  committed(): void {
    if (this.unit) this.pump.landed(this, this.unit)
  }

  refused(error: unknown): void {
    this.pump.landed(this, { error })
  }

  private write(unit: Unit): void {
    const { delivery, message } = this.offered
    if (typeof this.outcome !== 'function') return unit.conclude(delivery, message, this.outcome)
    const { verdict, changes = [], events = [] } = this.outcome()
    unit.change(...changes)
    unit.emit(...events)
    unit.conclude(delivery, message, verdict)
  }
}

/** What the network itself decides before the endpoint is asked. */
function verdictOfNetwork({ delivery, message }: Offered, now: Instant): Verdict | undefined {
  if (now >= expiresAt(delivery, message)) return EXPIRED
  const failure = delivery.kind === 'message' ? magicFailure(delivery.recipient) : undefined
  return failure && { kind: 'failed', ...failure }
}
