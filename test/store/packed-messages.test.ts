import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/index.ts'
import { ANA, BEN, memoryWorld, sms, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>
const BURST = 300

let path: string
let world: World

beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'partyline-packed-')), 'partyline.db')
  world = await memoryWorld({ path })
})
afterEach(() => {
  world.stop()
  rmSync(join(path, '..'), { recursive: true })
})

async function burst(count = BURST): Promise<number[]> {
  const one = (n: number) =>
    submission({
      to: n % 2 === 0 ? [ANA] : [ANA, BEN],
      content: { ...sms(`text ${n} ü`), dataCoding: n % 3, segments: [Uint8Array.of(n & 0xff, 1), Uint8Array.of(2)] },
      priority: n % 5 === 0 ? 'high' : 'normal',
      ...(n % 7 !== 0 && { reference: `session ${n}` }),
      ...(n % 4 !== 0 && { evidence: Uint8Array.of(9, n & 0xff) }),
    })
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => world.carrier.submit(one(n))))
  return answers.map((answer) => (answer.accepted ? answer.messageId : 0))
}

async function restarted(): Promise<void> {
  world.stop()
  world = await memoryWorld({ path })
}

function segmentsOf(id: number): number[][] {
  const content = world.read.message(id)?.content
  return content?.kind === 'sms' ? content.segments.map((octets) => [...octets]) : []
}

function rowsOf<Row>(sql: string): Row[] {
  const db = new BetterSqlite3(path, { readonly: true })
  const rows = db.prepare<[], Row>(sql).all()
  db.close()
  return rows
}

function count(table: string): number {
  return rowsOf<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)[0]!.count
}

const change = (...changes: object[]) =>
  world.store.run(() => ({ answer: null, changes: changes as never[], events: [] }))

