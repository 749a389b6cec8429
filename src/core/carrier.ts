import { Unit, type UnitParts } from './flow/unit.ts'
import {
  type Accepted,
  type Delivery,
  type Endpoint,
  type EndpointKind,
  type Instant,
  isSettled,
  type Refusal,
  type Submission,
  type WaitReason,
} from './model/index.ts'
import type { FaultBoard } from './network/fault-board.ts'
import type { CarrierReader, Clock, Ids, Outlet, Store, Verdict, Work } from './ports.ts'
import { type OnFault, Pump } from './pump.ts'

const WAKE_PAGE = 500

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
  readonly onFault: OnFault
}

/** One world's carrier: the one door in, and the pump that takes messages on to their endpoints. */
export class Carrier {
  readonly read: CarrierReader
  private readonly store: Store
  private readonly unit: UnitParts
  private readonly pump: Pump

  constructor({ store, clock, ids, faults, outlets, poke, onFault }: CarrierParts) {
    this.read = store.read
    this.store = store
    this.unit = { read: store.read, clock, ids, faults, touch: (deliveryId) => this.pump.supersede(deliveryId) }
    this.pump = new Pump({ store, unit: this.unit, outlets, poke, onFault })
  }

  /** The one way in. Resolves after the commit. */
  submit(submission: Submission): Promise<Accepted | Refusal> {
    return this.run((unit) => unit.submit(submission))
  }

  /** Runs one unit of work: everything it decides is written together, then the answer is given. */
  run<T>(work: (unit: Unit) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.store.enqueue(new Errand({ parts: this.unit, pump: this.pump, work, resolve, reject }))
    })
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

  /** The delivery as its next attempt leaves it, for whoever answers only then; undefined if it is gone. */
  nextAttempt(deliveryId: number): Promise<Delivery | undefined> {
    return this.pump.nextAttempt(deliveryId)
  }

  /**
   * What waits for this endpoint becomes due now, oldest first: it was bound, switched on or given an address, or has
   * room for so many again. Answers how many deliveries that are.
   */
  async wake(endpoint: Endpoint, atMost = Number.POSITIVE_INFINITY): Promise<number> {
    let woken = 0
    let after: number | undefined = 0
    while (after !== undefined && woken < atMost) {
      const from = { after, limit: atMost - woken }
      const page: WokenPage = await this.run((unit) => wakePage(unit, endpoint, from))
      woken += page.woken
      after = page.after
    }
    return woken
  }

  /** When the carrier next has something to do; undefined if nothing waits. */
  nextDueAt(): Instant | undefined {
    return this.pump.nextDueAt()
  }

  /** What is under way, in words. */
  pending(): readonly string[] {
    return this.pump.pending()
  }

  /** Takes up what is due: offers each delivery to its endpoint. Never called from inside a unit of work. */
  turn(): void {
    this.pump.turn()
  }
}

type ErrandParts<T> = {
  readonly parts: UnitParts
  readonly pump: Pump
  readonly work: (unit: Unit) => T
  readonly resolve: (answer: T) => void
  readonly reject: (error: unknown) => void
}

/** Somebody's unit of work, with a promise of its answer. */
class Errand<T> implements Work {
  private readonly parts: ErrandParts<T>
  private result: { readonly unit: Unit; readonly answer: T } | undefined

  constructor(parts: ErrandParts<T>) {
    this.parts = parts
  }

  decide(): Unit {
    const unit = new Unit(this.parts.parts)
    this.result = { unit, answer: this.parts.work(unit) }
    return unit
  }

  committed(): void {
    if (!this.result) return
    this.parts.pump.note(this.result.unit)
    this.parts.resolve(this.result.answer)
  }

  refused(error: unknown): void {
    this.parts.reject(error)
  }
}

/** `after` is the last id of the page, or undefined when it was the last page. */
type WokenPage = { readonly woken: number; readonly after: number | undefined }

function wakePage(unit: Unit, endpoint: Endpoint, { after, limit }: { after: number; limit: number }): WokenPage {
  const page = unit.read.unsettled(endpoint, { after, limit: WAKE_PAGE })
  let woken = 0
  for (const delivery of page) {
    if (woken === limit) break
    const { progress } = delivery
    if (progress.state !== 'waiting' || isHeldBack(progress.waitingFor) || progress.nextAttemptAt <= unit.now) continue
    const message = unit.read.message(delivery.messageId)
    if (!message) continue
    const due: Delivery = { ...delivery, progress: { ...progress, nextAttemptAt: unit.now } }
    unit.put({ layer: 'core', put: 'delivery', value: due })
    unit.leave({ delivery: due, message })
    woken += 1
  }
  return { woken, after: page.length === WAKE_PAGE ? page.at(-1)?.id : undefined }
}

/** Held back on purpose: waking the endpoint does not bring it forward. */
function isHeldBack(reason: WaitReason | null): boolean {
  return reason === 'scheduled' || reason === 'network-delay'
}
