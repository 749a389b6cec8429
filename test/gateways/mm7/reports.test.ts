import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAILURE_REASONS, type Message, type ReportDelivery } from '../../../src/core/index.ts'
import { reportRequest } from '../../../src/gateways/mm7/report-request.ts'
import { element, envelope, inside, number, postMm7, sender, to } from '../../support/mm7-envelopes.ts'
import { ANA, answerStatus, BEN, type Mm7TestWorld, NOON, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
  await shop.changeAccount({ deliverUrl: `${shop.vasp.url}/deliver`, reportUrl: `${shop.vasp.url}/report` })
})
afterEach(() => shop.close())

const REPORTED = `${sender(SHOP)}${to(ANA, BEN)}<DeliveryReport>true</DeliveryReport><ReadReply>true</ReadReply>`

function heard(): { url: string; xml: string }[] {
  return shop.vasp.heard.map(({ url, body }) => ({ url, xml: body.toString('utf8') }))
}

describe('DeliveryReportReq', () => {
  it('tells of each recipient: the handset is Recipient, the VASP is Sender [23.140 8.7.3.3]', async () => {
    shop.answerOffers(({ delivery }) =>
      delivery.recipient === ANA ? { kind: 'delivered' } : { kind: 'failed', reason: 'rejected-by-recipient' },
    )
    const { xml } = await postMm7(shop.url, envelope('SubmitReq', REPORTED))
    await shop.agenda.idle()
    const reports = heard().sort((a, b) => inside(a.xml, 'Recipient').localeCompare(inside(b.xml, 'Recipient')))
    expect(reports.map(({ url }) => url)).toEqual(['/report', '/report'])
    expect(reports.map((report) => inside(report.xml, 'Recipient'))).toEqual([number(ANA), number(BEN)])
    for (const report of reports) {
      expect(element(report.xml, 'MessageID')).toBe(element(xml, 'MessageID'))
      expect(inside(report.xml, 'Sender')).toBe(number(SHOP))
      expect(element(report.xml, 'Date')).toBe(new Date(NOON).toISOString().replace('.000', ''))
    }
    expect(reports.map((report) => element(report.xml, 'MMStatus'))).toEqual(['Retrieved', 'Rejected'])
    expect(element(reports[1]!.xml, 'MMStatusExtension')).toBe('RejectionByMMSRecipient')
    expect(element(reports[1]!.xml, 'StatusText')).toBe('rejected-by-recipient')
  })

  it('says Expired when nobody came for it in time', async () => {
    shop.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    await postMm7(shop.url, envelope('SubmitReq', REPORTED.replace('<Del', '<ExpiryDate>PT1H</ExpiryDate><Del')))
    await shop.agenda.advance(3_600_000)
    expect(heard().map(({ xml }) => element(xml, 'MMStatus'))).toEqual(['Expired', 'Expired'])
  })

  it('speaks the namespace and the version of the request it belongs to, with its application ids', async () => {
    const ns = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0'
    const applications = '<ApplicID>game</ApplicID><ReplyApplicID>lobby</ReplyApplicID>'
    await postMm7(shop.url, envelope('SubmitReq', REPORTED + applications, { ns, version: '5.3.0' }))
    await shop.agenda.idle()
    const xml = heard()[0]?.xml ?? ''
    expect(xml).toContain(`<DeliveryReportReq xmlns="${ns}"><MM7Version>5.3.0</MM7Version>`)
    expect([element(xml, 'ApplicID'), element(xml, 'ReplyApplicID')]).toEqual(['game', 'lobby'])
  })

  it('goes to deliverUrl when there is no reportUrl, and waits when there is none at all', async () => {
    await shop.changeAccount({ reportUrl: null })
    await postMm7(shop.url, envelope('SubmitReq', REPORTED))
    await shop.agenda.idle()
    expect(heard().map(({ url }) => url)).toEqual(['/deliver', '/deliver'])
    await shop.changeAccount({ deliverUrl: null })
    await postMm7(shop.url, envelope('SubmitReq', REPORTED))
    await shop.agenda.idle()
    expect(shop.events('report.updated').slice(-2)).toEqual([
      expect.objectContaining({ waitingFor: 'no-callback-url' }),
      expect.objectContaining({ waitingFor: 'no-callback-url' }),
    ])
  })

  it('is tried again until the VASP takes it', async () => {
    let busy = 1
    shop.vasp.answer(({ body }) => answerStatus(body, busy-- > 0 ? 3000 : 1000))
    await postMm7(shop.url, envelope('SubmitReq', REPORTED.replace(number(BEN), '')))
    await shop.agenda.advance(5_000)
    expect(shop.events('mm7.attempted').map(({ statusCode }) => statusCode)).toEqual([3000, 1000])
  })

  it('is not sent when nobody asked', async () => {
    await postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(ANA)))
    await shop.agenda.idle()
    expect(heard()).toEqual([])
  })
})

describe('the report for each failure', () => {
  const message = { id: 5, from: SHOP, reference: null } as Message

  it.each(FAILURE_REASONS)('%s has an MMStatus of the standard', (reason) => {
    const request = reportRequest({ message, delivery: failed(reason) })
    expect(request.body.mmStatus).toMatch(/^(Expired|Rejected|Indeterminate)$/)
    expect(request.body.statusText).toBe(reason)
  })

  it('is a ReadReplyReq when the person has read it [23.140 8.7.4.3]', () => {
    const delivery = failed(null)
    const request = reportRequest({
      message,
      delivery: { ...delivery, report: { ...delivery.report, status: 'read' } },
    })
    expect(request).toMatchObject({ operation: 'ReadReplyReq', body: { mmStatus: 'Read', timeStamp: NOON } })
  })

  function failed(reason: ReportDelivery['report']['reason']): ReportDelivery {
    return {
      kind: 'report',
      id: 9,
      messageId: 5,
      recipient: ANA,
      endpoint: { kind: 'mm7', key: 'shop' },
      progress: { state: 'waiting', nextAttemptAt: NOON, attempts: 0, waitingFor: null },
      report: { deliveryId: 8, status: 'failed', reason, at: NOON },
    }
  }
})
