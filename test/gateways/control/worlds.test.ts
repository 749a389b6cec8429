import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, CLEO, ESME_NUMBER, P1, startCarrier, VASP_NUMBER } from '../../support/journey.ts'
import { NpmEsme } from '../../support/npm-esme.ts'

let carrier: Carrier
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())

const make = (wish: object) => carrier.main.post('/worlds', wish)
const numbersOf = (phones: unknown) => (phones as { readonly number: string }[]).map(({ number }) => number)

describe('a world', () => {
  it('has credentials, numbers and phones of its own', async () => {
    const [one, two] = [await carrier.world(), await carrier.world()]
    expect(one.info).toMatchObject({
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      apiKey: expect.stringMatching(/^SK[0-9a-f]{32}$/),
      smpp: { systemId: expect.stringMatching(/^\S{1,15}$/), password: expect.stringMatching(/^\S{8}$/) },
      mm7: { vasId: 'demo' },
      phones: [
        { number: ANA, name: 'Ana' },
        { number: BEN, name: 'Ben' },
        { number: CLEO, name: 'Cleo' },
      ],
    })
    expect(numbersOf((one.info as unknown as { numbers: object }).numbers)).toEqual(
      expect.arrayContaining([P1, ESME_NUMBER, VASP_NUMBER, '55225']),
    )
    for (const key of ['world', 'accountSid', 'authToken'] as const) expect(one.info[key]).not.toBe(two.info[key])
    expect(one.info.smpp.systemId).not.toBe(two.info.smpp.systemId)
    expect(one.info.mm7.user).not.toBe(two.info.mm7.user)
  })

  it('knows nothing of what happens in another, though the numbers are the same', async () => {
    const [one, two] = [await carrier.world(), await carrier.world()]
    await one.twilio().conversations.v1.conversations.create({ uniqueName: 'mine' })
    await one.phone(ANA).sends({ to: [BEN, P1], text: 'only here' })
    await one.phone(BEN).shows('only')
    const esme = await NpmEsme.bind(one.info)
    await esme.submits(ESME_NUMBER, ANA, { short_message: 'only here too' })
    await one.phone(ANA).shows('too')
    expect((await one.ask('/sessions')).body.sessions).toHaveLength(1)
    await esme.unbind()
    await two.idle()
    for (const other of [two, carrier.main]) {
      expect(await other.messages()).toEqual([])
      expect(await other.phone(BEN).screen()).toEqual([])
      expect(await other.twilio().conversations.v1.conversations.list()).toEqual([])
      expect((await other.ask('/sessions')).body.sessions).toEqual([])
    }
    await expect(two.twilio().conversations.v1.conversations('mine').fetch()).rejects.toMatchObject({ code: 20404 })
    const mixed = two.twilio({ sid: one.info.accountSid })
    await expect(mixed.conversations.v1.conversations.list()).rejects.toMatchObject({ status: 401 })
  })

  it('has the phones that were asked for: by name, by number, by count', async () => {
    const named = await make({ phones: ['Dora', { name: 'Eve', number: ANA }, { name: 'Fay', number: '13125550100' }] })
    expect(named.body.phones).toEqual([
      { number: BEN, name: 'Dora' },
      { number: ANA, name: 'Eve' },
      { number: '+13125550100', name: 'Fay' },
    ])
    const many = await make({ phones: 60 })
    expect(new Set(numbersOf(many.body.phones)).size).toBe(60)
    expect((await make({ phones: 0 })).body.phones).toEqual([])
  })

  it('is listed, found by its name, and gone when it is deleted', async () => {
    await make({ name: 'short-lived', clock: 'frozen' })
    const names = async () =>
      ((await carrier.main.ask('/worlds')).body.worlds as { world: string }[]).map(({ world }) => world)
    expect(await names()).toContain('short-lived')
    expect((await make({ name: 'short-lived' })).status).toBe(409)
    const { body } = await carrier.main.ask('/worlds/short-lived/info')
    expect((await carrier.main.ask('/worlds/short-lived', { method: 'DELETE' })).status).toBe(204)
    expect(await names()).not.toContain('short-lived')
    expect((await carrier.main.ask('/worlds/short-lived/info')).status).toBe(404)
    expect((await carrier.main.ask('/worlds/short-lived', { method: 'DELETE' })).status).toBe(404)
    await expect(NpmEsme.bind(body as unknown as Parameters<typeof NpmEsme.bind>[0])).rejects.toThrow('status 15')
    expect((await make({ name: 'short-lived' })).body).toMatchObject({
      world: 'short-lived',
      accountSid: expect.not.stringMatching(String(body.accountSid)),
    })
  })

  it('main stays', async () => {
    expect(await carrier.main.ask('/worlds/main', { method: 'DELETE' })).toMatchObject({ status: 409 })
    expect((await carrier.main.ask('/worlds/main/info')).body).toMatchObject({ world: 'main', authToken: 'partyline' })
  })

  it.each([
    [{ name: 'No Such Name' }, 'name'],
    [{ name: '' }, 'name'],
    [{ phones: -1 }, 'phones'],
    [{ phones: 1_001 }, 'phones'],
    [{ phones: [{ number: ANA }] }, 'phones.0.name'],
    [{ phones: ['Ana', { name: 'Ben', number: '+141586753093' }] }, 'phones.1.number'],
    [{ clock: 'fast' }, 'clock'],
    [{ clock: { mode: 'scaled' } }, 'clock.rate'],
    [{ clock: { mode: 'frozen', now: 'noon' } }, 'clock.now'],
    [{ seed: 1.5 }, 'seed'],
    [{ colour: 'red' }, 'colour'],
  ])('%j is refused by its field', async (wish, field) => {
    expect(await make(wish)).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })
})

