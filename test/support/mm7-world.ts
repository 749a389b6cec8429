import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Address,
  Carrier,
  FaultBoard,
  type FaultEffect,
  type FaultPoint,
  type FaultWhen,
  type JournalEvent,
  type Mm7Account,
  newPhone,
  type Offer,
  type Outcome,
  type Outlet,
  type OwnedNumber,
  type WorldRecord,
} from '../../src/core/index.ts'
import { createMm7Gateway, type Mm7GatewayParts, type Mm7World } from '../../src/gateways/mm7/index.ts'
import { Agenda, contentHash, createChance, createIds, createLog, Delays, WorldClock } from '../../src/runtime/index.ts'
import { PartylineDatabase, type WorldStore } from '../../src/store/index.ts'

export const NOON = Date.UTC(2026, 5, 1, 12)
export const ANA = '+12025550101' as Address
export const BEN = '+12025550102' as Address
export const CARLA = '+12025550103' as Address
export const SHOP = '+12025550900' as Address
export const SHOP_TOO = '+12025550901' as Address

export const ACCOUNT: Mm7Account = {
  kind: 'mm7',
  user: 'shop',
  password: 'secret:with colon',
  vaspId: 'SHOP',
  vasId: 'PROMO',
  deliverUrl: null,
  reportUrl: null,
  group: 'several-recipients',
  faultStatus: 500,
  rate: null,
  retry: null,
  schema: null,
  destinations: 'several',
  linkedIds: 'checked',
  applications: null,
}

const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'first',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'frozen', now: NOON },
}

/** A request that the VASP's server got. */
export type Heard = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
export type VaspAnswer = { readonly httpStatus: number; readonly contentType: string; readonly body: string }

export type VaspServer = {
  readonly url: string
  /** What it got, in order. */
  readonly heard: Heard[]
  /** What it answers from now on. */
  answer(answer: (heard: Heard) => VaspAnswer): void
  close(): Promise<void>
}

export type Mm7TestWorld = {
  readonly url: string
  readonly world: Mm7World
  readonly agenda: Agenda
  readonly vasp: VaspServer
  /** What handsets were offered, in order. */
  readonly offers: Offer[]
  /** What handsets say to an offer from now on. */
  answerOffers(outcome: (offer: Offer) => Outcome): void
  changeAccount(change: Partial<Mm7Account>): Promise<void>
  events(type: string): JournalEvent[]
  messageCount(): number
  /** The network misbehaves at one place from now on. */
  fault(at: FaultPoint, then: FaultEffect, when?: FaultWhen): void
  close(): Promise<void>
}

/** A world in memory with three phones and one VASP that owns two numbers, behind a listener of its own. */
export async function openMm7World(
  given: Partial<Pick<Mm7GatewayParts, 'fetch' | 'hash'>> = {},
): Promise<Mm7TestWorld> {
  const database = new PartylineDatabase({ path: ':memory:' })
  const clock = new WorldClock(RECORD.clock)
  const store = database.openWorld(RECORD, () => clock.now())
  const agenda = new Agenda(clock, raise)
  const handsets = openHandsets()
  const gateway = createMm7Gateway({
    findAccount: (user) => {
      const account = store.read.account('mm7', user)
      return account && { account, world }
    },
    hash: contentHash,
    fetch,
    ...given,
    log: createLog('silent'),
  })
  const world = openCarrier({ store, clock, agenda }, { handset: handsets.outlet, mm7: gateway.outletFor('main') })
  const relay = createServer(gateway.handle)
  const url = `${await listen(relay)}/mm7`
  const vasp = await openVasp()
  await furnish(world)
  const close = async () => {
    agenda.stop()
    await Promise.all([closeServer(relay), vasp.close()])
    database.close()
  }
  return { url, world, agenda, vasp, ...handsets, ...views(store, world), close }
}

function raise(error: unknown): never {
  throw error
}

