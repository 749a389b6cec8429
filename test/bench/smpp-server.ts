// `echo` is the npm package smpp as its README shows, `respond` the gateway before a carrier that accepts everything at
// once and keeps nothing.
import { type Carrier, newSmppAccount, type Submission } from '../../src/core/index.ts'
import { createSmppGateway, type SmppWorld } from '../../src/gateways/smpp/index.ts'
import { createIds, createLog } from '../../src/runtime/index.ts'
import { npmSmpp } from '../support/npm-smpp.ts'
import { answerTheBench } from './answering.ts'

const ids = createIds()

async function listenEcho(): Promise<number> {
  const server = npmSmpp.createServer((session) => {
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu) => session.send(pdu.response()))
    session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: String(ids.number()) })))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))
}

async function listenGateway(): Promise<number> {
  const account = newSmppAccount('esme', 'secret')
  const submit = (submission: Submission) =>
    Promise.resolve({ accepted: true, messageId: ids.number(), deliveries: [], submission })
  // What the gateway calls of a carrier.
  const read = { account: () => account }
  const carrier = { read, submit, run: () => Promise.resolve(), wake: () => Promise.resolve() } as unknown as Carrier
  const world: SmppWorld = { name: 'main', carrier, clock: { now: Date.now } }
  const gateway = createSmppGateway({ findAccount: () => ({ account, world }), log: createLog('silent'), ids })
  return (await gateway.listen({ host: '127.0.0.1', port: 0 })).port
}

const port = process.argv[2] === 'echo' ? await listenEcho() : await listenGateway()
answerTheBench({ port }, { atRest: () => Promise.resolve(), stop: () => {} })
