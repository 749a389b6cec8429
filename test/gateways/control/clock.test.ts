import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, NOON, startCarrier, type World } from '../../support/journey.ts'

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
})

describe("a world's clock", () => {
  it('stands where it was frozen', async () => {
    expect((await world.ask('/clock')).body).toEqual({ mode: 'frozen', now: NOON })
    await world.phone(ANA).sends({ to: BEN, text: 'hi' })
    expect(await world.phone(BEN).shows('hi')).toMatchObject([{ at: NOON }])
  })

  it.each([
    [{ ms: 1 }, '2026-06-01T12:00:00.001Z'],
    [{ ms: 0 }, NOON],
    [{ duration: 'PT15M' }, '2026-06-01T12:15:00.000Z'],
    [{ duration: 'P1DT2H3M4.5S' }, '2026-06-02T14:03:04.500Z'],
    [{ duration: 'P366D' }, '2027-06-02T12:00:00.000Z'],
  ])('%j winds it to %s', async (by, now) => {
    expect(await world.post('/clock/advance', by)).toEqual({ status: 200, body: { mode: 'frozen', now } })
  })

  it('everything that falls due on the way happens at its own time', async () => {
    await world.phone(ANA).sends({ to: '+15005570060', text: 'after a minute' })
    await world.phone(ANA).sends({ to: '+15005570600', text: 'after ten' })
    await world.post('/clock/advance', { duration: 'PT1H' })
    const { body } = await world.post('/wait', { query: 'is:received after', count: 2, timeoutMs: 0 })
    expect(body.messages).toMatchObject([{ at: '2026-06-01T12:01:00.000Z' }, { at: '2026-06-01T12:10:00.000Z' }])
  })

  it('changes its mode and goes on from where it is', async () => {
    expect((await world.put('/clock', { mode: 'real' })).body.mode).toBe('real')
    const set = { mode: 'frozen', now: '2030-01-01T00:00:00+02:00' }
    expect((await world.put('/clock', set)).body).toEqual({ mode: 'frozen', now: '2029-12-31T22:00:00.000Z' })
    const scaled = await world.put('/clock', { mode: 'scaled', rate: 1_000 })
    expect(scaled.body).toMatchObject({ mode: 'scaled', rate: 1_000 })
    expect(Date.parse(String(scaled.body.now))).toBeGreaterThanOrEqual(Date.parse('2029-12-31T22:00:00Z'))
  })

  it('what waits comes by itself when the clock is thawed or runs faster', async () => {
    await world.phone(ANA).sends({ to: '+15005570600', text: 'after ten minutes' })
    await world.put('/clock', { mode: 'scaled', rate: 1_000_000 })
    expect(await world.phone('+15005570600').shows('ten')).toHaveLength(1)
  })

  it('a world can be made with a fast clock', async () => {
    const { status, body } = await carrier.main.post('/worlds', { clock: { mode: 'scaled', rate: 60, now: NOON } })
    expect(status).toBe(201)
    expect((await carrier.main.ask(`/worlds/${body.world}/clock`)).body).toMatchObject({ mode: 'scaled', rate: 60 })
  })

  it.each([['real'], ['scaled']])('a %s clock is not wound by hand', async (mode) => {
    await world.put('/clock', { mode, rate: 2 })
    expect(await world.post('/clock/advance', { ms: 1 })).toMatchObject({
      status: 409,
      body: { title: 'Clock not frozen' },
    })
  })

  it.each([
    ['PUT', '/clock', { mode: 'slow' }, 'mode'],
    ['PUT', '/clock', { mode: 'scaled' }, 'rate'],
    ['PUT', '/clock', { mode: 'scaled', rate: 0 }, 'rate'],
    ['PUT', '/clock', { mode: 'frozen', now: 'noon' }, 'now'],
    ['POST', '/clock/advance', {}, '(body)'],
    ['POST', '/clock/advance', { ms: 1, duration: 'PT1S' }, '(body)'],
    ['POST', '/clock/advance', { ms: -1 }, 'ms'],
    ['POST', '/clock/advance', { ms: 1.5 }, 'ms'],
    ['POST', '/clock/advance', { duration: '15m' }, 'duration'],
    ['POST', '/clock/advance', { duration: 'P' }, 'duration'],
    ['POST', '/clock/advance', { duration: 'P1DT' }, 'duration'],
  ])('%s %s %j is refused by its field', async (method, path, body, field) => {
    expect(await world.ask(path, { method, body })).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })
})
