import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, ESME_NUMBER, startCarrier, type World } from '../support/journey.ts'
import { NpmEsme } from '../support/npm-esme.ts'

describe('an application on the npm package smpp texts with a phone', () => {
  let carrier: Carrier
  let world: World
  let esme: NpmEsme
  beforeAll(async () => {
    carrier = await startCarrier()
  })
  afterAll(() => carrier.stop())
  beforeEach(async () => {
    world = await carrier.world()
    esme = await NpmEsme.bind(world.info)
  })
  afterEach(() => esme.unbind())

  it('a text reaches the phone, and the phone answers', async () => {
    const response = await esme.submits(ESME_NUMBER, ANA, { short_message: 'Your table is ready {1}' })
    expect(response.command_status).toBe(0)
    expect(await world.phone(ANA).shows('table')).toMatchObject([
      {
        transport: 'sms',
        kind: 'direct',
        from: ESME_NUMBER,
        text: 'Your table is ready {1}',
        messageId: response.message_id,
      },
    ])
    await world.phone(ANA).repliesToAll('On my way ✌')
    expect(await esme.nextText()).toMatchObject({
      source_addr: ANA.slice(1),
      destination_addr: ESME_NUMBER.slice(1),
      data_coding: 8,
      short_message: { message: 'On my way ✌' },
    })
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'direct', with: [ESME_NUMBER], says: [`${ESME_NUMBER}: Your table is ready {1}`, `${ANA}: On my way ✌`] },
    ])
  })

  it('a receipt comes when the phone has the text', async () => {
    const { message_id } = await esme.submits(ESME_NUMBER, ANA, { short_message: 'hi' })
    expect(await esme.nextReceipt()).toMatchObject({
      id: message_id,
      state: 'DELIVERED',
      from: ANA.slice(1),
      to: ESME_NUMBER.slice(1),
      pdu: { receipted_message_id: message_id, message_state: 2 },
    })
  })

  it('a phone that is off has its text when it is back, and the receipt comes then', async () => {
    await world.phone(ANA).becomes({ state: 'off' })
    const { message_id } = await esme.submits(ESME_NUMBER, ANA, { short_message: 'are you there' })
    await world.idle()
    expect(await world.phone(ANA).messages()).toEqual([])
    await world.phone(ANA).becomes({ state: 'online' })
    await world.phone(ANA).shows('there')
    expect(await esme.nextReceipt()).toMatchObject({ id: message_id, state: 'DELIVERED' })
  })

  it('a text that nobody takes before it expires is reported so', async () => {
    await world.phone(ANA).becomes({ state: 'off' })
    const fields = { short_message: 'too late', validity_period: '000000000500000R' }
    const { message_id } = await esme.submits(ESME_NUMBER, ANA, fields)
    await world.advance('PT10M')
    expect(await esme.nextReceipt()).toMatchObject({ id: message_id, state: 'EXPIRED' })
    await world.phone(ANA).becomes({ state: 'online' })
    await world.idle()
    expect(await world.phone(ANA).messages()).toEqual([])
  })

  it('a text that waits for its hour is on the phone then', async () => {
    const wish = { short_message: 'good morning', schedule_delivery_time: '000000010000000R' }
    const { message_id } = await esme.submits(ESME_NUMBER, ANA, wish)
    await world.advance('PT59M')
    expect(await world.phone(ANA).messages()).toEqual([])
    await world.advance('PT1M')
    expect(await world.phone(ANA).messages()).toMatchObject([{ text: 'good morning', messageId: message_id }])
  })

  it('a text of several parts is one message on the phone', async () => {
    const text = 'All work and no play makes Jack a dull boy. '.repeat(8).trim()
    await esme.submits(ESME_NUMBER, ANA, { message_payload: { message: text } })
    expect(await world.phone(ANA).shows('Jack')).toMatchObject([{ text, segments: 3 }])
  })

  it('what a person writes while the application is away waits for it', async () => {
    await esme.unbind()
    await world.phone(BEN).sends({ to: ESME_NUMBER, text: 'anybody?' })
    await world.idle()
    esme = await NpmEsme.bind(world.info)
    expect(await esme.nextText()).toMatchObject({ source_addr: BEN.slice(1), short_message: { message: 'anybody?' } })
  })

  it('a number that nobody had yet becomes a phone with the text on it', async () => {
    await esme.submits(ESME_NUMBER, '+13125550142', { short_message: 'hello stranger' })
    expect(await world.phone('+13125550142').shows('stranger')).toHaveLength(1)
  })
})
