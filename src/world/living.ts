import {
  type Conversations,
  type ConversationsReader,
  createConversations,
  type HttpCall,
} from '../conversations/index.ts'
import { Carrier, FaultBoard, type Ids, type OnFault, type Outlet, type WorldRecord } from '../core/index.ts'
import { createMm1Gateway, type ImageAdapter, type Mm1Gateway, type Oversize } from '../gateways/mm1/index.ts'
import { BroadcastRepeater } from '../gateways/smpp/index.ts'
import {
  createHandsetOutlet,
  createHandsets,
  createInProcessTransport,
  type HandsetReader,
  type Handsets,
} from '../handsets/index.ts'
import type { StorageLimits } from '../options.ts'
import { Agenda, createChance, Delays, type WorldClock } from '../runtime/index.ts'
import { type PartylineDatabase, type StorageReader, WorldClosed, type WorldStore } from '../store/index.ts'
import { Housekeeping } from './housekeeping.ts'
import { restoreFaults, writeStrike } from './kept-faults.ts'

/** Everything of a world that is made anew when it is reset. */
export type Living = {
  readonly store: WorldStore
  readonly agenda: Agenda
  readonly carrier: Carrier
  readonly handsets: Handsets
  readonly mm1: Mm1Gateway
  readonly conversations: Conversations
  readonly faults: FaultBoard
  readonly delays: Delays
}

export type LivingParts = {
  readonly database: PartylineDatabase
  readonly ids: Ids
  /** The ways to ESMEs and VASPs of the world of this name. */
  readonly outlets: (world: string) => { readonly smpp: Outlet; readonly mm7: Outlet }
  readonly baseUrl: () => string
  /** SHA-256 of media octets in hex. */
  readonly hash: (octets: Uint8Array) => string
  /** What the MMSC does with messages that are too large for a recipient. */
  readonly adaptation: { readonly images: ImageAdapter; readonly oversize: Oversize }
  /** How applications are called; loopback and private networks alone, where nothing is said. */
  readonly http?: HttpCall
  /** How much is kept; all of it, where nothing is said. */
  readonly limits?: StorageLimits
  readonly onFault: OnFault
}

/** What the MMSC takes from a handset at the most; the US carriers' figures are lower and per profile. */
const MMS_OCTETS_MAX = 5 * 1024 * 1024

/** Puts a world's carrier, phones and applications together over its rows. */
export function bringToLife(parts: LivingParts, record: WorldRecord, clock: WorldClock): Living {
  const { database, ids, baseUrl, hash } = parts
  // What was under way when the world was removed or reset ends without a word.
  const onFault: OnFault = (error, what, about) =>
    error instanceof WorldClosed || parts.onFault(error, what, { world: record.name, ...about })
  const store = database.openWorld(record, () => clock.now())
  const agenda = new Agenda(clock, onFault)
  const { poke } = agenda
  const delays = new Delays(clock, poke)
  const faults = new FaultBoard(clock, createChance(record.settings.seed), (struck) => {
    const written = living.carrier.run((unit) => writeStrike(unit, faults, struck))
    written.catch((error) => onFault(error, 'fault'))
  })
  restoreFaults(faults, store.read)
  // Endpoints and carrier need each other; the endpoints ask for it when they act.
  const carrier = (): Carrier => living.carrier
  const mm1 = createMm1Gateway({
    carrier,
    read: store.read,
    clock,
    hash,
    baseUrl,
    maxSizes: { message: MMS_OCTETS_MAX },
    faults,
    ...parts.adaptation,
  })
  const handsets = createHandsets({
    reader: store.layer<HandsetReader>('handsets'),
    carrier,
    clock: store,
    ids,
    poke,
    hash,
    transport: createInProcessTransport(mm1),
    onFault,
  })
  const conversations = createConversations({
    world: record.name,
    reader: store.layer<ConversationsReader>('conversations'),
    carrier,
    clock,
    ids,
    poke,
    onFault,
    baseUrl,
    faults,
    wait: delays.wait,
    ...(parts.http && { http: parts.http }),
  })
  const outlets = {
    ...parts.outlets(record.name),
    handset: createHandsetOutlet({ read: store.read, handsets, mm1, faults }),
    twilio: conversations.outlet,
  }
  const living: Living = {
    store,
    agenda,
    faults,
    delays,
    carrier: new Carrier({ store, clock: store, ids, outlets, faults, poke, onFault }),
    handsets,
    mm1,
    conversations,
  }
  agenda.add(pumpOf(living.carrier))
  keepBounded(parts.limits ?? {}, { living, clock, poke, onFault })
  const broadcasts = new BroadcastRepeater(living.carrier, clock)
  for (const worker of [handsets.worker, delays, broadcasts, ...conversations.workers]) agenda.add(worker)
  return living
}

type Kept = {
  readonly living: Living
  readonly clock: WorldClock
  readonly poke: () => void
  readonly onFault: OnFault
}

function keepBounded(limits: StorageLimits, { living, clock, poke, onFault }: Kept): void {
  if (limits.maxMessages === undefined && limits.maxAgeMs === undefined) return
  const { store, agenda, carrier } = living
  const reader = store.layer<StorageReader>('storage')
  const housekeeping = new Housekeeping({ limits, reader, carrier, clock, poke, onFault })
  store.journal.subscribe((entries) => {
    const accepted = entries.filter(({ type }) => type === 'message.accepted').length
    if (accepted > 0) housekeeping.accepted(accepted)
  })
  agenda.add(housekeeping)
}

function pumpOf(carrier: Carrier) {
  return {
    name: 'pump',
    nextDueAt: () => carrier.nextDueAt(),
    turn: () => carrier.turn(),
    pending: () => carrier.pending(),
  }
}
