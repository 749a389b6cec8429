import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, ESME_NUMBER, startCarrier } from '../support/journey.ts'
import { type Kannel, kannelInstalled, startKannel } from '../support/kannel.ts'
import { ListeningServer } from '../support/listening-server.ts'

describe.runIf(kannelInstalled)('Kannel as the ESME of a whole carrier', () => {
  let carrier: Carrier
  let kannel: Kannel
  let app: ListeningServer
  beforeAll(async () => {
    carrier = await startCarrier()
    app = await ListeningServer.open()
    kannel = await startKannel(carrier.main.info.smpp.port)
  })
  afterAll(async () => {
    await kannel?.stop()
    await app.close()
    await carrier.stop()
  })

  it('a text reaches the phone, and its receipt the application behind Kannel', async () => {
    const wish = { from: ESME_NUMBER.slice(1), to: ANA.slice(1), text: 'Hello {Ana} @ €5' }
    const receipts = { 'dlr-mask': '31', 'dlr-url': `${app.url}/?type=%d` }
    expect(await kannel.sendSms({ ...wish, ...receipts })).toContain('Accepted')
    expect(await carrier.main.phone(ANA).shows('Hello')).toMatchObject([{ from: ESME_NUMBER, text: wish.text }])
    // 8 is accepted by the message centre, 1 is delivered.
    expect((await app.requests(2)).map(({ url }) => url).toSorted()).toEqual(['/?type=1', '/?type=8'])
  })

  it('the phone answers, and Kannel answers the phone', async () => {
    await carrier.main.phone(BEN).sends({ to: ESME_NUMBER, text: 'ping' })
    await carrier.main.phone(BEN).shows('echo')
    expect(await carrier.main.phone(BEN).screen()).toEqual([
      { kind: 'direct', with: [ESME_NUMBER], says: [`${BEN}: ping`, `${ESME_NUMBER}: echo: ping`] },
    ])
  })

  it('a long text in parts is one message on the phone', async () => {
    const text = 'All work and no play makes Jack a dull boy. '.repeat(8).trim()
    await kannel.sendSms({ from: ESME_NUMBER.slice(1), to: ANA.slice(1), text })
    expect(await carrier.main.phone(ANA).shows('Jack')).toMatchObject([{ text }])
  })

  it('Unicode arrives as it was written', async () => {
    const wish = { from: ESME_NUMBER.slice(1), to: ANA.slice(1), coding: '2', charset: 'UTF-8', text: 'Привет, мир' }
    await kannel.sendSms(wish)
    expect(await carrier.main.phone(ANA).shows('Привет')).toMatchObject([{ text: 'Привет, мир' }])
  })
})
