import {
  FaultBoard,
  type FaultPoint,
  type FaultRule,
  type FaultWhen,
  type Offer,
  type Outcome,
  type SmppAccount,
} from '../../src/core/index.ts'
import { BroadcastRepeater, createSmppGateway, type SmppConfig, type SmppWorld } from '../../src/gateways/smpp/index.ts'
import { createChance, createIds, createLog, Delays } from '../../src/runtime/index.ts'
import { memoryWorld } from './memory-world.ts'

export type SmppTestWorld = Awaited<ReturnType<typeof openSmppWorld>>

/** The world `main` in memory behind an SMPP port of its own; phones record what they get and take everything. */
export async function openSmppWorld(
  config: Partial<SmppConfig> = {},
  onPdu?: (line: string) => void,
  /** The time of the links' timers, where a test drives it by hand. */
  now?: () => number,
) {
  const offers: Offer[] = []
  const waiters = new Set<() => void>()
  let say: (offer: Offer) => Outcome = () => ({ kind: 'delivered' })
  const logged: string[] = []
  const gateway = createSmppGateway({
    findAccount,
    log: listeningLog(logged),
    ids: createIds(),
    // Its ESMEs are scripts that answer what they are told to.
    config: { unbindGraceMs: 0, ...config },
    ...(onPdu && { onPdu }),
    ...(now && { now }),
  })
  const handset = {
    offer(offer: Offer) {
      offers.push(offer)
      for (const waiter of waiters) waiter()
      return say(offer)
    },
    tell: () => ({ kind: 'delivered' }) as const,
  }
  const memory = await memoryWorld({ outlets: { handset, smpp: gateway.outletFor('main') } })
  const rules = new FaultBoard(memory.clock, createChance(1))
  const delays = new Delays(memory.clock, memory.agenda.poke)
  memory.agenda.add(delays)
  memory.agenda.add(new BroadcastRepeater(memory.carrier, memory.clock))
  const { wait } = delays
  const world: SmppWorld = { name: 'main', carrier: memory.carrier, clock: memory.clock, faults: rules, wait }

  function findAccount(systemId: string) {
    const account = memory.read.account('smpp', systemId)
    return account && { account, world }
  }

  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...memory,
    gateway,
    world,
    port,
    /** What phones were offered, in order. */
    offers,
    /** Every line of the gateway's log. */
    logged,
    /** What phones say to an offer from now on. */
    answerOffers(answer: (offer: Offer) => Outcome) {
      say = answer
    },
    /** Resolves when phones have been offered so many messages. */
    async offered(count: number): Promise<readonly Offer[]> {
      while (offers.length < count) await new Promise<void>((resolve) => waiters.add(resolve))
      return offers
    },
    /** Makes links and answers misbehave from now on. */
    misbehave(at: FaultPoint, then: FaultRule['then'], when: FaultWhen = { kind: 'always' }) {
      rules.post({ id: `${rules.list().length}`, at, query: '', matches: () => true, when, then })
    },
    /** Ends all misbehaviour. */
    behave: () => rules.clear(),
    changeAccount: (change: Partial<SmppAccount>) =>
      memory.carrier.run((unit) => {
        const account = unit.read.account('smpp', 'esme')
        if (account) unit.put({ layer: 'core', put: 'account', value: { ...account, ...change } })
      }),
    events: (type: string) =>
      memory.store.journal
        .read(0, 10_000)
        .map(({ event }) => event)
        .filter((event) => event.type === type),
    async close() {
      await gateway.stop()
      memory.stop()
    },
  }
}

/** A log that keeps its sentences for the test to read. */
function listeningLog(lines: string[]) {
  const log = createLog('silent')
  const keep = (_details: object, sentence: string) => void lines.push(sentence)
  return Object.assign(Object.create(log) as typeof log, { info: keep, warn: keep, error: keep })
}