function openHandsets() {
  const offers: Offer[] = []
  let say: (offer: Offer) => Outcome = () => ({ kind: 'delivered' })
  const outlet: Outlet = {
    offer: (offer) => {
      offers.push(offer)
      return say(offer)
    },
    tell: () => ({ kind: 'delivered' }),
  }
  const answerOffers = (outcome: (offer: Offer) => Outcome) => {
    say = outcome
  }
  return { offers, outlet, answerOffers }
}

type Ports = { readonly store: WorldStore; readonly clock: WorldClock; readonly agenda: Agenda }

function openCarrier({ store, clock, agenda }: Ports, { handset, mm7 }: { handset: Outlet; mm7: Outlet }): Mm7World {
  const ids = createIds(0, () => clock.now())
  const outlets = { handset, mm7, smpp: handset, twilio: handset }
  const faults = new FaultBoard(clock, createChance(1))
  const delays = new Delays(clock, agenda.poke)
  agenda.add(delays)
  const carrier = new Carrier({ store, clock, ids, outlets, faults, poke: agenda.poke, onFault: raise })
  agenda.add({
    name: 'carrier',
    nextDueAt: () => carrier.nextDueAt(),
    turn: () => carrier.turn(),
    pending: () => carrier.pending(),
  })
  return { name: 'main', carrier, read: store.read, clock, ids, faults, wait: delays.wait }
}

function furnish({ carrier }: Mm7World): Promise<void> {
  return carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'world', value: RECORD })
    unit.put({ layer: 'core', put: 'account', value: ACCOUNT })
    for (const number of [ANA, BEN, CARLA]) unit.put({ layer: 'core', put: 'phone', value: newPhone(number) })
    for (const number of [SHOP, SHOP_TOO]) unit.put({ layer: 'core', put: 'number', value: ownedNumber(number) })
  })
}

function views(store: WorldStore, { carrier, read, faults }: Mm7World) {
  return {
    fault: (at: FaultPoint, then: FaultEffect, when: FaultWhen = { kind: 'always' }) =>
      faults.post({ id: `${at} ${faults.list().length}`, at, query: '', matches: () => true, when, then }),
    changeAccount: (change: Partial<Mm7Account>) => {
      const account = read.account('mm7', ACCOUNT.user) ?? ACCOUNT
      return carrier.run((unit) => unit.put({ layer: 'core', put: 'account', value: { ...account, ...change } }))
    },
    events: (type: string) =>
      store.journal
        .read(0, 10_000)
        .map(({ event }) => event)
        .filter((event) => event.type === type),
    messageCount: () => read.messages({ limit: 1_000 }).length,
  }
}

async function openVasp(): Promise<VaspServer> {
  const heard: Heard[] = []
  let say = answer1000
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const request = { url: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks) }
      heard.push(request)
      const { httpStatus, contentType, body } = say(request)
      res.writeHead(httpStatus, { 'Content-Type': contentType }).end(body)
    })
  })
  const answer = (answered: (heard: Heard) => VaspAnswer) => {
    say = answered
  }
  return { url: await listen(server), heard, answer, close: () => closeServer(server) }
}

function ownedNumber(number: Address): OwnedNumber {
  const owner = { kind: 'mm7', account: ACCOUNT.user } as const
  return { number, kind: 'long-code', owner, capabilities: { sms: true, mms: true } }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a TCP listener's address
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** A VASP that takes everything: the answer in words of its own, to whatever it was asked. */
export function answer1000({ body }: Heard): VaspAnswer {
  return answerStatus(body, 1000)
}

export function answerStatus(body: Buffer, statusCode: number, httpStatus = 200): VaspAnswer {
  const asked = /<(?:\w+:)?(DeliverReq|DeliveryReportReq|ReadReplyReq)\b/.exec(body.toString('latin1'))?.[1] ?? 'None'
  const name = asked.replace(/Req$/, 'Rsp')
  const ns = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-2'
  const status = `<StatusCode>${statusCode}</StatusCode><StatusText>as the test says</StatusText>`
  return {
    httpStatus,
    contentType: 'text/xml',
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><${name} xmlns="${ns}"><MM7Version>5.6.0</MM7Version><Status>${status}</Status></${name}></s:Body></s:Envelope>`,
  }
}
