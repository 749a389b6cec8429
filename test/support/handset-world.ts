import {
  type Address,
  Carrier,
  FaultBoard,
  type FaultEffect,
  type FaultPoint,
  type FaultWhen,
  newPhone,
  type Outlet,
  type Phone,
  type SmsContent,
  type WorldRecord,
} from '../../src/core/index.ts'
import {
  createMm1Gateway,
  type ImageAdapter,
  type Mm1Answer,
  type Mm1Gateway,
  type Mm1Request,
} from '../../src/gateways/mm1/index.ts'
import {
  createHandsetOutlet,
  createHandsets,
  createInProcessTransport,
  type HandsetReader,
  type Handsets,
  type HandsetTransport,
} from '../../src/handsets/index.ts'
import { Agenda, contentHash, createChance, createIds, WorldClock } from '../../src/runtime/index.ts'
import { openHandsetRows } from '../../src/store/handsets/rows.ts'
import { PartylineDatabase, type WorldStore } from '../../src/store/index.ts'
import { killed } from './killed.ts'

export const ANA = '+12025550101' as Address
export const BEN = '+12025550102' as Address
export const CLEO = '+12025550103' as Address
export const NOON = Date.UTC(2026, 0, 5, 12)

const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'e1',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'frozen', now: NOON },
}
const NOBODY: Outlet = {
  offer: () => ({ kind: 'wait', reason: 'not-bound' }),
  tell: () => ({ kind: 'wait', reason: 'not-bound' }),
}

export type HandsetWorldOptions = {
  /** A file to open again after a restart. */
  readonly path?: string
  readonly now?: number
  /** Where the MMSC says that it is. */
  readonly baseUrl?: string
  readonly images?: ImageAdapter
  readonly oversize?: 'refuse' | 'pass' | 'strip'
  /** Stands between the phones and the network: loses, repeats, holds back. */
  readonly via?: (transport: HandsetTransport) => HandsetTransport
}

/** A whole carrier with phones and an MMSC, in memory, with a clock that the test winds. */
export class HandsetWorld {
  readonly clock: WorldClock
  readonly store: WorldStore
  readonly carrier: Carrier
  readonly handsets: Handsets
  readonly mm1: Mm1Gateway
  readonly agenda: Agenda
  readonly faults: unknown[] = []
  readonly rules: FaultBoard
  private readonly database: PartylineDatabase
  private readonly path: string

  constructor({
    path = ':memory:',
    now = NOON,
    via = (transport) => transport,
    baseUrl = 'http://localhost:8398',
    ...adaptation
  }: HandsetWorldOptions = {}) {
    this.path = path
    this.clock = new WorldClock({ mode: 'frozen', now })
    this.database = new PartylineDatabase({ path }, { handsets: openHandsetRows })
    const known = this.database.worlds()[0]
    this.store = this.database.openWorld(known ?? RECORD, () => this.clock.now())
    const ids = createIds()
    const onFault = (error: unknown) => void this.faults.push(error)
    this.agenda = new Agenda(this.clock, onFault)
    this.rules = new FaultBoard(this.clock, createChance(1))
    const carrier = () => this.carrier
    this.mm1 = createMm1Gateway({
      carrier,
      read: this.store.read,
      clock: this.clock,
      hash: contentHash,
      baseUrl: () => baseUrl,
      maxSizes: { message: 1_048_576 },
      faults: this.rules,
      ...adaptation,
    })
    const common = { clock: this.clock, ids, poke: this.agenda.poke, onFault }
    this.handsets = createHandsets({
      ...common,
      reader: this.store.layer<HandsetReader>('handsets'),
      carrier,
      hash: contentHash,
      transport: via(createInProcessTransport(this.mm1)),
    })
    const handset = createHandsetOutlet({
      ...{ read: this.store.read, mm1: this.mm1 },
      handsets: this.handsets,
      faults: this.rules,
    })
    const outlets = { handset, smpp: NOBODY, mm7: NOBODY, twilio: NOBODY }
    this.carrier = new Carrier({ ...common, store: this.store, outlets, faults: this.rules })
    this.agenda.add({
      name: 'carrier',
      nextDueAt: () => this.carrier.nextDueAt(),
      turn: () => this.carrier.turn(),
      pending: () => this.carrier.pending(),
    })
    this.agenda.add(this.handsets.worker)
  }

