import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Accepted, Delivery, Outlet } from '../../src/core/index.ts'
import { ANA, BEN, memoryWorld, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>

let path: string
let worlds: World[]

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'partyline-settled-')), 'partyline.db')
  worlds = []
})
afterEach(() => {
  for (const world of worlds) world.stop()
  rmSync(join(path, '..'), { recursive: true })
})

async function open(outlets: Partial<Record<'handset' | 'smpp', Outlet>> = {}): Promise<World> {
  const world = await memoryWorld({ path, outlets })
  worlds.push(world)
  return world
}

const REPORTED = { delivered: true, failed: true, read: false, intermediate: false }

async function sentAndSettled(world: World, count: number): Promise<readonly Accepted[]> {
  const wish = { to: [ANA, BEN], report: REPORTED }
  const answers = await Promise.all(Array.from({ length: count }, () => world.carrier.submit(submission(wish))))
  await world.agenda.idle()
  return answers.filter((answer) => answer.accepted)
}

/** Stops the world and counts what its file holds. */
function rowsIn(world: World, ...tables: readonly string[]): number[] {
  worlds.splice(worlds.indexOf(world), 1)
  world.stop()
  const db = new BetterSqlite3(path, { readonly: true })
  const counts = tables.map((table) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!)
  db.close()
  return counts
}

const shown = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ id, kind, recipient, endpoint, progress }) => [id, kind, recipient, endpoint.kind, progress.state])

describe('what arrived at the first try', () => {
  it('is packed, and reads like any other delivery or report', async () => {
    const world = await open()
    const [first] = await sentAndSettled(world, 50)
    const id = first!.messageId
    const deliveries = world.read.deliveriesOf(id)
    expect(shown(deliveries)).toEqual([
      [id + 1, 'message', ANA, 'handset', 'delivered'],
      [id + 3, 'report', ANA, 'smpp', 'delivered'],
      [id + 6, 'message', BEN, 'handset', 'delivered'],
      [id + 8, 'report', BEN, 'smpp', 'delivered'],
    ])
    for (const delivery of deliveries) expect(world.read.delivery(delivery.id)).toEqual(delivery)
    expect(world.read.delivery(id + 2)).toBeUndefined()
    expect(deliveries[1]).toMatchObject({ report: { deliveryId: id + 1, status: 'delivered', reason: null } })
    const [rows, packs] = rowsIn(world, 'delivery', 'settled')
    expect(rows).toBe(0)
    expect(packs).toBeLessThan(20)
    const again = await open()
    expect(again.read.deliveriesOf(id)).toEqual(deliveries)
    expect(again.carrier.nextDueAt()).toBeUndefined()
  })

  it('stands beside the row of a copy that had to wait', async () => {
    let tries = 0
    const absentOnce: Outlet = {
      offer: ({ delivery }) =>
        delivery.recipient === BEN && tries++ === 0
          ? { kind: 'wait', reason: 'absent-subscriber', againAfterMs: 0 }
          : { kind: 'delivered' },
      tell: () => ({ kind: 'delivered' }),
    }
    const world = await open({ handset: absentOnce })
    const [first] = await sentAndSettled(world, 1)
    expect(shown(world.read.deliveriesOf(first!.messageId)).map(([, kind, to]) => [kind, to])).toEqual([
      ['message', ANA],
      ['report', ANA],
      ['message', BEN],
      ['report', BEN],
    ])
    expect(rowsIn(world, 'delivery')).toEqual([1])
  })

  it('goes with its message, and with nothing else', async () => {
    const world = await open()
    const [first, second, third] = await sentAndSettled(world, 3)
    const kept = world.read.deliveriesOf(third!.messageId)
    await world.store.run(() => ({
      answer: null,
      changes: [first!, second!].map(({ messageId }) => ({ layer: 'core', remove: 'message', key: messageId })),
      events: [],
    }))
    expect(world.read.deliveriesOf(first!.messageId)).toEqual([])
    expect(world.read.delivery(second!.messageId + 1)).toBeUndefined()
    expect(world.read.deliveriesOf(third!.messageId)).toEqual(kept)
    await world.store.run(() => ({
      answer: null,
      changes: [{ layer: 'core', remove: 'message', key: third!.messageId } as never],
      events: [],
    }))
    expect(rowsIn(world, 'settled', 'delivery', 'message')).toEqual([0, 0, 0])
  })
})
