import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JournalEvent } from '../../src/core/index.ts'
import { ANA, BEN, ESME_NUMBER, memoryWorld, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>

let folder: string
let worlds: World[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partyline-journal-'))
  worlds = []
})
afterEach(() => {
  for (const world of worlds) world.stop()
  rmSync(folder, { recursive: true })
})

async function open(): Promise<World> {
  const world = await memoryWorld({ path: join(folder, 'partyline.db') })
  worlds.push(world)
  return world
}

async function restart(world: World): Promise<World> {
  worlds.splice(worlds.indexOf(world), 1)
  world.stop()
  return open()
}

async function sent(world: World): Promise<number> {
  const accepted = await world.carrier.submit(submission({ to: [ANA, BEN] }))
  await world.agenda.idle()
  if (!accepted.accepted) throw new Error(accepted.explanation)
  return accepted.messageId
}

const read = ({ store }: World): readonly JournalEvent[] => store.journal.read(0, 1_000).map(({ event }) => event)

describe('the journal', () => {
  it('tells of a message with its fields, and of each copy and report how it stands', async () => {
    const world = await open()
    const id = String(await sent(world))
    expect(read(world)[0]).toMatchObject({
      seq: 1,
      at: new Date(world.clock.now()).toISOString(),
      world: 'main',
      type: 'message.accepted',
      messageId: id,
      origin: { kind: 'smpp', key: 'esme' },
      from: ESME_NUMBER,
      to: [ANA, BEN],
      transport: 'sms',
      text: 'hello',
      deliveries: 2,
    })
    expect(read(world).map(({ type, recipient, state }) => [type, recipient, state])).toEqual([
      ['message.accepted', undefined, undefined],
      ['delivery.updated', ANA, 'delivered'],
      ['delivery.updated', BEN, 'delivered'],
      ['report.updated', ANA, 'delivered'],
      ['report.updated', BEN, 'delivered'],
    ])
  })

  it('reads the same from the file as from memory', async () => {
    const first = await open()
    await sent(first)
    await first.carrier.run((unit) => unit.emit({ type: 'test.noted', text: 'as it is' }))
    const before = read(first)
    const second = await restart(first)
    expect(read(second)).toEqual(before)
    expect(second.store.journal.read(3, 2).map(({ seq }) => seq)).toContain(4)
    expect(second.store.journal.read(3, 2)[0]?.seq).toBe(4)
  })

  it('says so where a message has been removed', async () => {
    const first = await open()
    const key = await sent(first)
    await first.carrier.run((unit) => unit.put({ layer: 'core', remove: 'message', key }))
    const second = await restart(first)
    expect(new Set(read(second).map(({ type, messageId }) => `${type} ${messageId}`))).toEqual(
      new Set([`message.removed ${key}`]),
    )
  })

  it('finds what mentions a message, and nothing else', async () => {
    const world = await open()
    const id = await sent(world)
    await sent(world)
    await world.carrier.run((unit) => unit.emit({ type: 'test.noted', messageId: String(id) }))
    const found = world.store.journal.mentioning(`"${id}"`)
    expect(found).toHaveLength(6)
    expect(new Set(found.map(({ messageId }) => messageId))).toEqual(new Set([String(id)]))
  })

  it('reads rows of earlier versions, which wrote types, ids and times in full', async () => {
    const world = await open()
    const id = await sent(world)
    const before = read(world)
    const at = world.clock.now()
    const told = before.map(({ type, deliveryId }) =>
      deliveryId === undefined ? [type, [id, 2]] : [type, [id, Number(deliveryId) - id, at]],
    )
    const db = new BetterSqlite3(join(folder, 'partyline.db'))
    db.exec('DELETE FROM journal')
    db.prepare('INSERT INTO journal (world, last_seq, first_seq, events) VALUES (?, 5, 1, ?)').run(
      world.store.record.id,
      JSON.stringify([at, ...told]),
    )
    db.close()
    const later = await restart(world)
    expect(read(later)).toEqual(before)
    expect(later.store.journal.mentioning(`"${id}"`)).toEqual(before)
  })

  it('keeps a waiting copy as it stood then', async () => {
    const first = await open()
    const accepted = await first.carrier.submit(submission({ to: [ANA] }))
    const delivery = accepted.accepted ? first.read.deliveriesOf(accepted.messageId)[0]! : undefined
    const message = first.read.message(delivery!.messageId)!
    await first.carrier.run((unit) => unit.settle(delivery!, message, { kind: 'wait', reason: 'absent-subscriber' }))
    await first.agenda.advance(60_000)
    const second = await restart(first)
    const told = read(second).filter(({ type }) => type === 'delivery.updated')
    expect(told.map(({ state, waitingFor }) => [state, waitingFor])).toEqual([
      ['waiting', 'absent-subscriber'],
      ['delivered', undefined],
    ])
  })
})