  /** The world's first rows: Ana, Ben and Cleo, who have each other's names. */
  async begin(): Promise<this> {
    const names = { [ANA]: 'Ana', [BEN]: 'Ben', [CLEO]: 'Cleo' }
    await this.carrier.run((unit) => {
      unit.put({ layer: 'core', put: 'world', value: RECORD })
      for (const [number, name] of Object.entries(names)) {
        unit.put({ layer: 'core', put: 'phone', value: { ...newPhone(number as Address, name), contacts: names } })
      }
    })
    return this
  }

  /** Everything that is due has happened. */
  async settle(): Promise<void> {
    this.agenda.poke()
    await this.agenda.idle()
  }

  async advance(ms: number): Promise<void> {
    await this.agenda.advance(ms)
  }

  /** Changes a phone as its owner would, and tells it so. */
  async turn(number: Address, to: Partial<Phone>): Promise<void> {
    await this.carrier.run((unit) => {
      unit.put({ layer: 'core', put: 'phone', value: { ...unit.read.phone(number)!, ...to } })
    })
    await this.carrier.wake({ kind: 'handset', key: number })
    await this.handsets.changed({ number })
    await this.settle()
  }

  async send(from: Address, to: readonly string[], text: string, more: { subject?: string; jpeg?: Uint8Array } = {}) {
    const { subject, jpeg } = more
    const sent = await this.handsets.send(from, {
      to,
      text,
      ...(subject !== undefined && { subject }),
      ...(jpeg && { media: [{ contentType: 'image/jpeg', filename: 'beach.jpg', octets: jpeg }] }),
    })
    await this.settle()
    return sent
  }

  /** One request of a handset to the MMSC, with the answer as it comes in the end. */
  async request(request: Mm1Request): Promise<Mm1Answer> {
    const reply = await this.mm1.handle(request)
    return 'heldForMs' in reply ? reply.answer() : reply
  }

  /** The network misbehaves at one place from now on. */
  fault(at: FaultPoint, then: FaultEffect, when: FaultWhen = { kind: 'always' }): void {
    this.rules.post({ id: `${at} ${this.rules.list().length}`, at, query: '', matches: () => true, when, then })
  }

  /** A short message from one phone's number to another, as octets. */
  async sms(from: Address, to: Address, content: Partial<SmsContent> & Pick<SmsContent, 'segments'>): Promise<void> {
    const defaults = { kind: 'sms' as const, text: null, dataCoding: 0, hasHeader: false }
    await this.carrier.submit({
      origin: { kind: 'handset', key: from },
      from,
      to: [to],
      content: { ...defaults, ...content },
    })
    await this.settle()
  }

  /** What stands on a phone's screen: each message as `thread < from: text`. */
  screen(phone: Address): string[] {
    return this.handsets.messages(phone).map(({ thread, from, text }) => `${thread} < ${from}: ${text}`)
  }

  texts(phone: Address): string[] {
    return this.handsets.messages(phone).map(({ text }) => text)
  }

  eventsOf(type: string): Record<string, unknown>[] {
    return this.store.journal
      .read(0, 10_000)
      .map(({ event }) => event as Record<string, unknown>)
      .filter((event) => event.type === type)
  }

  /** An orderly end. */
  stop(): void {
    this.agenda.stop()
    this.database.close()
  }

  /** As a process that ends between two commits. */
  kill(): void {
    if (this.path === ':memory:') this.stop()
    else killed(this.path, () => this.stop())
  }
}