describe('short messages of a burst', () => {
  it('are packed, and read as they were accepted', async () => {
    const ids = await burst()
    await world.agenda.idle()
    await restarted()
    expect([count('message'), count('message_pack')]).toEqual([0, 3])
    for (const [n, id] of ids.entries()) {
      expect(world.read.message(id)).toMatchObject({
        id,
        to: n % 2 === 0 ? [ANA] : [ANA, BEN],
        content: { text: `text ${n} ü`, dataCoding: n % 3 },
        priority: n % 5 === 0 ? 'high' : 'normal',
        reference: n % 7 === 0 ? null : `session ${n}`,
      })
      expect(segmentsOf(id)).toEqual([[n & 0xff, 1], [2]])
      expect(world.read.evidence(id)?.at(-1)).toBe(n % 4 === 0 ? undefined : n & 0xff)
      expect(world.read.deliveriesOf(id).map(({ recipient }) => recipient)).toContain(ANA)
    }
  })

  it('are written once where their octets are a piece of the evidence, and their text those octets', async () => {
    const pdu = (text: string) => Uint8Array.from([0, 0, 0, 9, ...Buffer.from(text, 'latin1'), 7])
    const texts = Array.from({ length: 40 }, (_, n) =>
      n % 3 === 0 ? `n° ${n} @ ü` : `a text that is long enough ${n}`,
    )
    const one = (text: string) => {
      const evidence = pdu(text)
      const segments = [evidence.subarray(4, evidence.length - 1)]
      return submission({ content: { ...sms(text.replace('@', '¡')), segments }, evidence })
    }
    const answers = await Promise.all(texts.map((text) => world.carrier.submit(one(text))))
    const ids = answers.map((answer) => (answer.accepted ? answer.messageId : 0))
    await world.agenda.idle()
    await restarted()
    const areThere = (from: number) => {
      for (const [n, text] of texts.entries()) {
        if (n < from) continue
        expect(world.read.message(ids[n]!)?.content).toMatchObject({ text: text.replace('@', '¡') })
        expect(segmentsOf(ids[n]!)).toEqual([[...Buffer.from(text, 'latin1')]])
        expect([...world.read.evidence(ids[n]!)!]).toEqual([...pdu(text)])
      }
    }
    areThere(0)
    const [row] = rowsOf<{ messages: string; octets: Buffer }>('SELECT messages, octets FROM message_pack')
    expect(row!.messages).not.toContain('long enough')
    expect(row!.octets.length).toBe(texts.reduce((length, text) => length + pdu(text).length, 0))
    await change({ layer: 'core', remove: 'message', key: ids[0]! })
    areThere(1)
  })

  it('of an earlier version, which repeated everything, are read as well', async () => {
    const messages = JSON.stringify([
      [0, -5, 'smpp:esme', '+12025550150', ANA, 'hi', 1, 1000, 's', null, null, 4, 2],
      [7, 0, 'smpp:esme', '+12025550150', ANA, 'ho', 1, 1000, 's', null, null, 4, 0],
    ])
    const octets = Buffer.from([0, 2, 104, 105, 8, 9, 0, 2, 104, 111])
    const db = new BetterSqlite3(path)
    db.prepare('INSERT INTO message_pack VALUES (1000, ?, 1007, 50, 2, ?, ?)').run(
      world.store.record.id,
      messages,
      octets,
    )
    db.close()
    expect(world.read.message(1000)).toMatchObject({ acceptedAt: 45, expiresAt: 1045, content: { text: 'hi' } })
    expect([...world.read.evidence(1000)!]).toEqual([8, 9])
    expect(world.read.message(1007)).toMatchObject({ from: '+12025550150', reference: 's', content: { text: 'ho' } })
    expect(segmentsOf(1007)).toEqual([[104, 111]])
    expect(world.read.evidence(1007)).toBeUndefined()
  })

  it('lie in one list with those that have rows of their own', async () => {
    const [before] = await burst(1)
    const ids = await burst()
    const [after] = await burst(1)
    const all = [before!, ...ids, after!].reverse()
    expect([count('message'), count('message_pack')]).toEqual([2, 3])
    const listed: number[] = []
    for (let page: readonly Message[] = world.read.messages({ limit: 70 }); page.length > 0; ) {
      listed.push(...page.map(({ id }) => id))
      page = world.read.messages({ before: listed.at(-1)!, limit: 70 })
    }
    expect(listed).toEqual(all)
  })

  it('are seen by what is decided in the same batch', async () => {
    const ids = await burst(20)
    const messages = ids.map((id) => world.read.message(id)!)
    const deliveries = (message: Message) => [
      {
        kind: 'message',
        id: message.id + 1,
        messageId: message.id,
        recipient: ANA,
        endpoint: { kind: 'handset', key: ANA },
        progress: { state: 'waiting', nextAttemptAt: message.acceptedAt, attempts: 0, waitingFor: null },
      },
    ]
    const copies = messages.map((message) => ({ ...message, id: message.id + 1_000_000 }))
    const put = change(
      ...copies.map((value) => ({
        layer: 'core',
        put: 'message',
        value,
        evidence: null,
        deliveries: deliveries(value),
      })),
    )
    const seen = world.store.run(() => ({
      answer: copies.map(({ id }) => world.read.message(id)?.id),
      changes: [],
      events: [],
    }))
    await put
    expect(await seen).toEqual(copies.map(({ id }) => id))
  })

  it('can be replaced and removed, one by one and all', async () => {
    const ids = await burst()
    await world.agenda.idle()
    const other = world.read.message(ids[10]!)!
    await change({
      layer: 'core',
      put: 'message',
      value: { ...other, content: sms('something else') },
      evidence: Uint8Array.of(1, 2, 3),
    })
    expect(world.read.message(ids[10]!)?.content).toMatchObject({ text: 'something else' })
    expect([...world.read.evidence(ids[10]!)!]).toEqual([1, 2, 3])
    expect(world.read.deliveriesOf(ids[10]!)).toHaveLength(2)
    await change(
      { layer: 'core', remove: 'message', key: ids[10]! },
      { layer: 'core', remove: 'message', key: ids[11]! },
    )
    expect(world.read.message(ids[10]!)).toBeUndefined()
    expect(world.read.message(ids[11]!)).toBeUndefined()
    expect(world.read.message(ids[12]!)?.id).toBe(ids[12])
    await change(...ids.map((key) => ({ layer: 'core', remove: 'message', key })))
    expect(world.read.messages({ limit: 10 })).toEqual([])
    expect(['message', 'message_pack', 'delivery', 'settled'].map(count)).toEqual([0, 0, 0, 0])
  })

  it('leave nothing behind when their batch is taken back', async () => {
    const results = await Promise.allSettled([
      burst(50),
      world.store.run(() => {
        throw new Error('a bug')
      }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(world.read.messages({ limit: 100 })).toHaveLength(50)
    await world.agenda.idle()
    expect(world.read.messages({ limit: 100 })).toHaveLength(50)
  })
})
