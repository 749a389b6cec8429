import { describe, expect, it } from 'vitest'
import type { FaultEffect } from '../../src/core/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'

const ONCE = { kind: 'first', count: 1 } as const

/** Ana's text to a group, on a network with one fault. */
async function sent(at: 'push' | 'mm1.retrieve' | 'mmsc.store', then: FaultEffect, when = ONCE) {
  const w = await new HandsetWorld().begin()
  w.rules.post({ id: 'r', at, query: '', matches: ({ to }) => to.includes(BEN), when, then })
  await w.send(ANA, [BEN, CLEO], 'Hi')
  return w
}

const errorOf = (w: HandsetWorld) => w.handsets.notifications(BEN).map(({ stage, error }) => [stage, error])

describe('a fault at push', () => {
  it('drop: the phone hears nothing until the network notifies again; the others are not disturbed', async () => {
    const w = await sent('push', { drop: true })
    expect(w.handsets.notifications(BEN)).toEqual([])
    expect(w.texts(CLEO)).toEqual(['Hi'])
    await w.advance(5 * 60_000)
    expect(w.texts(BEN)).toEqual(['Hi'])
  })

  it('delay: the push comes later, once', async () => {
    const w = await sent('push', { delayMs: 30_000 })
    await w.advance(29_999)
    expect(w.texts(BEN)).toEqual([])
    await w.advance(1)
    expect(w.texts(BEN)).toEqual(['Hi'])
  })

  it('delay does not strike what it held back again', async () => {
    const w = await new HandsetWorld().begin()
    w.fault('push', { delayMs: 30_000 })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    await w.advance(30_000)
    expect([w.texts(BEN), w.texts(CLEO)]).toEqual([['Hi'], ['Hi']])
  })

  it('duplicate: the same push twice, one notification and one message', async () => {
    const w = await sent('push', { duplicate: true })
    expect(w.eventsOf('phone.notified').filter(({ phone }) => phone === BEN)).toHaveLength(1)
    expect(w.texts(BEN)).toEqual(['Hi'])
    await w.advance(60 * 60_000)
    expect(w.texts(BEN)).toEqual(['Hi'])
    expect(w.faults).toEqual([])
  })
})

describe('a fault at mm1.retrieve', () => {
  it.each<[string, FaultEffect, string]>([
    ['a transient Retrieve-Status', { status: 0xc2 }, 'A fault rule answers so'],
    ['an HTTP status', { status: 503 }, 'HTTP 503'],
    ['no answer', { drop: true }, 'no answer'],
    ['half of the message', { truncate: 60 }, 'truncated'],
    ['octets turned over', { corrupt: true }, 'unknown-pdu-type'],
  ])('%s: the phone says why, asks again, and shows the message once', async (_, then, error) => {
    const w = await sent('mm1.retrieve', then)
    expect(errorOf(w)).toEqual([['fetch', expect.stringContaining(error)]])
    expect(w.texts(CLEO)).toEqual(['Hi'])
    await w.advance(5_000)
    expect(w.texts(BEN)).toEqual(['Hi'])
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
  })

  it('a permanent Retrieve-Status: the phone leaves it to the person', async () => {
    const w = await sent('mm1.retrieve', { status: 0xe2 })
    expect(errorOf(w)).toEqual([['deferred', 'A fault rule answers so']])
    await w.handsets.download(BEN, w.handsets.notifications(BEN)[0]!.id)
    await w.settle()
    expect(w.texts(BEN)).toEqual(['Hi'])
  })

  it('delay: the answer comes later on the clock of the world, and the world is at rest meanwhile', async () => {
    const w = await sent('mm1.retrieve', { delayMs: 20_000 })
    expect(w.agenda.pending()).toEqual([])
    await w.advance(19_999)
    expect(w.texts(BEN)).toEqual([])
    await w.advance(1)
    expect(w.texts(BEN)).toEqual(['Hi'])
    expect(w.rules.list()).toMatchObject([{ seen: 1, fired: 1 }])
  })

  it('does not strike whoever only looks at the octets', async () => {
    const w = await new HandsetWorld().begin()
    await w.send(ANA, [BEN, CLEO], 'Hi')
    w.fault('mm1.retrieve', { drop: true })
    expect((await w.handsets.pdu(BEN, w.handsets.messages(BEN)[0]!.id))?.kind).toBe('m-retrieve.conf')
    expect(w.rules.list()).toMatchObject([{ seen: 0 }])
  })
})

describe('a fault at mmsc.store', () => {
  it('a transient status: the phone sends again, and the message is stored once', async () => {
    const w = await sent('mmsc.store', { status: 0xc3 })
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'sending' }])
    expect(w.carrier.read.messages({ limit: 5 })).toEqual([])
    await w.advance(5_000)
    expect(w.texts(BEN)).toEqual(['Hi'])
    expect(w.carrier.read.messages({ limit: 5 })).toHaveLength(1)
  })

  it('a permanent status: Not delivered, with the reason', async () => {
    const w = await sent('mmsc.store', { status: 0xe5 })
    const error = 'A fault rule says that the MMSC cannot keep it'
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'failed', error }])
    expect(w.texts(BEN)).toEqual([])
  })

  it('a short message needs no MMSC', async () => {
    const w = await new HandsetWorld().begin()
    w.fault('mmsc.store', { status: 0xe5 })
    await w.send(ANA, [BEN], 'Hi')
    expect(w.texts(BEN)).toEqual(['Hi'])
  })
})
