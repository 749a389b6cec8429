import type { Carrier, Change, Clock, Event, Instant, Unit } from '../../core/index.ts'
import type { Errand, HandsetChange, HandsetMessage, HandsetReader, Notification, SeenMessage } from '../model/index.ts'
import { KnownContents } from '../receive/known-contents.ts'
import { NOTHING } from '../receive/landing.ts'
import { showIncomplete } from '../receive/sms.ts'
import type { HandsetTransport } from '../transport.ts'
import { acknowledge, decline, defer } from './answer.ts'
import { fetchMessage } from './fetch.ts'
import { postMessage } from './post.ts'
import { reportRead } from './read-report.ts'
import type { ErrandTools } from './tools.ts'

/** Retrievals and sendings under way at once, over all phones of a world. */
const AT_ONCE = 500
/** More than this many errands that wait for their turn are left in the store. */
const READY_LIMIT = 1_000
const FAULT_RETRY_MS = 5_000

export type ErrandsParts = {
  readonly reader: HandsetReader
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly transport: HandsetTransport
  readonly hash: (octets: Uint8Array) => string
  readonly poke: () => void
  readonly onFault: (error: unknown, what: string) => void
}

/** What phones do by themselves when it is due: retrieve, acknowledge, send, show what stayed incomplete. */
export class Errands {
  readonly name = 'handsets'
  private readonly parts: ErrandsParts
  private readonly tools: ErrandTools
  private readonly inFlight = new Map<string, Promise<void>>()
  /** What was just written and is due at once. */
  private ready: Errand[] = []
  /** Errands that were due again while they were still under way. */
  private readonly again = new Set<string>()
  private scanAt: Instant | undefined

  constructor(parts: ErrandsParts) {
    this.parts = parts
    this.scanAt = parts.reader.nextDueAt()
    this.tools = { ...parts, known: new KnownContents(parts.hash), late: new Map(), write: (work) => this.write(work) }
  }

  nextDueAt(): Instant | undefined {
    if (this.inFlight.size >= AT_ONCE) return undefined
    return this.ready.length > 0 ? this.parts.clock.now() : this.scanAt
  }

  pending(): readonly string[] {
    return [...this.inFlight.keys()]
  }

  /** Takes up what is due; each errand goes on by itself. */
  turn(): void {
    const ready = this.ready
    const taken = this.takeUp(ready)
    this.ready = ready.slice(taken)
    if (taken === ready.length) this.scan(this.parts.clock.now())
  }

  private scan(now: Instant): void {
    if (this.scanAt === undefined || this.scanAt > now) return
    const limit = AT_ONCE + this.inFlight.size
    const due = this.parts.reader.due(now, limit)
    if (this.takeUp(due) < due.length) return
    this.scanAt = due.length === limit ? now : this.parts.reader.nextDueAt(now)
  }

  /** Begins errands while there is room; answers how many. */
  private takeUp(errands: readonly Errand[]): number {
    for (const [index, errand] of errands.entries()) {
      if (this.inFlight.size >= AT_ONCE) return index
      void this.begin(errand)
    }
    return errands.length
  }

  /** Starts an errand unless it is under way; resolves when it has ended, however it ended. */
  begin(errand: Errand): Promise<void> {
    const what = nameOf(errand)
    const running = this.inFlight.get(what)
    if (running) {
      this.again.add(what)
      return running
    }
    const run = this.carryOut(errand, what)
    this.inFlight.set(what, run)
    return run
  }

  private async carryOut(errand: Errand, what: string): Promise<void> {
    try {
      await this.run(errand)
    } catch (error) {
      this.parts.onFault(error, what)
      this.noLaterThan(this.parts.clock.now() + FAULT_RETRY_MS)
    } finally {
      this.inFlight.delete(what)
      if (this.again.delete(what)) this.noLaterThan(this.parts.clock.now())
      this.parts.poke()
    }
  }

  /** A message that its sender wanted to hear of was deleted unread: told if that is possible now. */
  async reportDeleted({ message, read }: SeenMessage): Promise<void> {
    if (message.readReport !== 'asked' || read) return
    await this.begin({ kind: 'read-report', message })
  }

  /** Remembers when changes that are being written fall due. */
  note(changes: readonly Change[]): void {
    const now = this.parts.clock.now()
    for (const change of changes) {
      const at = dueAt(change)
      if (at === undefined || at === null) continue
      const errand = at <= now && this.ready.length < READY_LIMIT ? errandOf(change) : undefined
      if (errand) this.ready.push(errand)
      else this.noLaterThan(at)
    }
  }

  async write(
    work: (unit: Unit) => { readonly changes: readonly Change[]; readonly events: readonly Event[] },
  ): Promise<void> {
    const written = await this.parts.carrier().run((unit) => {
      const { changes, events } = work(unit)
      unit.change(...changes)
      unit.emit(...events)
      return changes
    })
    this.note(written)
  }

  private run(errand: Errand): Promise<void> {
    switch (errand.kind) {
      case 'post':
        return postMessage(this.tools, errand.message)
      case 'read-report':
        return reportRead(this.tools, errand.message)
      case 'notification':
        return this.goOnWith(errand.notification)
      case 'show-incomplete':
        return this.write((unit) => {
          const phone = unit.read.phone(errand.set.phone)
          const context = { reader: this.parts.reader, now: unit.now, ids: unit.ids }
          return phone ? showIncomplete(context, phone, errand.set) : NOTHING
        })
    }
  }

  private goOnWith(notification: Notification): Promise<void> {
    switch (notification.stage) {
      case 'defer':
        return defer(this.tools, notification)
      case 'acknowledge':
        return acknowledge(this.tools, notification)
      case 'fetch':
        return fetchMessage(this.tools, notification)
      case 'unrecognised':
        return decline(this.tools, notification)
      case 'deferred':
      case 'done':
        return Promise.resolve()
    }
  }

  private noLaterThan(at: Instant): void {
    this.scanAt = this.scanAt === undefined ? at : Math.min(this.scanAt, at)
  }
}

function nameOf(errand: Errand): string {
  switch (errand.kind) {
    case 'post':
      return `sending ${errand.message.id} from ${errand.message.phone}`
    case 'read-report':
      return `read report of ${errand.message.id} by ${errand.message.phone}`
    case 'notification':
      return `retrieval ${errand.notification.id} by ${errand.notification.phone}`
    case 'show-incomplete':
      return `parts ${errand.set.reference} from ${errand.set.from} to ${errand.set.phone}`
  }
}

function ownOf(change: Change): HandsetChange | undefined {
  // The layer's name says whose change it is.
  return change.layer === 'handsets' ? (change as HandsetChange) : undefined
}

/**
 * A notification that was written goes on without a look into the store: should the write fail after all, its errand
 * finds nothing to be done.
 */
function errandOf(change: Change): Errand | undefined {
  const own = ownOf(change)
  return own && 'put' in own && own.put === 'notification'
    ? { kind: 'notification', notification: own.value }
    : undefined
}

function dueAt(change: Change): Instant | null | undefined {
  const own = ownOf(change)
  if (!own || !('put' in own) || own.put === 'read') return undefined
  return own.put === 'part' ? own.value.dueAt : (own.value as HandsetMessage | Notification).nextAttemptAt
}
