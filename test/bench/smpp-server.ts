// The measured process of smpp.ts: `echo` is the npm package smpp as its README shows, `respond` the gateway before a
// carrier that accepts everything at once, `life` the gateway with carrier and store on disk up to the receipt's answer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Carrier, newSmppAccount, type Outlet, type Submission, type WorldRecord } from '../../src/core/index.ts'
import { createSmppGateway, type SmppWorld } from '../../src/gateways/smpp/index.ts'
import { Agenda, createIds, createLog, WorldClock } from '../../src/runtime/index.ts'
import { PartylineDatabase } from '../../src/store/index.ts'
import { npmSmpp } from '../support/npm-smpp.ts'

const ACCOUNT = { ...newSmppAccount('esme', 'secret'), window: 1_000 }
const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'bench',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'real' },
}
const ids = createIds()
let world: SmppWorld
const gateway = createSmppGateway({
  findAccount: (systemId) => (systemId === ACCOUNT.systemId ? { account: ACCOUNT, world } : undefined),
  log: createLog('silent'),
  ids,
})

/** Takes everything and keeps nothing. */
function openNothing(): SmppWorld {
  const submit = (submission: Submission) =>
    Promise.resolve({ accepted: true, messageId: ids.number(), deliveries: [], submission })
  const carrier = { submit, run: () => Promise.resolve(), wake: () => Promise.resolve() } as unknown as Carrier
  return { name: 'main', carrier, clock: { now: Date.now } }
}

async function openStore(): Promise<SmppWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const database = new PartylineDatabase({ path: join(folder, 'store.db') })
  const clock = new WorldClock(RECORD.clock)
  const store = database.openWorld(RECORD, () => clock.now())
  const raise = (error: unknown) => {
    throw error
  }
  const agenda = new Agenda(clock, raise)
  const phones: Outlet = { offer: () => ({ kind: 'delivered' }), tell: () => ({ kind: 'delivered' }) }
  const outlets = { handset: phones, smpp: gateway.outletFor('main'), mm7: phones, twilio: phones }
  const carrier = new Carrier({ store, clock, ids, outlets, poke: agenda.poke, onFault: raise })
  const pump = { name: 'carrier', nextDueAt: () => carrier.nextDueAt(), turn: () => carrier.turn() }
  agenda.add({ ...pump, pending: () => carrier.pending() })
  await carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'world', value: RECORD })
    unit.put({ layer: 'core', put: 'account', value: ACCOUNT })
  })
  return { name: 'main', carrier, clock }
}

async function listenEcho(): Promise<number> {
  const server = npmSmpp.createServer((session) => {
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu) => session.send(pdu.response()))
    session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: String(ids.number()) })))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))
}

async function listenGateway(open: SmppWorld): Promise<number> {
  world = open
  return (await gateway.listen({ host: '127.0.0.1', port: 0 })).port
}

const contender = process.argv[2]
const port =
  contender === 'echo'
    ? await listenEcho()
    : await listenGateway(contender === 'life' ? await openStore() : openNothing())
process.send?.({ port })
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage().rss })
  else process.exit(0)
})
