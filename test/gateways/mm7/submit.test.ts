import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentHash } from '../../../src/runtime/index.ts'
import { element, envelope, jpeg, postMm7, SMIL, sender, submitPicture, to } from '../../support/mm7-envelopes.ts'
import { ANA, BEN, CARLA, type Mm7TestWorld, NOON, openMm7World, SHOP, SHOP_TOO } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

function statusOf(xml: string): number {
  return Number(element(xml, 'StatusCode'))
}

describe('SubmitReq to several recipients', () => {
  it('reaches three phones as one message with picture, text and presentation [23.140 8.7.1]', async () => {
    const picture = jpeg(50_000)
    const subject = '<Subject>Söndag</Subject>'
    const posted = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, BEN, CARLA) + subject, picture))
    expect(posted.httpStatus).toBe(200)
    expect(posted.headers.get('content-type')).toBe('text/xml; charset=utf-8')
    expect([statusOf(posted.xml), element(posted.xml, 'StatusText')]).toEqual([1000, 'Success'])
    expect(element(posted.xml, 'TransactionID')).toBe('tx-1')
    await shop.agenda.idle()

    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA, BEN, CARLA])
    const [{ message }] = shop.offers as [(typeof shop.offers)[0]]
    expect(element(posted.xml, 'MessageID')).toBe(String(message.id))
    expect(message).toMatchObject({ from: SHOP, to: [ANA, BEN, CARLA], cc: [], content: { subject: 'Söndag' } })
    expect(message.content.kind === 'mms' && message.content.parts).toEqual([
      expect.objectContaining({ contentType: 'application/smil', contentId: 'smil', text: null, size: SMIL.length }),
      expect.objectContaining({
        contentType: 'image/jpeg',
        name: 'house.jpg',
        contentId: 'house.jpg',
        size: 50_000,
        hash: contentHash(picture),
      }),
      expect.objectContaining({ contentLocation: 'hello.txt', text: 'Open house on Sunday' }),
    ])
    expect(Buffer.from(shop.world.read.content(contentHash(picture)) ?? [])).toEqual(picture)
  })

  it('keeps the envelope as evidence, and the media once, by its hash', async () => {
    const sent = submitPicture(sender(SHOP) + to(ANA), jpeg(5_000))
    const { xml } = await postMm7(shop.url, sent)
    const evidence = Buffer.from(shop.world.read.evidence(Number(element(xml, 'MessageID'))) ?? []).toString()
    expect(evidence.startsWith('--outer\r\n')).toBe(true)
    expect(evidence.endsWith('</env:Envelope>')).toBe(true)
  })

  it('takes To, Cc and Bcc; nobody sees Bcc [23.140 8.7.1.3]', async () => {
    const recipients = `<Recipients><To><Number>${ANA}</Number></To><Cc><Number>${BEN}</Number></Cc><Bcc><Number>${CARLA}</Number></Bcc></Recipients>`
    await postMm7(shop.url, submitPicture(sender(SHOP) + recipients))
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA, BEN, CARLA])
    expect(shop.offers[2]?.message).toMatchObject({ to: [ANA], cc: [BEN] })
  })

  it('sends from the first number of the VASP when no SenderAddress is given', async () => {
    await postMm7(shop.url, envelope('SubmitReq', sender() + to(ANA)))
    await shop.agenda.idle()
    expect(shop.offers[0]?.message.from).toBe(SHOP)
  })

  it('sends from whichever of its numbers the VASP names, also as RFC2822Address', async () => {
    const identification = sender().replace(
      '</SenderIdentification>',
      `<SenderAddress><RFC2822Address>${SHOP_TOO}/TYPE=PLMN</RFC2822Address></SenderAddress></SenderIdentification>`,
    )
    await postMm7(shop.url, envelope('SubmitReq', identification + to(ANA)))
    await shop.agenda.idle()
    expect(shop.offers[0]?.message.from).toBe(SHOP_TOO)
  })

  it('takes over priority, reports and times, absolute and relative [23.140 8.7.1.3]', async () => {
    const wishes =
      '<EarliestDeliveryTime>PT2H</EarliestDeliveryTime><ExpiryDate>2026-06-02T12:00:00Z</ExpiryDate>' +
      '<DeliveryReport>true</DeliveryReport><ReadReply>1</ReadReply><Priority>High</Priority>'
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA) + wishes))
    const message = shop.world.read.message(Number(element(xml, 'MessageID')))
    expect(message).toMatchObject({
      priority: 'high',
      expiresAt: NOON + 24 * 3_600_000,
      report: { delivered: true, failed: true, read: true, intermediate: false },
    })
    await shop.agenda.advance(2 * 3_600_000 - 1)
    expect(shop.offers).toEqual([])
    await shop.agenda.advance(1)
    expect(shop.offers).toHaveLength(1)
  })

  it('keeps what reports and bills need with the message', async () => {
    await shop.changeAccount({ linkedIds: 'any' })
    const kept =
      '<ServiceCode>gold</ServiceCode><LinkedID>77</LinkedID><ChargedParty>Sender</ChargedParty><ApplicID>game</ApplicID>'
    const { xml } = await postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(ANA) + kept))
    const message = shop.world.read.message(Number(element(xml, 'MessageID')))
    expect(JSON.parse(message?.reference ?? '')).toMatchObject({
      serviceCode: 'gold',
      linkedId: '77',
      chargedParty: 'Sender',
      applicId: 'game',
      version: '6.8.0',
    })
  })

  it('writes the submission to the journal', async () => {
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA)))
    expect(shop.events('mm7.submitted')).toEqual([
      expect.objectContaining({
        messageId: element(xml, 'MessageID'),
        account: 'shop',
        transactionId: 'tx-1',
        statusCode: 1000,
      }),
    ])
  })
})

