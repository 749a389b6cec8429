import {
  type Address,
  Carrier,
  type Change,
  type EndpointKind,
  type FaultBoard,
  type Inventory,
  type Outlet,
  parseAddress,
  type SmsContent,
  type Submission,
  type WorldRecord,
} from '../../src/core/index.ts'
import { Agenda, createIds, WorldClock } from '../../src/runtime/index.ts'
import { PartylineDatabase } from '../../src/store/index.ts'
import { mainInventory } from '../../src/world/inventory.ts'

export const START = Date.UTC(2026, 0, 5, 12)

/** A number as an Address; throws on a typo in a test. */
export function number(text: string): Address {
  const address = parseAddress(text)
  if (!address) throw new Error(`${text} is no address`)
  return address
}

export const ANA = number('+12025550101')
export const BEN = number('+12025550102')
export const CLEO = number('+12025550103')
export const ESME_NUMBER = number('+12025550150')

export function sms(text: string): SmsContent {
  return { kind: 'sms', text, dataCoding: 0, hasHeader: false, segments: [new TextEncoder().encode(text)] }
}

/** A text from the ESME's number to Ana, changed where `wish` says. */
export function submission(wish: Partial<Submission> = {}): Submission {
  return {
    origin: { kind: 'smpp', key: 'esme' },
    from: ESME_NUMBER,
    to: [ANA],
    content: sms('hello'),
    report: { delivered: true, failed: true, read: false, intermediate: false },
    ...wish,
  }
}

/** One carrier over a store in memory, with a frozen clock and outlets that a test scripts. */
export async function memoryWorld(
  options: { path?: string; outlets?: Partial<Record<EndpointKind, Outlet>>; faults?: FaultBoard } = {},
) {
  const database = new PartylineDatabase({ path: options.path ?? ':memory:' })
  const clock = new WorldClock({ mode: 'frozen', now: START })
  const faults: unknown[] = []
  const agenda = new Agenda(clock, (error) => faults.push(error))
  const record: WorldRecord = {
    id: 1,
    name: 'main',
    epoch: 'first',
    settings: { autoPhones: true, seed: 1 },
    clock: clock.current,
  }
  const store = database.openWorld(record, () => clock.now())
  if (database.worlds().length === 0) {
    await store.run(() => ({ answer: undefined, changes: changesOf(record, mainInventory()), events: [] }))
  }
  const deliverAll: Outlet = { offer: () => ({ kind: 'delivered' }), tell: () => ({ kind: 'delivered' }) }
  const outlets = { handset: deliverAll, smpp: deliverAll, mm7: deliverAll, twilio: deliverAll, ...options.outlets }
  const carrier = new Carrier({
    store,
    clock,
    ids: createIds(database.lastId()),
    outlets,
    ...(options.faults && { faults: options.faults }),
    poke: agenda.poke,
    onFault: (error) => faults.push(error),
  })
  agenda.add({
    name: 'carrier',
    nextDueAt: () => carrier.nextDueAt(),
    turn: () => carrier.turn(),
    pending: () => carrier.pending(),
  })
  const stop = () => {
    agenda.stop()
    database.close()
  }
  return { database, store, clock, agenda, carrier, faults, read: store.read, stop }
}

function changesOf(record: WorldRecord, { accounts, numbers, phones }: Inventory): Change[] {
  const put = (kind: string) => (value: unknown) => ({ layer: 'core', put: kind, value })
  return [
    put('world')(record),
    ...accounts.map(put('account')),
    ...numbers.map(put('number')),
    ...phones.map(put('phone')),
  ]
}
