import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { FeedReader } from '../../support/feed-reader.ts'
import { ANA, BEN, type Carrier, CLEO, startCarrier, type World } from '../../support/journey.ts'

let carrier: Carrier
let world: World
let path: string
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
  path = `/carrier/worlds/${world.info.world}/feed`
})

const read = (query = '') => FeedReader.connect(carrier.url, path + query)
const newestSeq = async () => Number((await world.ask('/phones')).body.seq)
const text = async (from: string, to: string | readonly string[], words: string) => {
  await world.phone(from).sends({ to, text: words })
  await world.idle()
}

describe('the feed', () => {
  it('begins with hello, which says epoch and newest seq', async () => {
    await text(ANA, BEN, 'before')
    const reader = await read()
    const hello = { type: 'feed.hello', world: world.info.world, epoch: expect.stringMatching(/^[0-9a-f]{32}$/) }
    expect(await reader.next()).toEqual({ ...hello, seq: await newestSeq() })
    await reader.close()
  })

  it('of main is at /carrier/feed', async () => {
    const reader = await FeedReader.connect(carrier.url, '/carrier/feed')
    expect(await reader.next()).toMatchObject({ type: 'feed.hello', world: 'main' })
    await reader.close()
  })

  it('tells what happens from then on, each event with seq, time and world', async () => {
    await text(ANA, BEN, 'before')
    const reader = await read()
    const { seq } = await reader.next()
    await text(ANA, BEN, 'hello')
    const events = await reader.until(await newestSeq())
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => seq + 1 + i))
    expect(events).toMatchObject(events.map(() => ({ at: '2026-06-01T12:00:00.000Z', world: world.info.world })))
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'phone.message-sent', phone: ANA }),
        expect.objectContaining({ type: 'message.accepted', from: ANA, to: [BEN], text: 'hello' }),
        expect.objectContaining({ type: 'delivery.updated', recipient: BEN, state: 'delivered' }),
        expect.objectContaining({
          type: 'phone.message-received',
          phone: BEN,
          message: (await world.phone(BEN).messages('hello'))[0],
        }),
      ]),
    )
    await reader.close()
  })

  it('tells nothing of other worlds', async () => {
    const reader = await read()
    const other = await carrier.world()
    await other.phone(ANA).sends({ to: BEN, text: 'elsewhere' })
    await other.idle()
    await text(ANA, BEN, 'here')
    await reader.next()
    for (const event of await reader.until(await newestSeq())) expect(event.world).toBe(world.info.world)
    await reader.close()
  })

  it.each(['nowhere', '%', '%ff'])('a world that is not there has no feed: %s', async (name) => {
    const socket = new WebSocket(`${carrier.url.replace('http', 'ws')}/carrier/worlds/${name}/feed`)
    const [error] = await once(socket, 'error')
    expect(String(error)).toContain('404')
  })

  it('ends with a reason when its world is removed', async () => {
    const reader = await read()
    await carrier.main.ask(`/worlds/${world.info.world}`, { method: 'DELETE' })
    expect(await reader.ended).toEqual({ code: 4010, reason: 'the world was removed' })
  })
})

