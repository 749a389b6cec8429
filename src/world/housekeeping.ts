import type { Carrier, Clock } from '../core/index.ts'
import type { StorageLimits } from '../options.ts'
import type { Worker } from '../runtime/index.ts'
import type { Evicted, StorageChange, StorageReader } from '../store/index.ts'

export type HousekeepingParts = {
  readonly limits: StorageLimits
  readonly reader: StorageReader
  readonly carrier: Carrier
  readonly clock: Clock
  readonly poke: () => void
  readonly onFault: (error: unknown, what: string) => void
}

/** More than the bound by this part, so that it is not swept for each message. */
const SLACK = 0.1
/** Of what could not go because it is on its way, how soon to look again: a part of the age. */
const AGAIN = 0.1

/** Keeps a world's store bounded, and says in the journal what it threw out. */
export class Housekeeping implements Worker {
  readonly name = 'storage'
  private readonly parts: HousekeepingParts
  private count: number
  private sweepAbove: number
  private lookAt: number | undefined
  private sweeping = false

  constructor(parts: HousekeepingParts) {
    this.parts = parts
    const { maxMessages = Number.POSITIVE_INFINITY } = parts.limits
    this.count = parts.reader.count()
    this.sweepAbove = maxMessages + Math.floor(maxMessages * SLACK)
    this.lookAt = this.ageLimitReachedAt()
  }

  /** So many messages more were accepted. */
  accepted(messages: number): void {
    this.count += messages
    this.lookAt ??= this.ageLimitReachedAt()
    if (this.count > this.sweepAbove) this.parts.poke()
  }

  nextDueAt(): number | undefined {
    if (this.sweeping) return undefined
    return this.count > this.sweepAbove ? this.parts.clock.now() : this.lookAt
  }

  turn(): void {
    const { carrier, clock, reader, onFault, poke } = this.parts
    const before = reader.evicted()
    const change: StorageChange = { layer: 'storage', evictBefore: this.evictBefore(), at: clock.now() }
    this.sweeping = true
    carrier
      .run((unit) => unit.change(change))
      .then(() => this.swept(difference(reader.evicted(), before)))
      .catch((error) => onFault(error, 'throwing out what is old'))
      .finally(() => {
        this.sweeping = false
        poke()
      })
  }

  pending(): readonly string[] {
    return this.sweeping ? ['storage is throwing out what is old'] : []
  }

  private async swept(gone: Evicted): Promise<void> {
    const { limits, reader, clock } = this.parts
    this.count = reader.count()
    const { maxMessages = Number.POSITIVE_INFINITY, maxAgeMs = 0 } = limits
    // What is on its way stays; it must not bring the next sweep at once.
    const base = Math.max(maxMessages, this.count)
    this.sweepAbove = base + Math.max(1, Math.floor(maxMessages * SLACK))
    const due = this.ageLimitReachedAt()
    const soonest = clock.now() + Math.max(1_000, maxAgeMs * AGAIN)
    this.lookAt = due === undefined ? undefined : gone.messages > 0 ? due : Math.max(due, soonest)
    if (gone.messages + gone.phoneMessages + gone.media === 0) return
    await this.parts.carrier.run((unit) => unit.emit({ type: 'storage.evicted', ...gone }))
  }

  /** Whichever bound asks for more. */
  private evictBefore(): number {
    const { limits, reader, clock } = this.parts
    const byCount = limits.maxMessages === undefined ? 0 : (reader.cutoff(limits.maxMessages) ?? 0)
    const byAge = limits.maxAgeMs === undefined ? 0 : reader.firstSince(clock.now() - limits.maxAgeMs + 1)
    return Math.max(byCount, byAge)
  }

  private ageLimitReachedAt(): number | undefined {
    const { limits, reader } = this.parts
    const oldest = limits.maxAgeMs === undefined ? undefined : reader.oldestAt()
    return oldest === undefined ? undefined : oldest + (limits.maxAgeMs ?? 0)
  }
}

function difference(after: Evicted, before: Evicted): Evicted {
  return {
    messages: after.messages - before.messages,
    phoneMessages: after.phoneMessages - before.phoneMessages,
    media: after.media - before.media,
  }
}
