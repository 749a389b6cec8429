import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { element, envelope, postMm7, sender, to } from '../../support/mm7-envelopes.ts'
import { ANA, type Mm7TestWorld, openMm7World, SHOP, SHOP_TOO } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

function statusOf(xml: string): number {
  return Number(element(xml, 'StatusCode'))
}

describe('applications [23.140 8.4]', () => {
  const submitted = (elements: string, ...recipients: string[]) =>
    postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(...recipients) + elements))

  it('are told to handsets with the message', async () => {
    const elements = '<ApplicID>game</ApplicID><ReplyApplicID>lobby</ReplyApplicID><AuxApplicInfo>4</AuxApplicInfo>'
    await submitted(elements, ANA)
    await shop.agenda.idle()
    expect(shop.offers[0]?.message.content).toMatchObject({
      application: { applicId: 'game', replyApplicId: 'lobby', auxApplicInfo: '4' },
    })
  })

  it('that answers go to must be the VASP’s own: 2009 [23.140 8.7.8.3]', async () => {
    await shop.changeAccount({ applications: { lobby: shop.vasp.url } })
    const elements = (reply: string) => `<ApplicID>game</ApplicID><ReplyApplicID>${reply}</ReplyApplicID>`
    expect(statusOf((await submitted(elements('lobby'), ANA)).xml)).toBe(1000)
    const { xml } = await submitted(elements('bar'), ANA)
    expect([statusOf(xml), element(xml, 'Details')]).toEqual([2009, 'shop has no application bar'])
  })

  it('that a VASP among the recipients lacks are 2008, or 1100 where others get the message', async () => {
    await shop.changeAccount({ applications: { lobby: shop.vasp.url } })
    const elements = '<ApplicID>game</ApplicID>'
    const alone = await submitted(elements, SHOP_TOO)
    expect([statusOf(alone.xml), element(alone.xml, 'StatusText')]).toEqual([2008, 'Application ID not found'])
    expect(shop.messageCount()).toBe(0)
    const both = await submitted(elements, SHOP_TOO, ANA)
    expect([statusOf(both.xml), element(both.xml, 'Details')]).toEqual([
      1100,
      `2008 ${SHOP_TOO} has no application game`,
    ])
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA])
  })
})
