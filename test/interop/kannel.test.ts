import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { splitText } from '../../protocols/sms/index.ts'
import { type Kannel, kannelInstalled, startKannel } from '../support/kannel.ts'
import { ANA, BEN, ESME_NUMBER, sms } from '../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'

describe.runIf(kannelInstalled)('Kannel bound as an SMPP client', () => {
  let world: SmppTestWorld
  let kannel: Kannel
  let receiptServer: Server
  /** Types of the receipts that Kannel passed on: 1 delivered, 2 failed, 4 under way, 8 accepted by the SMSC. */
  const receipts: string[] = []
  let receiptCame: () => void = () => {}

  beforeAll(async () => {
    world = await openSmppWorld()
    receiptServer = createServer((request, response) => {
      receipts.push(new URL(request.url ?? '', 'http://x').searchParams.get('type') ?? '')
      receiptCame()
      response.end()
    })
    await new Promise<void>((resolve) => receiptServer.listen(0, '127.0.0.1', resolve))
    kannel = await startKannel(world.port)
  })

  afterAll(async () => {
    await kannel?.stop()
    receiptServer.close()
    receiptServer.closeAllConnections()
    await world.close()
  })

  const receiptUrl = () => `http://127.0.0.1:${(receiptServer.address() as AddressInfo).port}/?type=%d`

  async function receiptsAre(count: number): Promise<readonly string[]> {
    while (receipts.length < count) {
      await new Promise<void>((resolve) => {
        receiptCame = resolve
      })
    }
    return receipts.splice(0)
  }

  const textsTo = (number: string) =>
    world.offers.flatMap(({ delivery, message }) =>
      delivery.recipient === number && message.content.kind === 'sms' ? [message.content.text] : [],
    )

  it('sends a text to a phone and hears that it was accepted and delivered', async () => {
    const before = world.offers.length
    const wish = { from: '12025550150', to: '12025550101', 'dlr-mask': '31', 'dlr-url': receiptUrl() }
    expect(await kannel.sendSms({ ...wish, text: 'Hello {Ana} @ €5' })).toContain('Accepted')
    await world.offered(before + 1)
    expect(textsTo(ANA)).toEqual(['Hello {Ana} @ €5'])
    expect((await receiptsAre(2)).toSorted()).toEqual(['1', '8'])
  })

  it('hears first that a message is under way, then of its end', async () => {
    world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const wish = { from: '12025550150', to: '12025550101', 'dlr-mask': '31', 'dlr-url': receiptUrl() }
    await kannel.sendSms({ ...wish, text: 'are you there?' })
    expect((await receiptsAre(2)).toSorted()).toEqual(['4', '8'])
    world.answerOffers(() => ({ kind: 'failed', reason: 'unreachable' }))
    await world.agenda.advance(60_000)
    expect(await receiptsAre(1)).toEqual(['2'])
    world.answerOffers(() => ({ kind: 'delivered' }))
  })

  it("gets a phone's text and answers it", async () => {
    const before = world.offers.length
    const origin = { kind: 'handset', key: BEN } as const
    await world.carrier.submit({ origin, from: BEN, to: [ESME_NUMBER], content: sms('ping') })
    await world.offered(before + 1)
    expect(textsTo(BEN)).toEqual(['echo: ping'])
    expect(world.offers.at(-1)?.message).toMatchObject({ from: ESME_NUMBER, to: [BEN] })
  })

  it('sends Unicode, and a long text in parts that phones can join', async () => {
    const before = world.offers.length
    const wish = { from: '12025550150', to: '12025550101' }
    await kannel.sendSms({ ...wish, coding: '2', charset: 'UTF-8', text: 'Привет, мир' })
    await world.offered(before + 1)
    expect(textsTo(ANA)).toContain('Привет, мир')
    const long = 'All work and no play makes Jack a dull boy. '.repeat(8)
    await kannel.sendSms({ ...wish, text: long })
    const parts = splitText(long, 0).length
    await world.offered(before + 1 + parts)
    const received = world.offers.slice(before + 1).map(({ message }) => message.content)
    expect(received.every((content) => content.kind === 'sms' && content.hasHeader)).toBe(true)
    expect(textsTo(ANA).slice(-parts).toSorted().join('')).toHaveLength(long.length)
  })
})
