import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Accepted, Delivery, Outlet } from '../../src/core/index.ts'
import { killed } from '../support/killed.ts'
import { ANA, BEN, memoryWorld, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>

let folder: string
let worlds: World[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partyline-untried-'))
  worlds = []
})
afterEach(() => {
  for (const world of worlds) world.stop()
  rmSync(folder, { recursive: true })
})

async function open(outlets: Partial<Record<'handset' | 'smpp', Outlet>> = {}): Promise<World> {
  const world = await memoryWorld({ path: join(folder, 'partyline.db'), outlets })
  worlds.push(world)
  return world
}

/** The process ends here: what is not written is lost. */
function crash(world: World): void {
  worlds.splice(worlds.indexOf(world), 1)
  killed(join(folder, 'partyline.db'), world.stop)
}

async function accepted(world: World, wish: Parameters<typeof submission>[0] = {}): Promise<Accepted> {
  const answer = await world.carrier.submit(submission(wish))
  if (!answer.accepted) throw new Error(answer.explanation)
  return answer
}

/** Never answers. */
const silent: Outlet = { offer: () => new Promise(() => {}), tell: () => new Promise(() => {}) }
const states = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ kind, recipient, progress }) => [kind, recipient, progress.state])

describe('a delivery that has yet to be tried', () => {
  it('is read like any other before it has a row', async () => {
    const world = await open({ handset: silent })
    const { messageId, deliveries } = await accepted(world, { to: [ANA, BEN] })
    expect(states(world.read.deliveriesOf(messageId))).toEqual([
      ['message', ANA, 'waiting'],
      ['message', BEN, 'waiting'],
    ])
    expect(world.read.delivery(deliveries[1]!.id)?.recipient).toBe(BEN)
    expect(world.read.due(world.clock.now(), 10).map(({ recipient }) => recipient)).toEqual([ANA, BEN])
    expect(world.read.unsettled({ kind: 'handset', key: BEN }, { after: 0, limit: 10 })).toHaveLength(1)
  })

  it('is tried after a restart although nobody had written it down', async () => {
    const first = await open({ handset: silent })
    const { messageId } = await accepted(first, { to: [ANA, BEN] })
    crash(first)
    const second = await open()
    expect(second.carrier.nextDueAt()).toBe(second.clock.now())
    await second.agenda.idle()
    expect(states(second.read.deliveriesOf(messageId)).filter(([kind]) => kind === 'message')).toEqual([
      ['message', ANA, 'delivered'],
      ['message', BEN, 'delivered'],
    ])
  })

  it('to an account finds its way after a restart', async () => {
    const first = await open({ smpp: silent })
    const owned = first.read.numbers().find(({ owner }) => owner.kind === 'smpp')!.number
    const { messageId } = await accepted(first, { origin: { kind: 'handset', key: ANA }, from: ANA, to: [owned] })
    crash(first)
    const second = await open({ smpp: silent })
    expect(second.read.deliveriesOf(messageId)).toMatchObject([
      { recipient: owned, endpoint: { kind: 'smpp', key: 'esme' } },
    ])
  })

  it('gets a row when it waits for long, and is written once only', async () => {
    const first = await open({ handset: silent })
    const { messageId } = await accepted(first, { to: [ANA] })
    for (let batch = 0; batch < 100; batch++) await first.carrier.run((unit) => unit.emit({ type: 'test.noted' }))
    expect(states(first.read.deliveriesOf(messageId))).toEqual([['message', ANA, 'waiting']])
    expect(first.read.due(first.clock.now(), 10)).toHaveLength(1)
    crash(first)
    const second = await open()
    await second.agenda.idle()
    expect(states(second.read.deliveriesOf(messageId))).toEqual([
      ['message', ANA, 'delivered'],
      ['report', ANA, 'delivered'],
    ])
  })

  it('is gone with its message', async () => {
    const world = await open({ handset: silent })
    const { messageId } = await accepted(world)
    await world.carrier.run((unit) => unit.put({ layer: 'core', remove: 'message', key: messageId }))
    expect(world.read.deliveriesOf(messageId)).toEqual([])
    expect(world.read.due(world.clock.now(), 10)).toEqual([])
  })

  it('is as it was when its batch is rolled back', async () => {
    const world = await open({ handset: silent })
    const { messageId } = await accepted(world)
    const delivery = world.read.deliveriesOf(messageId)[0]!
    const gone = { ...delivery, progress: { state: 'delivered' as const, settledAt: world.clock.now() } }
    const results = await Promise.allSettled([
      world.carrier.run((unit) => unit.emit({ type: 'test.noted' })),
      world.carrier.run((unit) => {
        unit.put({ layer: 'core', put: 'delivery', value: gone })
        unit.change({ layer: 'core', put: 'phone', value: undefined } as never)
      }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(states(world.read.deliveriesOf(messageId))).toEqual([['message', ANA, 'waiting']])
  })
})

describe('a delivery whose handset was notified', () => {
  const notifying: Outlet = { ...silent, offer: () => ({ kind: 'notified', againAfterMs: 60_000 }) }

  it('waits for the handset, and for its next notification', async () => {
    const world = await open({ handset: notifying })
    const { messageId } = await accepted(world)
    await world.agenda.idle()
    const [delivery] = world.read.deliveriesOf(messageId)
    const at = world.clock.now() + 60_000
    expect(delivery?.progress).toEqual({ state: 'notified', nextAttemptAt: at, attempts: 1 })
    expect(world.read.delivery(delivery!.id)).toEqual(delivery)
    expect(world.read.nextDueAt(world.clock.now())).toBe(at)
    expect(world.read.due(at, 10)).toEqual([delivery])
    expect(world.read.due(at - 1, 10)).toEqual([])
  })

  it('is notified again after a crash, and not after an orderly end', async () => {
    const first = await open({ handset: notifying })
    const { messageId } = await accepted(first)
    await first.agenda.idle()
    crash(first)
    const second = await open({ handset: notifying })
    expect(states(second.read.deliveriesOf(messageId))).toEqual([['message', ANA, 'waiting']])
    await second.agenda.idle()
    expect(states(second.read.deliveriesOf(messageId))).toEqual([['message', ANA, 'notified']])
    worlds.splice(worlds.indexOf(second), 1)
    second.stop()
    const third = await open({ handset: notifying })
    expect(states(third.read.deliveriesOf(messageId))).toEqual([['message', ANA, 'notified']])
  })

  it('is as it was when the batch that notified it is rolled back', async () => {
    const world = await open({ handset: silent })
    const { messageId } = await accepted(world)
    const delivery = world.read.deliveriesOf(messageId)[0]!
    const progress = { state: 'notified', nextAttemptAt: world.clock.now() + 60_000, attempts: 1 } as const
    const failing = world.carrier.run((unit) => {
      unit.put({ layer: 'core', put: 'delivery', value: { ...delivery, progress } })
      unit.change({ layer: 'core', put: 'phone', value: undefined } as never)
    })
    await expect(failing).rejects.toThrow()
    expect(world.read.deliveriesOf(messageId)).toEqual([delivery])
  })
})

describe('a report that nobody was told yet', () => {
  it('is told after a restart, under the same id', async () => {
    const asked = Promise.withResolvers<void>()
    const tell = () => {
      asked.resolve()
      return new Promise<never>(() => {})
    }
    const first = await open({ smpp: { ...silent, tell } })
    const { messageId } = await accepted(first)
    await asked.promise
    const owed = first.read.deliveriesOf(messageId).find(({ kind }) => kind === 'report')
    expect(owed?.progress.state).toBe('waiting')
    crash(first)
    const told: number[] = []
    const esme: Outlet = {
      offer: () => ({ kind: 'delivered' }),
      tell: ({ delivery }) => {
        told.push(delivery.id)
        return { kind: 'delivered' }
      },
    }
    const second = await open({ smpp: esme })
    await second.agenda.idle()
    expect(told).toEqual([owed?.id])
  })

  it('is not told again after it was told', async () => {
    const first = await open()
    await accepted(first)
    await first.agenda.idle()
    crash(first)
    const second = await open()
    expect(second.carrier.nextDueAt()).toBeUndefined()
  })
})
