import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTlv } from '../../protocols/smpp/index.ts'
import { Esme } from '../support/esme.ts'
import { ANA, BEN, type Carrier, CLEO, ESME_NUMBER, NOON, P1, startCarrier } from '../support/journey.ts'
import { NpmEsme } from '../support/npm-esme.ts'

describe('stop and start on the same folder', () => {
  let folder: string
  let carrier: Carrier
  const start = async () => {
    const clock = { mode: 'frozen', now: Date.parse(NOON) } as const
    carrier = await startCarrier({ database: join(folder, 'partyline.db'), clock })
    return carrier.main
  }
  const restart = async () => {
    await carrier.stop()
    return start()
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partyline-restart-'))
  })
  afterEach(async () => {
    await carrier.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('conversations, phones and their threads are as they were, and go on', async () => {
    let world = await start()
    await world.put('/phones/+13125550142', { name: 'Dora', profile: 'ios' })
    const made = await world
      .twilio()
      .conversations.v1.conversations.create({ friendlyName: 'Tour', uniqueName: 'tour' })
    const chat = () => world.twilio().conversations.v1.conversations(made.sid)
    await chat().participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': P1 })
    await chat().participants.create({ 'messagingBinding.address': ANA })
    await chat().participants.create({ 'messagingBinding.address': BEN })
    await chat().messages.create({ author: 'agent', body: 'before' })
    await world.phone(BEN).shows('before')
    await world.idle()
    const before = [await world.phone(ANA).screen(), await world.phone(BEN).screen()]
    const messages = (await chat().messages.list()).map((message) => message.toJSON())

    world = await restart()
    expect([await world.phone(ANA).screen(), await world.phone(BEN).screen()]).toEqual(before)
    expect((await chat().messages.list()).map((message) => message.toJSON())).toEqual(messages)
    expect(await world.twilio().conversations.v1.conversations('tour').fetch()).toMatchObject({ sid: made.sid })
    expect((await world.ask('/phones/+13125550142')).body).toMatchObject({ name: 'Dora', profile: 'ios' })

    await world.phone(BEN).repliesToAll('after')
    await world.phone(ANA).shows('after')
    await world.idle()
    expect(await world.phone(ANA).screen()).toEqual([
      { kind: 'group', with: [BEN, P1], says: [`${P1}: before`, `${BEN}: after`] },
    ])
    expect((await chat().messages.list()).map(({ author, body }) => [author, body])).toEqual([
      ['agent', 'before'],
      [BEN, 'after'],
    ])
  })

  it('an ESME still hears of a phone that its only attempt did not reach [SMPP34 4.12, 5.3.2.29]', async () => {
    let world = await start()
    await world.phone(ANA).becomes({ state: 'off' })
    let esme = await Esme.bound(world.info.smpp.port)
    const setDpf = makeTlv('set_dpf', 1)
    const attempt = { sourceAddr: ESME_NUMBER, destinationAddr: ANA, esmClass: 2, tlvs: [setDpf] }
    expect(await esme.ask('data_sm', attempt)).toMatchObject({ commandStatus: 0xfe })
    world = await restart()
    esme = await Esme.bound(world.info.smpp.port)
    await world.phone(ANA).becomes({ state: 'online' })
    expect(await esme.nextPdu()).toMatchObject({ command: 'alert_notification', sourceAddr: ANA.slice(1) })
    expect((await world.ask(`/phones/${ANA}`)).body).not.toHaveProperty('pendingFlags')
  })

  it('a broadcast is said again at its hour [SMPP50 4.8.4.11, 4.8.4.13]', async () => {
    let world = await start()
    await world.phone(ANA).becomes({ area: 'Harbour' })
    const esme = await Esme.bound(world.info.smpp.port, 'transmitter', { interfaceVersion: 0x50 })
    const tlvs = [
      makeTlv('broadcast_area_identifier', Buffer.from('\0Harbour')),
      makeTlv('broadcast_content_type', Uint8Array.of(0, 0, 1)),
      makeTlv('broadcast_rep_num', 2),
      makeTlv('broadcast_frequency_interval', Uint8Array.of(0x0a, 0, 1)),
      makeTlv('message_payload', Buffer.from('storm')),
    ]
    expect(await esme.ask('broadcast_sm', { sourceAddr: ESME_NUMBER, tlvs })).toMatchObject({ commandStatus: 0 })
    await world.idle()
    world = await restart()
    await world.phone(BEN).becomes({ area: 'Harbour' })
    expect(await world.phone(BEN).messages()).toEqual([])
    await world.advance('PT1H')
    expect(await world.phone(BEN).shows('storm')).toHaveLength(1)
    expect(await world.phone(ANA).messages()).toHaveLength(1)
  })

  it('what waited still waits: for a phone, for its hour, for an application', async () => {
    let world = await start()
    await world.phone(CLEO).becomes({ state: 'off' })
    let esme = await NpmEsme.bind(world.info)
    await esme.submits(ESME_NUMBER, CLEO, { short_message: 'for later' })
    await esme.submits(ESME_NUMBER, ANA, { short_message: 'at one', schedule_delivery_time: '000000010000000R' })
    await esme.unbind()
    await world.phone(BEN).sends({ to: ESME_NUMBER, text: 'anybody?' })
    await world.idle()

    world = await restart()
    expect((await world.ask('/clock')).body).toMatchObject({ mode: 'frozen', now: NOON })
    esme = await NpmEsme.bind(world.info)
    expect(await esme.nextText()).toMatchObject({ short_message: { message: 'anybody?' } })
    await esme.unbind()
    await world.phone(CLEO).becomes({ state: 'online' })
    expect(await world.phone(CLEO).shows('later')).toHaveLength(1)
    expect(await world.phone(ANA).messages()).toEqual([])
    await world.advance('PT1H')
    expect(await world.phone(ANA).messages()).toMatchObject([{ text: 'at one' }])
  })

  it('other worlds are there again, with their own credentials and messages', async () => {
    await start()
    const other = await carrier.world({ name: 'other' })
    await other.phone(ANA).sends({ to: BEN, text: 'in the other world' })
    await other.phone(BEN).shows('other')
    const { accountSid, authToken } = other.info
    await restart()
    const { body } = await carrier.main.ask('/worlds')
    expect(body.worlds).toMatchObject([{ world: 'main' }, { world: 'other', accountSid, authToken }])
    const asked = await carrier.main.ask(`/worlds/other/phones/${BEN}/messages`)
    expect(asked.body.messages).toMatchObject([{ text: 'in the other world' }])
    expect(await carrier.main.phone(BEN).messages()).toEqual([])
    const next = await carrier.world()
    expect(next.info.world).not.toBe('other')
    expect(next.info.smpp.systemId).not.toBe(other.info.smpp.systemId)
  })

  it('a reset puts the world back to its first start, and that lasts over a restart', async () => {
    let world = await start()
    const facts = async () => {
      const { accountSid, authToken, numbers, phones } = (await world.ask('/info')).body
      return { accountSid, authToken, numbers, phones, clock: (await world.ask('/clock')).body }
    }
    const first = await facts()
    await world.put('/phones/+13125550142', { name: 'Dora' })
    await world.ask(`/phones/${CLEO}`, { method: 'DELETE' })
    await world.ask('/accounts/smpp/esme', { method: 'DELETE' })
    await world.twilio().conversations.v1.conversations.create({ friendlyName: 'gone soon' })
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'gone soon' })
    await world.phone(BEN).shows('gone')
    await world.advance('P1D')
    expect((await world.post('/reset')).status).toBe(204)
    for (const again of [() => world, restart]) {
      world = await again()
      expect(await facts()).toEqual(first)
      expect(await world.messages()).toEqual([])
      expect(await world.phone(BEN).screen()).toEqual([])
      expect(await world.twilio().conversations.v1.conversations.list()).toEqual([])
    }
    await world.phone(ANA).sends({ to: BEN, text: 'hello again' })
    expect(await world.phone(BEN).shows('again')).toHaveLength(1)
  })

  it('a reset after a restart undoes what was changed before it', async () => {
    let world = await start()
    await world.put('/phones/+13125550142', { name: 'Dora' })
    await world.ask(`/phones/${CLEO}`, { method: 'DELETE' })
    await world.advance('P1D')
    world = await restart()
    await world.post('/reset')
    const { body } = await world.ask('/phones')
    expect((body.phones as { number: string }[]).map(({ number }) => number)).toEqual([ANA, BEN, CLEO])
    expect((await world.ask('/clock')).body).toMatchObject({ mode: 'frozen', now: NOON })
  })
})
