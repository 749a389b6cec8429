import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FaultEffect } from '../../../src/core/index.ts'
import { element, postMm7, sender, submitPicture, to } from '../../support/mm7-envelopes.ts'
import { ANA, answerStatus, BEN, CARLA, type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
  await shop.changeAccount({ deliverUrl: shop.vasp.url })
})
afterEach(() => shop.close())

const ONCE = { kind: 'first', count: 1 } as const
const submit = () => postMm7(shop.url, submitPicture(sender(SHOP) + to(BEN, CARLA)))

/** Ana writes to the shop. */
async function deliver() {
  const content = { kind: 'sms', text: 'Hello shop', dataCoding: 0, hasHeader: false, segments: [] } as const
  await shop.world.carrier.submit({ origin: { kind: 'handset', key: ANA }, from: ANA, to: [SHOP], content })
  await shop.agenda.idle()
}

const outcomes = () =>
  shop.events('mm7.attempted').map(({ outcome, statusCode, error }) => [outcome, statusCode, error])

describe('a fault at mm7.submit', () => {
  it('status answers in the place of the relay, and nothing is stored', async () => {
    shop.fault('mm7.submit', { status: 3000 }, ONCE)
    const { httpStatus, xml } = await submit()
    expect([httpStatus, element(xml, 'StatusCode'), element(xml, 'MessageID')]).toEqual([200, '3000', null])
    expect(element(xml, 'TransactionID')).toBe('tx-1')
    expect(shop.messageCount()).toBe(0)
    expect(element((await submit()).xml, 'StatusCode')).toBe('1000')
  })

  it('looks at the sender, the members, the text and the account', async () => {
    const seen: object[] = []
    const matches = (subject: object) => seen.push(subject) < 0
    shop.world.faults.post({ id: 'r', at: 'mm7.submit', query: '', matches, when: { kind: 'always' }, then: {} })
    await submit()
    const text = 'Open house on Sunday'
    expect(seen).toEqual([{ from: SHOP, to: [BEN, CARLA], text, transport: 'mms', account: 'shop' }])
  })

  it('delay answers later, on the clock of the world', async () => {
    shop.fault('mm7.submit', { delayMs: 60_000 })
    let answered = false
    const posted = submit().then(({ xml }) => {
      answered = true
      return xml
    })
    await until(() => shop.world.faults.list()[0]!.fired === 1)
    await shop.agenda.idle()
    expect([answered, shop.messageCount()]).toEqual([false, 0])
    await shop.agenda.advance(60_000)
    expect(element(await posted, 'StatusCode')).toBe('1000')
  })

  it('drop loses the request: no answer, nothing stored', async () => {
    shop.fault('mm7.submit', { drop: true })
    const hangUp = new AbortController()
    const { contentType, body } = submitPicture(sender(SHOP) + to(BEN))
    const headers = { 'Content-Type': contentType, Authorization: `Basic ${btoa('shop:secret:with colon')}` }
    const init = { method: 'POST', headers, body: new Uint8Array(body), signal: hangUp.signal }
    const answer = fetch(shop.url, init).then(
      () => 'an answer',
      () => 'none',
    )
    await until(() => shop.world.faults.list()[0]!.fired === 1)
    await shop.agenda.idle()
    hangUp.abort()
    expect(await answer).toBe('none')
    expect(shop.messageCount()).toBe(0)
  })

  it('close takes the message and cuts off the answer', async () => {
    shop.fault('mm7.submit', { close: true })
    await expect(submit()).rejects.toThrow('fetch failed')
    expect(shop.messageCount()).toBe(1)
  })
})

describe('a fault at mmsc.store', () => {
  it.each<[string, FaultEffect, string]>([
    ['its status', { status: 3002 }, '3002'],
    ['service unavailable where the status is no MM7 status', { status: 0xc3 }, '4006'],
    ['service unavailable without one', {}, '4006'],
  ])('answers with %s, and nothing is stored', async (_, then, code) => {
    shop.fault('mmsc.store', then, ONCE)
    expect(element((await submit()).xml, 'StatusCode')).toBe(code)
    expect(shop.messageCount()).toBe(0)
    expect(element((await submit()).xml, 'StatusCode')).toBe('1000')
  })
})

describe('a fault at mm7.deliver', () => {
  it('status is taken for the answer of the VASP, which hears nothing; a later attempt brings the message', async () => {
    shop.fault('mm7.deliver', { status: 4006 }, ONCE)
    await deliver()
    expect(shop.vasp.heard).toHaveLength(0)
    await shop.agenda.advance(5_000)
    expect(shop.vasp.heard).toHaveLength(1)
    expect(outcomes()).toEqual([
      ['wait', 4006, 'a fault rule answered'],
      ['delivered', 1000, null],
    ])
  })

  it('a final status fails the delivery', async () => {
    shop.fault('mm7.deliver', { status: 3002 })
    await deliver()
    expect(outcomes()).toEqual([['failed', 3002, 'a fault rule answered']])
  })

  it('drop loses the request, as if the VASP were down', async () => {
    shop.fault('mm7.deliver', { drop: true }, { kind: 'first', count: 2 })
    await deliver()
    await shop.agenda.advance(60_000)
    expect(outcomes().map(([outcome]) => outcome)).toEqual(['wait', 'wait', 'delivered'])
    expect(shop.vasp.heard).toHaveLength(1)
  })

  it('delay holds it back once, on the clock of the world', async () => {
    shop.fault('mm7.deliver', { delayMs: 90_000 })
    await deliver()
    await shop.agenda.advance(89_999)
    expect(shop.vasp.heard).toHaveLength(0)
    await shop.agenda.advance(1)
    expect(shop.vasp.heard).toHaveLength(1)
  })

  it('duplicate posts the same octets twice, and the last answer counts', async () => {
    shop.fault('mm7.deliver', { duplicate: true })
    shop.vasp.answer(({ body }) => answerStatus(body, shop.vasp.heard.length === 1 ? 4006 : 1000))
    await deliver()
    const [first, second, ...more] = shop.vasp.heard
    expect(more).toEqual([])
    expect(second!.body).toEqual(first!.body)
    expect(outcomes()).toEqual([['delivered', 1000, null]])
  })
})

/** Lets the loop turn until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
