import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAILURE_REASONS, forwardReference, type Submission } from '../../src/core/index.ts'
import { envelope, postMm7, sender, submitPicture, to } from '../support/mm7-envelopes.ts'
import { ANA, BEN, CARLA, type Mm7TestWorld, openMm7World, SHOP } from '../support/mm7-world.ts'
import { hasValidator, validateMm7 } from './validate-mm7.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
  await shop.changeAccount({ deliverUrl: shop.vasp.url })
})
afterEach(() => shop.close())

const id = (messageId: string) => `<MessageID>${messageId}</MessageID>`
const REPORTS = '<DeliveryReport>true</DeliveryReport><ReadReply>true</ReadReply>'

/** The envelope of what the VASP heard. */
const heard = () =>
  shop.vasp.heard.map(({ body }) => /<env:Envelope.*<\/env:Envelope>/s.exec(body.toString('utf8'))![0])

async function submitted(): Promise<string> {
  const { xml } = await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA, BEN) + REPORTS))
  expect(validateMm7(xml)).toBe('')
  return /<MessageID>(\d+)</.exec(xml)![1]!
}

/** Ana writes to the shop and her friends. */
function groupText(more: Partial<Submission> = {}) {
  const octets = Uint8Array.of(0x48, 0x69)
  const part = { contentType: 'text/plain', name: null, contentId: null, contentLocation: null, hash: 'h', size: 2 }
  return shop.world.carrier.submit({
    origin: { kind: 'handset', key: ANA },
    from: ANA,
    to: [SHOP, BEN],
    cc: [CARLA],
    content: {
      kind: 'mms',
      subject: 'A < B & C',
      parts: [{ ...part, text: 'Hi', octets }],
      adaptation: false,
      application: { applicId: 'game', replyApplicId: 'lobby', auxApplicInfo: 'table 4' },
    },
    ...more,
  })
}

describe.runIf(hasValidator)('xmllint takes what the gateway sends', () => {
  it('in answer to every operation [23.140 8.7]', async () => {
    shop.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const messageId = await submitted()
    const requests = [
      envelope('ReplaceReq', sender(SHOP) + id(messageId)),
      envelope('extendedReplaceReq', `<VASPID>SHOP</VASPID><VASID>PROMO</VASID><ReplaceID>${messageId}</ReplaceID>`),
      envelope('CancelReq', sender(SHOP) + id('1')),
      envelope('CancelReq', sender(SHOP) + id(messageId)),
      envelope('extendedCancelReq', `${sender(SHOP)}<CancelID>${messageId}</CancelID>`),
      envelope('SubmitReq', sender(SHOP) + to(ANA, '77777')),
    ]
    for (const request of requests) {
      const { xml } = await postMm7(shop.url, request)
      expect([xml, validateMm7(xml)]).toEqual([expect.stringMatching(/Rsp/), ''])
    }
  })

  it('as faults: strangers, unknown operations, wrong versions, octets that are no XML [23.140 8.7.8]', async () => {
    const bad = [
      envelope('SubmitReq', sender(SHOP, 'SOMEBODY') + to(ANA)),
      envelope('QueryStatusReq', sender(SHOP)),
      envelope('SubmitReq', sender(SHOP) + to(ANA), { version: '9.0.0' }),
      'no XML at all',
    ]
    for (const request of bad) {
      const { xml } = await postMm7(shop.url, request)
      expect([xml, validateMm7(xml)]).toEqual([expect.stringContaining('RSErrorRsp'), ''])
    }
    const { xml } = await postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(ANA)), {})
    expect([xml, validateMm7(xml)]).toEqual([expect.stringContaining('4001'), ''])
  })

  it.each(['several-recipients', 'display-only'] as const)('as DeliverReq (%s) [23.140 8.7.2]', async (group) => {
    await shop.changeAccount({ group })
    await groupText()
    await shop.agenda.idle()
    expect(heard().map(validateMm7)).toEqual([''])
  })

  it('as DeliverReq of a forwarded message, with who sent it before [23.140 8.7.2.3]', async () => {
    const first = await groupText({ to: [BEN] })
    await groupText({ reference: forwardReference(first.accepted ? first.messageId : 0, 'f1') })
    await shop.agenda.idle()
    expect(heard()[0]).toContain('<Previouslysentby><UserAgent sequence="1">')
    expect(heard().map(validateMm7)).toEqual([''])
  })

  it('as DeliveryReportReq of every fate, and as ReadReplyReq [23.140 8.7.3, 8.7.4]', async () => {
    const fates = [undefined, ...FAILURE_REASONS]
    for (const reason of fates) {
      shop.answerOffers(() => (reason ? { kind: 'failed', reason } : { kind: 'delivered' }))
      await submitted()
      await shop.agenda.idle()
    }
    const messageId = Number(await submitted())
    await shop.agenda.idle()
    await shop.world.carrier.run((unit) => {
      const message = unit.read.message(messageId)!
      for (const delivery of unit.read.deliveriesOf(messageId)) {
        if (delivery.kind === 'message') unit.report(delivery, message, delivery.recipient === ANA ? 'read' : 'deleted')
      }
    })
    await shop.agenda.idle()
    const documents = [...new Set(heard().map((xml) => xml.replace(/\d{8,}(-\d+)?/g, '1')))]
    expect(documents.filter((xml) => xml.includes('DeliveryReportReq'))).toHaveLength(fates.length)
    expect(documents.filter((xml) => xml.includes('<MMStatus>Read<'))).toHaveLength(1)
    expect(documents.filter((xml) => xml.includes('<MMStatus>Deleted<'))).toHaveLength(1)
    for (const xml of documents) expect([xml, validateMm7(xml)]).toEqual([xml, ''])
  }, 60_000)
})
