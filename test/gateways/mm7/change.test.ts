import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Address, textOf } from '../../../src/core/index.ts'
import {
  element,
  envelope,
  pictureMessage,
  postMm7,
  sender,
  submitPicture,
  to,
  withAttachment,
} from '../../support/mm7-envelopes.ts'
import { ANA, BEN, type Mm7TestWorld, NOON, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

const RIVAL = '+12025550950' as Address
const LATER = '<EarliestDeliveryTime>PT1H</EarliestDeliveryTime>'

async function submit(more = LATER): Promise<string> {
  const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, BEN) + more))
  await shop.agenda.idle()
  return element(xml, 'MessageID') ?? ''
}

async function ask(operation: string, elements: string, content?: string): Promise<(string | null)[]> {
  const soap = envelope(operation, elements + (content ? '<Content href="cid:attached"/>' : ''))
  const sent = content ? withAttachment(soap, pictureMessage(undefined, content)) : soap
  const { xml } = await postMm7(shop.url, sent)
  return [element(xml, 'StatusCode'), element(xml, 'Details')]
}

function states(messageId: string): string[] {
  return shop.world.read.deliveriesOf(Number(messageId)).map(({ progress }) => progress.state)
}

describe('CancelReq', () => {
  it('takes back what has not been delivered [23.140 8.7.5]', async () => {
    const id = await submit()
    expect(await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>`)).toEqual(['1000', null])
    await shop.agenda.advance(3_600_000)
    expect([shop.offers, states(id)]).toEqual([[], ['failed', 'failed']])
  })

  it('takes back only the copies of the recipients it names', async () => {
    const id = await submit()
    await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>${to(BEN)}`)
    await shop.agenda.advance(3_600_000)
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA])
  })

  it('is 3001 when it comes too late', async () => {
    const id = await submit('')
    const [code, details] = await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>`)
    expect([code, details]).toEqual(['3001', `3001 ${ANA} is delivered; 3001 ${BEN} is delivered`])
  })

  it('is 1100 when it comes too late for some', async () => {
    shop.answerOffers(({ delivery }) =>
      delivery.recipient === ANA ? { kind: 'delivered' } : { kind: 'wait', reason: 'absent-subscriber' },
    )
    const id = await submit('')
    const answer = await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>`)
    expect(answer).toEqual(['1100', `3001 ${ANA} is delivered`])
    expect(states(id)).toEqual(['delivered', 'failed'])
  })

  it.each(['1', '9007199254740991', 'abc', '1e3', '-1', ''])('is 2005 for the MessageID "%s"', async (id) => {
    expect((await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>`))[0]).toBe('2005')
  })

  it.each([
    ['a phone', { kind: 'handset', key: ANA }, ANA],
    ['another VASP', { kind: 'mm7', key: 'rival' }, RIVAL],
  ] as const)('is 2005 for a message of %s', async (_, origin, from) => {
    await shop.world.carrier.run((unit) => {
      const owner = { kind: 'mm7', account: 'rival' } as const
      const value = { number: RIVAL, kind: 'long-code', owner, capabilities: { sms: true, mms: true } } as const
      unit.put({ layer: 'core', put: 'number', value })
    })
    const answer = await shop.world.carrier.submit({
      origin,
      from,
      to: [BEN],
      notBefore: NOON + 1_000,
      content: { kind: 'sms', text: 'hi', dataCoding: 0, hasHeader: false, segments: [] },
    })
    expect(answer.accepted).toBe(true)
    const id = answer.accepted ? answer.messageId : 0
    expect((await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>`))[0]).toBe('2005')
  })

  it('is 2003 when the message does not go to the recipients it names', async () => {
    const id = await submit()
    expect((await ask('CancelReq', `${sender()}<MessageID>${id}</MessageID>${to(SHOP)}`))[0]).toBe('2003')
  })
})

