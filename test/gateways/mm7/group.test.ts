import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../src/core/index.ts'
import { element, inside, number, postMm7, sender, submitPicture, to } from '../../support/mm7-envelopes.ts'
import { type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
  await shop.changeAccount({ deliverUrl: shop.vasp.url })
})
afterEach(() => shop.close())

const SIZES = [2, 3, 4, 5, 6, 7, 8, 9, 10]

function phones(count: number): Address[] {
  return Array.from({ length: count }, (_, n) => `+1202555${String(1_100 + n)}` as Address)
}

/** The set by which a handset threads: everybody but itself. */
function threadOf({ message, delivery }: Mm7TestWorld['offers'][0]): string[] {
  return [message.from, ...message.to, ...message.cc].filter((member) => member !== delivery.recipient).sort()
}

function expectedThread(members: readonly Address[], own: Address): string[] {
  return [SHOP, ...members].filter((member) => member !== own).sort()
}

describe.each(SIZES)('a VASP and %i phones', (count) => {
  const members = phones(count)

  it('are one group when one request names all of them', async () => {
    await postMm7(shop.url, submitPicture(sender(SHOP) + to(...members)))
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual(members)
    for (const offer of shop.offers) expect(threadOf(offer)).toEqual(expectedThread(members, offer.delivery.recipient))
  })

  it('are the same group when each request delivers to one and shows the others', async () => {
    for (const own of members) {
      const listed = members.map((member) => (member === own ? member : `(${member})`))
      const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(...listed)))
      expect(element(xml, 'StatusCode')).toBe('1000')
    }
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual(members)
    for (const offer of shop.offers) expect(threadOf(offer)).toEqual(expectedThread(members, offer.delivery.recipient))
  })

  it.each(['several-recipients', 'display-only'] as const)(
    'list everybody to the VASP when one replies to all (%s)',
    async (group) => {
      await shop.changeAccount({ group })
      const [from, ...others] = members as [Address, ...Address[]]
      const content = { kind: 'sms', text: 'all of you', dataCoding: 0, hasHeader: false, segments: [] } as const
      await shop.world.carrier.submit({ origin: { kind: 'handset', key: from }, from, to: [SHOP, ...others], content })
      await shop.agenda.idle()
      const [heard] = shop.vasp.heard
      const xml = heard?.body.toString('utf8') ?? ''
      const shown = others.map((other) => number(group === 'display-only' ? `(${other})` : other))
      expect(inside(xml, 'To')).toBe(number(SHOP) + shown.join(''))
      expect(inside(xml, 'Sender')).toBe(number(from))
      expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual(others)
    },
  )
})

it('one member that is away, gone or a landline changes nothing for the others', async () => {
  const [away, gone, landline, here] = phones(4) as [Address, Address, Address, Address]
  shop.answerOffers(({ delivery: { recipient } }) => {
    if (recipient === away) return { kind: 'wait', reason: 'absent-subscriber' }
    if (recipient === gone) return { kind: 'failed', reason: 'unreachable' }
    return recipient === landline ? { kind: 'failed', reason: 'landline' } : { kind: 'delivered' }
  })
  const more = '<DeliveryReport>true</DeliveryReport>'
  await postMm7(shop.url, submitPicture(sender(SHOP) + to(away, gone, landline, here) + more))
  await shop.agenda.advance(72 * 3_600_000)
  const reports = shop.vasp.heard.map(({ body }) => {
    const xml = body.toString('utf8')
    return [element(inside(xml, 'Recipient'), 'Number'), element(xml, 'MMStatus')]
  })
  expect(new Map(reports as [string, string][])).toEqual(
    new Map([
      [away, 'Expired'],
      [gone, 'Indeterminate'],
      [landline, 'Rejected'],
      [here, 'Retrieved'],
    ]),
  )
})