describe('a reader that comes back', () => {
  it('with `since` misses nothing and hears nothing twice', async () => {
    const first = await read()
    const { seq: start, epoch } = await first.next()
    await text(ANA, BEN, 'one')
    const heard = [...(await first.until(await newestSeq()))]
    await first.close()
    await text(ANA, [BEN, CLEO], 'while away')
    const second = await read(`?since=${heard.at(-1)?.seq}&epoch=${epoch}`)
    expect((await second.next()).type).toBe('feed.hello')
    await text(ANA, BEN, 'three')
    heard.push(...(await second.until(await newestSeq())))
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, i) => start + 1 + i))
    await second.close()
  })

  it('in the middle of a burst misses nothing either, over many pages of backlog', async () => {
    const texts = Array.from({ length: 150 }, (_, i) => `text ${i}`)
    const sending = Promise.all(texts.map((words) => world.phone(ANA).sends({ to: [BEN, CLEO], text: words })))
    const readers = []
    for (let i = 0; i < 5; i++) readers.push(await read('?since=0'))
    await sending
    await world.idle()
    const newest = await newestSeq()
    expect(newest).toBeGreaterThan(1_500)
    for (const reader of readers) {
      const events = await reader.until(newest)
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: newest }, (_, i) => i + 1))
      await reader.close()
    }
  })

  it.each([
    ['of another epoch', () => `?since=1&epoch=${'0'.repeat(32)}`],
    ['that has not come yet', () => '?since=1000000'],
    ['that is no number', () => '?since=yesterday'],
    ['before the first', () => '?since=-1'],
  ])('with a `since` %s hears of the gap, then of what is new', async (_what, query) => {
    await text(ANA, BEN, 'before')
    const reader = await read(query())
    const seq = await newestSeq()
    const { epoch } = await reader.next()
    expect(await reader.next()).toMatchObject({ type: 'feed.gap', epoch, seq, reason: expect.stringMatching(/\S/) })
    await text(ANA, BEN, 'after')
    expect((await reader.next()).seq).toBe(seq + 1)
    await reader.close()
  })

  it('after a reset hears of the gap with the new epoch, then counts from one', async () => {
    await text(ANA, BEN, 'before')
    const reader = await read()
    const { epoch } = await reader.next()
    await world.post('/reset')
    const gap = await reader.next()
    expect(gap).toMatchObject({ type: 'feed.gap', seq: await newestSeq() })
    expect(gap.epoch).not.toBe(epoch)
    await text(ANA, BEN, 'after')
    const events = await reader.until(await newestSeq())
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    await reader.close()
    const late = await read(`?since=2&epoch=${epoch}`)
    await late.next()
    expect(await late.next()).toMatchObject({ type: 'feed.gap', epoch: gap.epoch })
    await late.close()
  })

  it('finds its place after a restart, and hears of the gap where events are no longer kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-feed-'))
    const database = join(folder, 'partyline.db')
    let kept = await startCarrier({ database })
    await kept.main.phone(ANA).sends({ to: BEN, text: 'before the restart' })
    await kept.main.idle()
    const first = await FeedReader.connect(kept.url, '/carrier/feed?since=0')
    const { epoch, seq } = await first.next()
    const before = await first.until(seq)
    await kept.stop()
    kept = await startCarrier({ database })
    const second = await FeedReader.connect(kept.url, `/carrier/feed?since=2&epoch=${epoch}`)
    expect(await second.next()).toMatchObject({ type: 'feed.hello', epoch })
    expect(await second.until(seq)).toEqual(before.slice(2))
    const db = new BetterSqlite3(database)
    db.prepare('DELETE FROM journal WHERE last_seq <= 3').run()
    db.close()
    const third = await FeedReader.connect(kept.url, `/carrier/feed?since=1&epoch=${epoch}`)
    await third.next()
    expect(await third.next()).toMatchObject({ type: 'feed.gap', epoch, reason: expect.stringContaining('older') })
    await kept.stop()
    expect(await second.ended).toEqual({ code: 1001, reason: 'the carrier stops' })
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('a reader that wants only some', () => {
  const types = async (query: string) => {
    const reader = await read(`?since=0&${query}`)
    await text(ANA, [BEN, CLEO], 'hello')
    await carrier.main.ask(`/worlds/${world.info.world}`, { method: 'DELETE' })
    const events = await reader.until()
    return [...new Set(events.map(({ type, phone }) => [type, phone].filter(Boolean).join(' ')))].toSorted()
  }

  it('gets the events of one phone', async () => {
    expect(await types(`phone=${encodeURIComponent(BEN)}`)).toEqual([
      `phone.message-received ${BEN}`,
      `phone.notified ${BEN}`,
    ])
  })

  it('gets those of several phones, written with or without +', async () => {
    expect(await types(`phone=${BEN.slice(1)}&phone=${CLEO}`)).toEqual([
      `phone.message-received ${BEN}`,
      `phone.message-received ${CLEO}`,
      `phone.notified ${BEN}`,
      `phone.notified ${CLEO}`,
    ])
  })

  it('gets the types it names, or everything below them', async () => {
    expect(await types('type=message.accepted')).toEqual(['message.accepted'])
    world = await carrier.world()
    path = `/carrier/worlds/${world.info.world}/feed`
    expect(await types(`type=phone&phone=${BEN}`)).toEqual([`phone.message-received ${BEN}`, `phone.notified ${BEN}`])
  })
})

describe('a reader that does not keep up', () => {
  const LONG = 'long words '.repeat(20_000)
  const longTexts = async (count: number) => {
    for (let i = 0; i < count; i++) await world.phone(ANA).sends({ to: [BEN, CLEO], text: `${i} ${LONG}` })
    await world.idle()
  }

  it('is waited for: a large backlog arrives whole', async () => {
    await longTexts(24)
    const reader = await read('?since=0')
    const newest = await newestSeq()
    expect((await reader.until(newest)).map(({ seq }) => seq)).toEqual(Array.from({ length: newest }, (_, i) => i + 1))
    await reader.close()
  })

  it('pauses and goes on without losing anything', async () => {
    const reader = await read()
    const { seq } = await reader.next()
    reader.socket.pause()
    await longTexts(24)
    reader.socket.resume()
    const newest = await newestSeq()
    expect((await reader.until(newest)).map((event) => event.seq)).toEqual(
      Array.from({ length: newest - seq }, (_, i) => seq + 1 + i),
    )
    await reader.close()
  })

  it('is closed with 4008 and how to come back when it takes nothing for long, and then misses nothing', async () => {
    const [slow, quick] = [await read('?since=0'), await read()]
    const { epoch } = await slow.next()
    slow.socket.pause()
    await longTexts(24)
    const texts = Array.from({ length: 80 }, (_, i) => world.phone(ANA).sends({ to: [BEN, CLEO], text: `short ${i}` }))
    await Promise.all(texts)
    await world.idle()
    slow.socket.resume()
    const heard = (await slow.until()).map(({ seq }) => seq)
    expect(await slow.ended).toEqual({ code: 4008, reason: 'too slow: reconnect with since=<last seq>' })
    const newest = await newestSeq()
    expect(heard.at(-1)).toBeLessThan(newest)
    const again = await read(`?since=${heard.at(-1)}&epoch=${epoch}`)
    heard.push(...(await again.until(newest)).map(({ seq }) => seq))
    expect(heard).toEqual(Array.from({ length: newest }, (_, i) => i + 1))
    expect(quick.socket.readyState).toBe(WebSocket.OPEN)
    await Promise.all([again.close(), quick.close()])
  })
})
