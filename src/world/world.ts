import { capture, type RecordedSession } from '../captures/index.ts'
import type { Conversations } from '../conversations/index.ts'
import type {
  Carrier,
  CarrierReader,
  ClockSetting,
  CoreChange,
  FaultBoard,
  Ids,
  Inventory,
  WorldRecord,
} from '../core/index.ts'
import type { ControlWorld } from '../gateways/control/index.ts'
import type { Mm1Gateway } from '../gateways/mm1/index.ts'
import { type Journey, journeyOf } from '../journey/index.ts'
import type { Ports } from '../options.ts'
import { WorldClock } from '../runtime/index.ts'
import { ARCHIVE_FORMAT, type Archive, withoutCredentials } from './archive.ts'
import { encodingsOf } from './encodings.ts'
import { mainInventory } from './inventory.ts'
import { bringToLife, type Living, type LivingParts } from './living.ts'
import { sentAgain, sessionOf } from './sent-again.ts'
import { type WorldInfo, worldInfo } from './world-info.ts'
import { WorldJournal } from './world-journal.ts'

export type WorldParts = LivingParts & {
  readonly record: WorldRecord
  readonly ports: () => Ports
  /** Requests by twilio.com host that ended here. */
  readonly caught: () => ReadonlyMap<string, number>
  /** SMPP sessions of the world of this name. */
  readonly sessions: (world: string) => ControlWorld['smpp']
  /** What they said beside messages, of late. */
  readonly recorded: (world: string) => readonly RecordedSession[]
  /** The world is about to be emptied or removed: its connections end. */
  readonly onClose: (world: string) => void
}

/** How many webhook calls are listed. */
const WEBHOOKS_SHOWN = 200
/** Webhook calls of a capture at the most: the newest. */
const WEBHOOKS_CAPTURED = 10_000

/** One world, put together. It stays the same object over a reset. */
export class World implements ControlWorld {
  readonly name: string
  readonly id: number
  readonly clock: WorldClock
  readonly journal: WorldJournal
  private readonly parts: WorldParts
  private record: WorldRecord
  private living: Living

  constructor(parts: WorldParts) {
    this.parts = parts
    this.record = parts.record
    this.name = parts.record.name
    this.id = parts.record.id
    this.clock = new WorldClock(parts.record.clock)
    this.living = bringToLife(parts, this.record, this.clock)
    this.journal = new WorldJournal(() => ({ journal: this.living.store.journal, epoch: this.record.epoch }))
    this.journal.follow()
  }

  get carrier(): Carrier {
    return this.living.carrier
  }
  get read(): CarrierReader {
    return this.living.store.read
  }
  get ids(): Ids {
    return this.parts.ids
  }
  get mm1(): Mm1Gateway {
    return this.living.mm1
  }
  get conversations(): Conversations {
    return this.living.conversations
  }
  get faults(): FaultBoard {
    return this.living.faults
  }
  get smpp(): ControlWorld['smpp'] {
    return this.parts.sessions(this.name)
  }
  get phones(): ControlWorld['phones'] {
    return this.living.handsets
  }
  /** Waits on the world's clock. */
  get wait(): (ms: number) => Promise<void> {
    return this.living.delays.wait
  }
  get inventory(): Inventory {
    return this.record.inventory ?? mainInventory()
  }

  /** Writes the world's first rows. */
  async begin(): Promise<void> {
    const changes = [{ layer: 'core', put: 'world', value: this.record } as const, ...changesOf(this.inventory)]
    const started = { type: 'world.started', epoch: this.record.epoch }
    await this.living.store.run(() => ({ answer: undefined, changes, events: [started] }))
  }

  async setClock(clock: ClockSetting): Promise<void> {
    this.clock.change(clock)
    this.record = { ...this.record, clock }
    await this.carrier.run((unit) => {
      unit.put({ layer: 'core', put: 'world', value: this.record })
      unit.emit({ type: 'clock.changed', ...clock })
    })
    this.living.agenda.poke()
  }

