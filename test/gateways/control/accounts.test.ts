import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  ANA,
  BEN,
  type Carrier,
  ESME_NUMBER,
  P1,
  P2,
  startCarrier,
  VASP_NUMBER,
  type World,
} from '../../support/journey.ts'
import { jpeg } from '../../support/mm7-envelopes.ts'
import { NpmEsme } from '../../support/npm-esme.ts'
import { elements, mm7Post, submitReq } from '../../support/raw-mm7.ts'

const NEW_NUMBER = '+13125550142'
const AC = `AC${'b'.repeat(32)}`

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
})

describe('accounts', () => {
  it('a new ESME binds with what it was given, and its number is its own', async () => {
    const made = await world.put('/accounts/smpp/bulk', { password: 'pw', numbers: [NEW_NUMBER], window: 5 })
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'smpp', systemId: 'bulk', password: 'pw', window: 5, sources: 'any', numbers: [NEW_NUMBER] },
    })
    expect((await world.ask('/accounts/smpp/bulk')).body).toEqual(made.body)
    const { smpp } = world.info
    const esme = await NpmEsme.bind({ ...world.info, smpp: { ...smpp, systemId: 'bulk', password: 'pw' } })
    await world.phone(ANA).sends({ to: NEW_NUMBER, text: 'hello bulk' })
    expect(await esme.nextText()).toMatchObject({ short_message: { message: 'hello bulk' } })
    await esme.unbind()
  })

  it('changes only the fields that are given, a receipt field by field', async () => {
    const path = `/accounts/smpp/${world.info.smpp.systemId}`
    const { body: before } = await world.ask(path)
    const changed = await world.put(path, { rate: 10, receipt: { id: 'hex' } })
    const receipt = { ...(before.receipt as object), id: 'hex' }
    expect(changed).toEqual({ status: 200, body: { ...before, rate: 10, receipt } })
  })

  it('a changed password counts from the next login', async () => {
    await world.put(`/accounts/smpp/${world.info.smpp.systemId}`, { password: 'fresh' })
    await expect(NpmEsme.bind(world.info)).rejects.toThrow('status 14')
    const esme = await NpmEsme.bind({ ...world.info, smpp: { ...world.info.smpp, password: 'fresh' } })
    await esme.unbind()
  })

  it('a VASP sends with what it was given', async () => {
    await world.put('/accounts/mm7/promo', { password: 'pw', vaspId: 'PROMO', vasId: 'X', numbers: [NEW_NUMBER] })
    const info = {
      ...world.info,
      mm7: { ...world.info.mm7, user: 'promo', password: 'pw', vaspId: 'PROMO', vasId: 'X' },
    }
    const wish = { from: NEW_NUMBER, to: [ANA], picture: jpeg(), text: 'new here' }
    const { xml } = await mm7Post(info, submitReq(info, wish))
    expect(elements(xml, 'StatusCode')).toEqual(['1000'])
    expect(await world.phone(ANA).shows('new')).toMatchObject([{ from: NEW_NUMBER }])
  })

  it('a Twilio account logs in with its token and its API keys', async () => {
    const apiKeys = [{ sid: `SK${'b'.repeat(32)}`, secret: 's3cret' }]
    await world.put(`/accounts/twilio/${AC}`, { authToken: 'tok', apiKeys, numbers: [NEW_NUMBER] })
    const client = world.twilio({ sid: AC, token: 'tok' })
    expect((await client.incomingPhoneNumbers.list()).map(({ phoneNumber }) => phoneNumber)).toEqual([NEW_NUMBER])
    const authorization = `Basic ${Buffer.from(`${apiKeys[0]!.sid}:s3cret`).toString('base64')}`
    const listed = await fetch(`${carrier.url}/v1/Conversations`, { headers: { authorization } })
    expect(listed.status).toBe(200)
    await expect(world.twilio({ sid: AC, token: 'no' }).conversations.v1.conversations.list()).rejects.toMatchObject({
      status: 401,
    })
  })

  it('a switch that nobody knows is named, with those that there are', async () => {
    const put = (switches: object) => world.put(`/accounts/twilio/${AC}`, { switches })
    const unknown = await put({ optOutLegs: 'none', initialisingDelay: 1 })
    expect(unknown.status).toBe(400)
    expect(unknown.body.errors).toMatchObject([
      { field: 'switches.optOutLegs', reason: expect.stringMatching(/there are groupAutocreation,.* optOutLeg,/) },
      { field: 'switches.initialisingDelay', reason: expect.stringMatching(/initializingDelay/) },
    ])
    const wrong = await put({ optOutLeg: 'all', httpStatus: { 50377: 99 } })
    expect(wrong.body.errors).toMatchObject([
      { field: 'switches.optOutLeg', reason: expect.stringMatching(/"none"\|"receipt-21610"/) },
      { field: 'switches.httpStatus.50377' },
    ])
    expect((await world.ask(`/accounts/twilio/${AC}`)).status).toBe(404)
    const known = { optOutLeg: 'receipt-21610', initializingDelay: 0, httpStatus: { 50377: 409 } }
    expect(await put(known)).toMatchObject({ status: 201, body: { switches: known } })
  })

  it('its numbers are the ones that are listed, the others become free', async () => {
    const path = `/accounts/twilio/${world.info.accountSid}`
    expect((await world.put(path, { numbers: [P2, NEW_NUMBER] })).body.numbers).toEqual([P2, NEW_NUMBER])
    expect((await world.ask(`/numbers/${P1}`)).status).toBe(404)
    await world.phone(ANA).sends({ to: P1, text: 'who is this?' })
    expect(await world.phone(P1).shows('who')).toHaveLength(1)
  })

  it('without an account nobody logs in, and its numbers are free', async () => {
    const path = `/accounts/smpp/${world.info.smpp.systemId}`
    expect((await world.ask(path, { method: 'DELETE' })).status).toBe(204)
    expect((await world.ask(path)).status).toBe(404)
    await expect(NpmEsme.bind(world.info)).rejects.toThrow('status 15')
    expect((await world.ask(`/numbers/${ESME_NUMBER}`)).status).toBe(404)
    expect((await world.ask('/accounts/smpp')).body.accounts).toEqual([])
  })

  it.each([
    ["another account's number", { numbers: [VASP_NUMBER] }],
    ["a phone's number", { numbers: [ANA] }],
  ])('%s is 409, and nothing is changed', async (_what, wish) => {
    const path = `/accounts/twilio/${world.info.accountSid}`
    const { body: before } = await world.ask(path)
    expect(await world.put(path, wish)).toMatchObject({ status: 409, body: { title: 'Number in use' } })
    expect((await world.ask(path)).body).toEqual(before)
  })

  it.each([
    ['smpp/bulk', { password: 'longer than 8' }, 'password'],
    ['smpp/bulk', { numbers: ['+141586753093'] }, 'numbers'],
    ['smpp/bulk', { numbers: ['ACME'] }, 'numbers'],
    ['smpp/bulk', { receipt: { dates: 11 } }, 'receipt.dates'],
    ['smpp/bulk', { sources: 'none' }, 'sources'],
    ['smpp/bulk', { window: 0 }, 'window'],
    ['smpp/a-system-id-of-too-many-octets', {}, 'key'],
    ['mm7/promo', { deliverUrl: 'over there' }, 'deliverUrl'],
    ['mm7/promo', { faultStatus: 404 }, 'faultStatus'],
    ['mm7/a%20b', {}, 'key'],
    [`twilio/${AC}`, { apiKeys: [{ sid: 'SK1', secret: 'x' }] }, 'apiKeys.0.sid'],
    ['twilio/AC1', {}, 'key'],
    ['smpp/bulk', { colour: 'red' }, 'colour'],
  ])('PUT /accounts/%s %j is refused by its field', async (path, wish, field) => {
    const answer = await world.put(`/accounts/${path}`, wish)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } })
    expect((await world.ask(`/accounts/${path}`)).status).toBe(404)
  })
})

