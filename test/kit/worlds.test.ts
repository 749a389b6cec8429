import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Carrier, MessageCame, NothingCame, startCarrier } from '../../src/kit/index.ts'
import '../../src/kit/vitest.ts'

let carrier: Carrier

beforeAll(async () => {
  carrier = await startCarrier({ seed: 7, clock: 'frozen' })
})
afterAll(() => carrier.stop())

describe('fifty tests at once, each in a world of its own with a frozen clock', () => {
  it.concurrent.each(Array.from({ length: 50 }, (_, at) => at))('a group text and its answer, world %i', async (at) => {
    await using world = await carrier.world()
    const [ana, ben, cleo] = await world.phones('Ana', 'Ben', 'Cleo')

    await ana.send([ben.number, cleo.number], `Lunch in world ${at}?`)
    const heard = await ben.waitFor({ contains: `world ${at}?`, group: true })
    await ben.reply(heard, 'Yes')
    await ana.waitFor({ contains: 'Yes', from: ben.number })
    await world.idle()

    await expect(cleo).toShowThreadWith([ana, ben])
    expect((await cleo.messages()).map(({ text }) => text)).toEqual([`Lunch in world ${at}?`, 'Yes'])
    const before = await world.clock.now()
    await cleo.expectNone({ for: '1h' })
    expect((await world.clock.now()).getTime() - before.getTime()).toBe(3_600_000)
  })
})

describe('what a world has', () => {
  it('phones are found by name and number, and made where there are none', async () => {
    await using world = await carrier.world()
    const ana = await world.phone('Ana', { profile: 'ios' })
    expect(await world.phone('Ana')).toBe(ana)
    expect(await world.phone(ana.number)).toBe(ana)
    const shop = await world.phone('+12125550199')
    expect(shop.number).toBe('+12125550199')
    await shop.send(ana.number, 'Open again')
    expect(await ana.waitFor('Open')).toMatchObject({ from: shop.number, kind: 'direct', transport: 'sms' })
  })

  it('a phone without signal gets its message when the clock is wound and the signal is back', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ben.set({ state: 'no-signal' })
    await ana.send(ben.number, 'Are you there?')
    await ben.expectNone({ for: '15m' })
    await ben.set({ state: 'online' })
    expect((await ben.waitFor('there')).from).toBe(ana.number)
  })

  it('pictures arrive as they were sent', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    const octets = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3])
    await ana.send(ben.number, { text: 'Look', media: [{ contentType: 'image/jpeg', filename: 'a.jpg', octets }] })
    const got = await ben.waitFor({ contains: 'Look', media: 1, via: 'mms' })
    expect(got.media[0]).toMatchObject({ contentType: 'image/jpeg', size: 8 })
  })

  it('its journey names every step, and the matcher says which one is missing', async () => {
    await using world = await carrier.world()
    const [ana, ben, cleo] = await world.phones('Ana', 'Ben', 'Cleo')
    await ana.send([ben.number, cleo.number], 'Hello both')
    const journey = await world.journey(await ben.waitFor('Hello'))
    expect(journey).toHavePassed('push.sent', 'mm1.retrieve')
    expect(() => expect(journey).toHavePassed('push.sent', 'carrier.pigeon')).toThrow(
      /carrier\.pigeon is missing after push\.sent[\s\S]*Its journey:/,
    )
  })

  it('a removed world is gone', async () => {
    const world = await carrier.world({ name: 'short-lived' })
    await world.remove()
    await expect(world.idle()).rejects.toThrow(/404/)
    const again = await carrier.world({ name: 'short-lived' })
    expect(await again.messages()).toEqual([])
    await again.remove()
  })
})

describe('what is said when a test fails', () => {
  it('a wait that runs out names the nearest messages, why they do not match, and where the network has them', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ana.send(ben.number, 'See you at eight')
    await world.idle()
    const failure = await ben.waitFor({ contains: 'nine', from: ana.number }, { timeout: 1 }).catch((error) => error)
    expect(failure).toBeInstanceOf(NothingCame)
    expect(failure.message).toContain('does not contain "nine"')
    expect(failure.message).toMatch(new RegExp(`Newest messages of the network:\\n.*\\${ben.number} delivered`))
  })

  it('a message that should not have come is shown', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ben.set({ state: 'off' })
    await ana.send(ben.number, 'Late')
    await world.clock.advance('1m')
    const quiet = ana.expectNone({ for: '1m' })
    await quiet
    await ben.set({ state: 'online' })
    await ben.waitFor('Late')
    await ana.send('+15005572060', 'after 2060 seconds')
    const late = await world.phone('+15005572060')
    const failure = await late.expectNone({ for: '1h' }).catch((error) => error)
    expect(failure).toBeInstanceOf(MessageCame)
    expect(failure.message).toContain('after 2060 seconds')
  })

  it('a thread that is not there is told with those that are', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ana.send(ben.number, 'Just us')
    await ben.waitFor('us')
    const failure = await expect(ben)
      .toShowThreadWith([ana, '+12125550100'])
      .catch((error) => error)
    expect(failure.message).toContain('shows no thread')
    expect(failure.message).toContain('"Just us"')
  })

  it('a request that is refused says the field and the reason', async () => {
    await using world = await carrier.world()
    const ana = await world.phone('Ana')
    await expect(ana.waitFor('is:nonsense')).rejects.toThrow(/query: is: takes group/)
    await expect(world.clock.advance('soon')).rejects.toThrow(/no duration/)
  })
})

describe('faults', () => {
  it('strike while they are there, and are gone with their scope', async () => {
    await using world = await carrier.world()
    const [esme, ana] = await Promise.all([world.esme(), world.phone('Ana')])
    const from = world.numbersOf('smpp')[0]!
    const undelivered = { at: 'receipt', query: `to:${ana.number}`, then: { error: 30003 } } as const
    {
      await using fault = await world.fault(undelivered)
      const id = await esme.submit({ from, to: ana.number, text: 'One' })
      expect((await esme.receipt(id)).text).toContain('stat:UNDELIV')
      expect(await fault.fired()).toBe(1)
    }
    const id = await esme.submit({ from, to: ana.number, text: 'Two' })
    expect((await esme.receipt(id)).text).toContain('stat:DELIVRD')
  })

  it('a preset is several rules under one name', async () => {
    await using world = await carrier.world()
    const outage = await world.fault('carrier-outage')
    expect(outage.ids).toHaveLength(3)
    await outage.remove()
  })
})