  async advance(ms: number, signal?: AbortSignal): Promise<void> {
    await this.living.agenda.advance(ms, signal)
    await this.setClock(this.clock.current)
  }

  idle(signal?: AbortSignal): Promise<boolean> {
    return this.living.agenda.idle(signal)
  }

  pending(): readonly string[] {
    return this.living.agenda.pending()
  }

  /** As it was at its first start: its accounts, numbers and phones, no messages, the clock as configured. */
  async reset(): Promise<void> {
    this.parts.onClose(this.name)
    this.close()
    this.parts.database.removeWorld(this.id)
    const { record } = this.parts
    this.record = { ...record, clock: record.firstClock ?? record.clock, epoch: this.ids.hex() }
    this.clock.change(this.record.clock)
    this.living = bringToLife(this.parts, this.record, this.clock)
    await this.begin()
    this.journal.follow()
  }

  /** Nothing of it acts any more; what is under way may still be written. */
  stop(): void {
    this.living.agenda.stop()
  }

  /** Its rows are about to go. */
  close(): void {
    this.stop()
    this.living.store.close()
  }

  /** Writes down how often its fault rules were asked so far. */
  async keepFaults(): Promise<void> {
    const rules = this.faults.list()
    if (rules.length === 0) return
    await this.carrier.run((unit) => {
      for (const { rule } of rules) {
        const value = this.faults.kept(rule.id)
        if (value) unit.put({ layer: 'core', put: 'fault', value })
      }
    })
  }

  sessions(): readonly object[] {
    return this.smpp.list()
  }

  webhooks(): readonly object[] {
    return this.conversations.reader.webhookCalls({ limit: WEBHOOKS_SHOWN })
  }

  /** Every call of a webhook that was answered. */
  private webhookAttempts() {
    const calls = this.conversations.reader.webhookCalls({ limit: WEBHOOKS_CAPTURED })
    return calls.flatMap(({ attempt }) =>
      attempt ? [{ at: attempt.at, ...attempt.request, response: attempt.response }] : [],
    )
  }

  resendWebhook(id: string): Promise<object | undefined> {
    return this.conversations.resend(id)
  }

  /** The world's messages, or one of them, as a capture file; passwords only on request. */
  capture(credentials: boolean, message?: number): Uint8Array {
    const { version, http, smpp } = this.parts.ports()
    const parts = {
      read: this.read,
      sentAgain: sentAgain(this.read, this.mm1),
      webhooks: () => this.webhookAttempts(),
      ports: { http, smpp },
      credentials,
      sessions: this.parts.recorded(this.name),
      sessionOf,
    }
    return capture(parts, { version, world: this.name, ...(message !== undefined && { message }) })
  }

  /** Every row of the world, to be opened elsewhere; passwords only on request. */
  archive(credentials: boolean): Archive {
    const dump = this.parts.database.dumpWorld(this.id)
    const tables = credentials ? dump : withoutCredentials(dump)
    return { format: ARCHIVE_FORMAT, version: this.parts.ports().version, world: this.name, tables }
  }

  /** The way of one message; undefined if there is none of this id. */
  journey(messageId: number): Journey | undefined {
    const mentioning = (text: string) => this.living.store.journal.mentioning(text)
    return journeyOf({ read: this.read, mentioning, encodedFor: encodingsOf(this.living) }, messageId)
  }

  info(): WorldInfo {
    return worldInfo(this, this.parts.ports(), this.parts.caught())
  }
}

function changesOf({ accounts, numbers, phones }: Inventory): CoreChange[] {
  return [
    ...accounts.map((value) => ({ layer: 'core', put: 'account', value }) as const),
    ...numbers.map((value) => ({ layer: 'core', put: 'number', value }) as const),
    ...phones.map((value) => ({ layer: 'core', put: 'phone', value }) as const),
  ]
}