describe('numbers', () => {
  const owner = () => ({ kind: 'twilio', account: world.info.accountSid })

  it.each([
    [NEW_NUMBER, 'long-code', true],
    ['+18885550123', 'toll-free', true],
    ['24680', 'short-code', false],
  ])('%s is a %s by its digits', async (number, kind, mms) => {
    const made = await world.put(`/numbers/${number}`, { owner: owner() })
    expect(made).toEqual({ status: 201, body: { number, kind, owner: owner(), capabilities: { sms: true, mms } } })
    expect((await world.ask(`/numbers/${number}`)).body).toEqual(made.body)
  })

  it('one changes its owner and what it can do', async () => {
    const esme = { kind: 'smpp', account: world.info.smpp.systemId }
    const changed = await world.put(`/numbers/${P1}`, { owner: esme, capabilities: { sms: true, mms: false } })
    expect(changed).toMatchObject({ status: 200, body: { number: P1, owner: esme, capabilities: { mms: false } } })
    const session = await NpmEsme.bind(world.info)
    await world.phone(ANA).sends({ to: P1, text: 'to the new owner' })
    expect(await session.nextText()).toMatchObject({ destination_addr: P1.slice(1) })
    await session.unbind()
  })

  it('one that is given up becomes a phone with the next text', async () => {
    expect((await world.ask(`/numbers/${P1}`, { method: 'DELETE' })).status).toBe(204)
    await world.phone(BEN).sends({ to: P1, text: 'anybody?' })
    expect(await world.phone(P1).shows('anybody')).toHaveLength(1)
    expect(await world.put(`/numbers/${P1}`, { owner: owner() })).toMatchObject({ status: 409 })
  })

  it.each([
    [NEW_NUMBER, {}, 'owner'],
    [NEW_NUMBER, { owner: { kind: 'smpp', account: 'nobody' } }, 'owner'],
    [NEW_NUMBER, { owner: { kind: 'fax', account: 'x' } }, 'owner.kind'],
    [P1, { kind: 'landline' }, 'kind'],
    [P1, { capabilities: { sms: true } }, 'capabilities.mms'],
    ['12', {}, 'number'],
  ])('PUT /numbers/%s %j is refused by its field', async (number, wish, field) => {
    expect(await world.put(`/numbers/${number}`, wish)).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })

  it.each(['+141586753093', 'ACME'])('%s cannot be a number of anybody', async (number) => {
    const answer = await world.put(`/numbers/${number}`, { owner: owner() })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'number' }] } })
  })
})