describe('ReplaceReq', () => {
  it('changes the content under the same MessageID, at the time that was set [23.140 8.7.6]', async () => {
    const id = await submit()
    expect(await ask('ReplaceReq', `${sender()}<MessageID>${id}</MessageID>`, 'Moved to Monday')).toEqual([
      '1000',
      null,
    ])
    await shop.agenda.advance(3_600_000 - 1)
    expect(shop.offers).toEqual([])
    await shop.agenda.advance(1)
    expect(shop.offers.map(({ message }) => [String(message.id), textOf(message.content)])).toEqual([
      [id, 'Moved to Monday'],
      [id, 'Moved to Monday'],
    ])
    expect(shop.events('message.replaced')).toHaveLength(1)
  })

  it('changes only the time when it brings no content', async () => {
    const id = await submit()
    const time = '<EarliestDeliveryTime>2026-06-01T12:10:00Z</EarliestDeliveryTime>'
    expect(await ask('ReplaceReq', `${sender()}<MessageID>${id}</MessageID>${time}`)).toEqual(['1000', null])
    await shop.agenda.advance(600_000)
    expect(shop.offers.map(({ message }) => textOf(message.content))).toEqual([
      'Open house on Sunday',
      'Open house on Sunday',
    ])
  })

  it('is given to a phone that was away, at once', async () => {
    shop.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const id = await submit('')
    shop.answerOffers(() => ({ kind: 'delivered' }))
    await ask('ReplaceReq', `${sender()}<MessageID>${id}</MessageID>`, 'Second thoughts')
    await shop.agenda.idle()
    expect(shop.offers.slice(-2).map(({ message }) => textOf(message.content))).toEqual([
      'Second thoughts',
      'Second thoughts',
    ])
    expect(states(id)).toEqual(['delivered', 'delivered'])
  })

  it('is fetched by a phone that was notified of the old content', async () => {
    shop.answerOffers(() => ({ kind: 'notified', againAfterMs: 60_000 }))
    const id = await submit('')
    expect((await ask('ReplaceReq', `${sender()}<MessageID>${id}</MessageID>`, 'New'))[0]).toBe('1000')
    expect(states(id)).toEqual(['notified', 'notified'])
    const message = shop.world.read.message(Number(id))
    expect(message && textOf(message.content)).toBe('New')
  })

  it('is 3001 when somebody has the old one, and changes nothing', async () => {
    const id = await submit('')
    const [code] = await ask('ReplaceReq', `${sender()}<MessageID>${id}</MessageID>`, 'Too late')
    const message = shop.world.read.message(Number(id))
    expect([code, message && textOf(message.content)]).toEqual(['3001', 'Open house on Sunday'])
  })

  it('is 2005 for a message that is not there', async () => {
    expect((await ask('ReplaceReq', `${sender()}<MessageID>12</MessageID>`, 'x'))[0]).toBe('2005')
  })
})

describe('the extended operations of Release 6', () => {
  it('cancel by the MessageID as CancelID', async () => {
    const id = await submit()
    const { xml } = await postMm7(shop.url, envelope('extendedCancelReq', `${sender()}<CancelID>${id}</CancelID>`))
    expect(xml).toMatch(
      /<extendedCancelRsp[^>]*><MM7Version>6.8.0<\/MM7Version><Status><StatusCode>1000<\/StatusCode><\/S/,
    )
    expect(states(id)).toEqual(['failed', 'failed'])
  })

  it('replace by the MessageID as ReplaceID, with another expiry and reports', async () => {
    const id = await submit()
    const ids = `<VASPID>SHOP</VASPID><VASID>PROMO</VASID><ReplaceID>${id}</ReplaceID>`
    const changes = '<ExpiryDate>PT3H</ExpiryDate><ReadReply>true</ReadReply><DeliveryReport>true</DeliveryReport>'
    const { xml } = await postMm7(shop.url, envelope('extendedReplaceReq', ids + changes))
    expect([element(xml, 'MessageID'), element(xml, 'StatusCode')]).toEqual([id, '1000'])
    expect(shop.world.read.message(Number(id))).toMatchObject({
      expiresAt: NOON + 3 * 3_600_000,
      report: { delivered: true, failed: true, read: true },
    })
  })

  it('replace nothing with an expiry before the delivery, a wrong VASPID or no ReplaceID', async () => {
    const id = await submit()
    const codes = await Promise.all(
      [
        `<ReplaceID>${id}</ReplaceID><ExpiryDate>2026-06-01T11:00:00Z</ExpiryDate>`,
        `<VASPID>OTHER</VASPID><ReplaceID>${id}</ReplaceID>`,
        '<ServiceCode>none</ServiceCode>',
      ].map((elements) => ask('extendedReplaceReq', elements)),
    )
    expect(codes.map(([code]) => code)).toEqual(['2007', '4001', '2005'])
  })
})