describe('what a VASP says of a message besides its parts', () => {
  it('goes with it: class, content class, DRM, and whether it may be changed [23.140 8.7.1.3]', async () => {
    const elements =
      '<MessageClass>Informational</MessageClass><ContentClass>image-rich</ContentClass><DRMContent>true</DRMContent>'
    await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA) + elements, undefined, false))
    await shop.agenda.idle()
    expect(shop.offers[0]?.message.content).toMatchObject({
      messageClass: 'informational',
      contentClass: 'image-rich',
      drm: true,
      adaptation: false,
    })
  })

  it('is refused where it wants the network to charge for replies', async () => {
    const elements = '<ReplyCharging replyChargingSize="20000" replyDeadline="P1D"/>'
    const { xml } = await postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(ANA) + elements))
    expect([statusOf(xml), element(xml, 'Details')]).toEqual([4007, 'Nobody pays for replies on this network'])
    expect(shop.messageCount()).toBe(0)
  })
})

describe('partial success', () => {
  it('is 1100 with the refused recipients in Details; the others get the message [23.140 8.7.8.3]', async () => {
    const posted = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, '+141586753093', '55555', BEN)))
    expect([statusOf(posted.xml), element(posted.xml, 'StatusText')]).toEqual([1100, 'Partial success'])
    const details = element(posted.xml, 'Details')
    expect(details).toContain('2002 +141586753093 cannot be dialled')
    expect(details).toContain('2003 Nobody owns the short code 55555')
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA, BEN])
    expect(shop.offers[0]?.message.to).toEqual([ANA, '+141586753093', '55555', BEN])
  })

  it('names an address that is no number at all', async () => {
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, 'ben@example.com')))
    expect([statusOf(xml), element(xml, 'Details')]).toEqual([1100, '2002 ben@example.com is not a number'])
    await shop.agenda.idle()
    expect(shop.offers.map(({ message }) => message.to)).toEqual([[ANA]])
  })
})

describe('the display-only model', () => {
  it('delivers to the one plain number and shows all of them', async () => {
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(`(${ANA})`, BEN, `(${CARLA})`)))
    expect(statusOf(xml)).toBe(1000)
    await shop.agenda.idle()
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([BEN])
    expect(shop.offers[0]?.message.to).toEqual([ANA, BEN, CARLA])
  })

  it.each([
    [2571, [`(${ANA})`, `(${BEN})`], 'All recipients are displayOnly'],
    [2572, [`(${ANA})`, BEN, CARLA], 'More than one recipient is not displayOnly'],
  ])('answers %i when its rule is broken', async (code, numbers, text) => {
    const { xml, httpStatus } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(...numbers)))
    expect([httpStatus, statusOf(xml), element(xml, 'StatusText')]).toEqual([200, code, text])
    expect(shop.messageCount()).toBe(0)
  })

  it('answers 2503 where one request may deliver to one only, and takes the others shown', async () => {
    await shop.changeAccount({ destinations: 'one' })
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, BEN)))
    expect([statusOf(xml), element(xml, 'StatusText'), element(xml, 'Details')]).toEqual([
      2503,
      'Multiple destinations not supported',
      `${ANA}, ${BEN}: one request delivers to one of the group`,
    ])
    expect(shop.messageCount()).toBe(0)
    for (const listed of [[ANA], [ANA, `(${BEN})`]]) {
      expect(statusOf((await postMm7(shop.url, submitPicture(sender(SHOP) + to(...listed)))).xml)).toBe(1000)
    }
  })
})

describe('numbers that ask for a status', () => {
  it.each([2002, 3002, 4006, 2503])('answers %i to +1 500 556 with that end', async (code) => {
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, `+1500556${code}`)))
    expect([statusOf(xml), shop.messageCount()]).toEqual([code, 0])
  })

  it('accepts as usual when the number asks for success', async () => {
    const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to('+15005561000')))
    expect([statusOf(xml), shop.messageCount()]).toEqual([1000, 1])
  })
})
