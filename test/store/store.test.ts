import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ANA, BEN, memoryWorld, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>
const open: World[] = []
const folders: string[] = []

afterEach(() => {
  for (const world of open.splice(0)) world.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

async function openWorld(path?: string): Promise<World> {
  const world = await memoryWorld(path ? { path } : {})
  open.push(world)
  return world
}

function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-store-'))
  folders.push(folder)
  return join(folder, 'partyline.db')
}

const note = (text: string) => ({ answer: text, changes: [], events: [{ type: 'test.noted', text }] })

describe('the store', () => {
  it('commits the units of one turn together and numbers their events in order', async () => {
    const { store } = await openWorld()
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => store.run(() => note(text))))
    expect(answers).toEqual(['a', 'b', 'c'])
    expect(store.journal.read(0, 10).map(({ event }) => [event.seq, event.text])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ])
  })

  it('lets units of a batch see each other', async () => {
    const { store, read } = await openWorld()
    const ben = read.phone(BEN)!
    const seen = await Promise.all([
      store.run(() => ({
        answer: null,
        changes: [{ layer: 'core', put: 'phone', value: { ...ben, name: 'Benny' } } as never],
        events: [],
      })),
      store.run(() => ({ answer: read.phone(BEN)?.name, changes: [], events: [] })),
    ])
    expect(seen[1]).toBe('Benny')
  })

  it('refuses a unit that throws alone; the others land, the memory of rows included', async () => {
    const { store, read } = await openWorld()
    const ben = read.phone(BEN)!
    const bug = new Error('a bug')
    const results = await Promise.allSettled([
      store.run(() => note('before')),
      store.run(() => ({
        answer: null,
        changes: [{ layer: 'core', put: 'phone', value: { ...ben, name: 'Lost' } } as never],
        events: [],
      })),
      store.run(() => {
        throw bug
      }),
      store.run(() => note('after')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(store.journal.read(0, 10).map(({ event }) => event.text)).toEqual(['before', 'after'])
    expect(read.phone(BEN)?.name).toBe('Lost')
  })

  it('tells readers only of what is committed', async () => {
    const { store } = await openWorld()
    const heard: number[] = []
    store.journal.subscribe((entries) => heard.push(...entries.map(({ event }) => event.seq)))
    const running = store.run(() => note('x'))
    expect(heard).toEqual([])
    await running
    await new Promise(setImmediate)
    expect(heard).toEqual([1])
  })

  it('gives back messages and deliveries as they were written', async () => {
    const { carrier, read, agenda } = await openWorld()
    const accepted = await carrier.submit(submission({ evidence: new Uint8Array([1, 2, 3]), reference: 'mine' }))
    await agenda.idle()
    if (!accepted.accepted) throw new Error('refused')
    const message = read.message(accepted.messageId)
    expect(message).toMatchObject({
      to: [ANA],
      reference: 'mine',
      content: { kind: 'sms', text: 'hello', hasHeader: false },
    })
    expect(message?.content.kind === 'sms' && message.content.segments.map((octets) => [...octets])).toEqual([
      [...new TextEncoder().encode('hello')],
    ])
    expect([...read.evidence(accepted.messageId)!]).toEqual([1, 2, 3])
    expect(read.deliveriesOf(accepted.messageId).map(({ kind, progress }) => [kind, progress.state])).toEqual([
      ['message', 'delivered'],
      ['report', 'delivered'],
    ])
  })

  it('keeps everything over a restart, and the journal goes on counting', async () => {
    const path = databaseFile()
    const first = await openWorld(path)
    const accepted = await first.carrier.submit(submission({ notBefore: first.clock.now() + 60_000 }))
    const { lastSeq } = first.store.journal
    open.pop()?.stop()

    const second = await openWorld(path)
    expect(second.store.journal.lastSeq).toBe(lastSeq)
    expect(accepted.accepted && second.read.message(accepted.messageId)?.to).toEqual([ANA])
    expect(second.carrier.nextDueAt()).toBe(second.clock.now() + 60_000)
    await second.agenda.advance(60_000)
    expect(accepted.accepted && second.read.deliveriesOf(accepted.messageId)[0]?.progress.state).toBe('delivered')
    expect(second.store.journal.read(lastSeq - 1, 100)[0]?.event.seq).toBe(lastSeq)
  })

  it('removes a world without trace and leaves the others alone', async () => {
    const { database, store, clock, read } = await openWorld()
    const record = { ...read.world(), id: 2, name: 'other' }
    const other = database.openWorld(record, () => clock.now())
    await other.run(() => ({
      answer: null,
      changes: [{ layer: 'core', put: 'world', value: record } as never],
      events: [{ type: 'x' }],
    }))
    database.removeWorld(2)
    expect(database.worlds().map(({ name }) => name)).toEqual(['main'])
    expect(database.openWorld(record, () => 0).journal.lastSeq).toBe(0)
    expect(store.read.phones()).toHaveLength(3)
  })
})
