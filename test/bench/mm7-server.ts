// The measured process of mm7.ts: a relay with a store on disk, or bare node:http that reads the same body and answers.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  Carrier,
  FaultBoard,
  newMm7Account,
  newPhone,
  type Outlet,
  type WorldRecord,
} from '../../src/core/index.ts'
import { createMm7Gateway, type Mm7World } from '../../src/gateways/mm7/index.ts'
import {
  contentHash,
  createChance,
  createIds,
  createLog,
  Delays,
  letYoungObjectsDieYoung,
  WorldClock,
} from '../../src/runtime/index.ts'
import { PartylineDatabase } from '../../src/store/index.ts'

type Handler = (req: IncomingMessage, res: ServerResponse) => void

const ANSWER = Buffer.from('<StatusCode>1000</StatusCode>'.padEnd(620))

function bare(req: IncomingMessage, res: ServerResponse): void {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const body = Buffer.concat(chunks)
    res.writeHead(body.length > 0 ? 200 : 400, { 'Content-Type': 'text/xml', 'Content-Length': ANSWER.length })
    res.end(ANSWER)
  })
}

/** Up to its SubmitRsp: what is accepted stays in the store, nobody takes it on. */
async function relay(): Promise<Handler> {
  letYoungObjectsDieYoung()
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const database = new PartylineDatabase({ path: join(folder, 'store.db') })
  const record: WorldRecord = {
    id: 1,
    name: 'main',
    epoch: 'bench',
    settings: { autoPhones: false, seed: 1 },
    clock: { mode: 'real' },
  }
  const clock = new WorldClock(record.clock)
  const store = database.openWorld(record, () => clock.now())
  const ids = createIds()
  const account = newMm7Account('vasp', 'secret')
  const gateway = createMm7Gateway({
    findAccount: (user) => (user === account.user ? { account, world } : undefined),
    hash: contentHash,
    fetch,
    log: createLog('silent'),
  })
  const nobody: Outlet = { offer: () => ({ kind: 'delivered' }), tell: () => ({ kind: 'delivered' }) }
  const outlets = { handset: nobody, smpp: nobody, mm7: gateway.outletFor('main'), twilio: nobody }
  const raise = (error: unknown) => {
    throw error
  }
  const carrier = new Carrier({ store, clock, ids, outlets, poke: () => {}, onFault: raise })
  const faults = new FaultBoard(clock, createChance(1))
  const { wait } = new Delays(clock, () => {})
  const world: Mm7World = { name: 'main', carrier, read: store.read, clock, ids, faults, wait }
  await carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'world', value: record })
    unit.put({ layer: 'core', put: 'account', value: account })
    const owner = { kind: 'mm7', account: account.user } as const
    const number = '+12025550160' as Address
    unit.put({
      layer: 'core',
      put: 'number',
      value: { number, kind: 'long-code', owner, capabilities: { sms: true, mms: true } },
    })
    for (let n = 1; n <= 9; n++) {
      unit.put({ layer: 'core', put: 'phone', value: newPhone(`+1202555010${n}` as Address) })
    }
  })
  return gateway.handle
}

const server = createServer(process.argv[2] === 'relay' ? await relay() : bare)
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', (message) => {
  if (message === 'cpu') process.send?.(process.cpuUsage())
  else process.exit(0)
})
