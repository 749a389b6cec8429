import { afterEach, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { startCarrier, type World } from '../../src/kit/index.ts'
import type { StorageLimits } from '../../src/options.ts'

let partyline: Partyline
afterEach(() => partyline.stop())

async function worldWith(limits: StorageLimits): Promise<World> {
  partyline = await startPartyline({ limits })
  const carrier = await startCarrier({ url: `http://127.0.0.1:${partyline.ports.http}` })
  return carrier.world({ name: 'bounded', clock: 'frozen' })
}

const events = (type: string) =>
  partyline.worlds
    .find('bounded')!
    .journal.read(0, 10_000)
    .map(({ event }) => event)
    .filter((event) => event.type === type)

describe('a bounded store', () => {
  it('keeps the newest messages, on the network and on the phones, and says what it threw out', async () => {
    const world = await worldWith({ maxMessages: 20 })
    const [ana, ben] = await world.phones('Ana', 'Ben')
    for (let at = 1; at <= 30; at += 1) await ana.send(ben.number, `number ${at}`)
    await ben.waitFor('"number 30"')
    await world.idle()
    const kept = (await world.messages()).map(({ text }) => text)
    // A tenth more before it is swept again, and what was on its way just then.
    expect(kept.length).toBeLessThanOrEqual(25)
    expect(kept[0]).toBe('number 30')
    expect(kept).not.toContain('number 1')
    expect((await ben.messages()).map(({ text }) => text)).not.toContain('number 1')
    const gone = events('storage.evicted').map(({ messages }) => Number(messages))
    expect(gone.reduce((sum, count) => sum + count, 0)).toBe(30 - kept.length)
  })

  it("throws out what is older than its age on the world's clock, media and all", async () => {
    const world = await worldWith({ maxAgeMs: 3_600_000 })
    const [ana, ben] = await world.phones('Ana', 'Ben')
    const media = [{ contentType: 'image/jpeg', octets: Uint8Array.of(0xff, 0xd8) }]
    await ana.send(ben.number, { text: 'Old picture', media })
    await ben.waitFor('Old')
    await world.clock.advance('30m')
    await ana.send(ben.number, 'Younger')
    await ben.waitFor('Younger')
    await world.clock.advance('45m')
    expect((await world.messages()).map(({ text }) => text)).toEqual(['Younger'])
    expect((await ben.messages()).map(({ text }) => text)).toEqual(['Younger'])
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['Younger'])
    expect(events('storage.evicted')).toMatchObject([{ messages: 1, phoneMessages: 2 }])
    expect(Number(events('storage.evicted')[0]?.media)).toBeGreaterThanOrEqual(1)
    await world.clock.advance('45m')
    expect(await world.messages()).toEqual([])
  })

  it('leaves alone what is still on its way', async () => {
    const world = await worldWith({ maxMessages: 5 })
    const [ana, ben, cleo] = await world.phones('Ana', 'Ben', 'Cleo')
    await cleo.set({ state: 'off' })
    await ana.send(cleo.number, 'Waits for Cleo')
    for (let at = 1; at <= 20; at += 1) await ana.send(ben.number, `number ${at}`)
    await ben.waitFor('"number 20"')
    await world.idle()
    expect((await world.messages()).map(({ text }) => text)).toContain('Waits for Cleo')
    await cleo.set({ state: 'online' })
    expect((await cleo.waitFor('Waits')).from).toBe(ana.number)
  })
})