describe('a reset', () => {
  it('puts the world back, leaves the others, and ends what was bound', async () => {
    const [one, two] = [await carrier.world(), await carrier.world()]
    for (const world of [one, two]) {
      await world.phone(ANA).sends({ to: [BEN, P1], text: 'before' })
      await world.phone(BEN).shows('before')
      await world.put('/phones/+13125550100', { name: 'Eve' })
      await world.ask(`/numbers/${P1}`, { method: 'DELETE' })
    }
    const esme = await NpmEsme.bind(one.info)
    const closed = new Promise((resolve) => esme.session.once('close', resolve))
    expect((await one.post('/reset')).status).toBe(204)
    await closed
    expect(await one.messages()).toEqual([])
    expect((await one.ask('/phones')).body.phones).toHaveLength(3)
    expect((await one.ask(`/numbers/${P1}`)).status).toBe(200)
    expect((await one.ask('/info')).body).toEqual(one.info)
    expect(await two.messages()).toHaveLength(1)
    expect((await two.ask('/phones')).body.phones).toHaveLength(4)
  })

  it('in the middle of a burst leaves nothing of before behind', async () => {
    const world = await carrier.world()
    const burst = Array.from({ length: 40 }, (_, i) =>
      world.post(`/phones/${ANA}/messages`, { to: [BEN, CLEO, P1], text: `before ${i}` }),
    )
    await Promise.race(burst)
    await world.post('/reset')
    const answers = await Promise.all(burst)
    await world.idle()
    const { body } = await world.ask('/info')
    expect(body).toEqual(world.info)
    // What the carrier took after the reset is of the new life; it is whole: a message, a phone's copy, one conversation.
    const kept = await world.messages()
    expect(kept.length).toBeLessThan(answers.length)
    for (const number of [BEN, CLEO]) expect(await world.phone(number).messages()).toHaveLength(kept.length)
    await world.phone(ANA).sends({ to: BEN, text: 'after' })
    expect(await world.phone(BEN).shows('after')).toHaveLength(1)
  })
})
