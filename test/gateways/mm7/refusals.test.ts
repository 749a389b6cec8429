import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_RECIPIENTS, REFUSAL_REASONS } from '../../../src/core/index.ts'
import { BODY_OCTETS_MAX } from '../../../src/gateways/mm7/index.ts'
import { MEDIA_PARTS_MAX } from '../../../src/gateways/mm7/media.ts'
import { STATUS_OF_REFUSAL } from '../../../src/gateways/mm7/refusals.ts'
import {
  basic,
  element,
  envelope,
  type pictureMessage,
  postMm7,
  sender,
  submitPicture,
  to,
  withAttachment,
} from '../../support/mm7-envelopes.ts'
import { ANA, type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(async () => {
  expect(shop.messageCount()).toBe(0)
  expect(shop.events('message.accepted')).toEqual([])
  await shop.close()
})

const GOOD = sender(SHOP) + to(ANA)

describe('credentials', () => {
  it.each([
    ['none', {}],
    ['a wrong password', { Authorization: basic('shop', 'guess') }],
    ['an unknown user', { Authorization: basic('nobody') }],
    ['no colon', { Authorization: 'Basic c2hvcA==' }],
    ['another scheme', { Authorization: 'Bearer abc' }],
  ])('answers 401 with Basic and Digest challenges to %s', async (_, headers: Record<string, string>) => {
    const posted = await postMm7(shop.url, submitPicture(GOOD), headers)
    expect(posted.httpStatus).toBe(401)
    expect(posted.headers.get('www-authenticate')).toMatch(/^Basic realm="partyline".*Digest realm="partyline"/)
    expect(element(posted.xml, 'StatusCode')).toBe('4001')
  })

  it('answers 405 to anything but POST', async () => {
    const response = await fetch(shop.url)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    await response.text()
  })
})

describe('faults', () => {
  const truncated = { ...submitPicture(GOOD), body: submitPicture(GOOD).body.subarray(0, 1_200) }
  const dtd = envelope('SubmitReq', GOOD).replace('<env:Envelope', '<!DOCTYPE x [<!ENTITY a "b">]><env:Envelope')
  const lostPart = withAttachment(envelope('SubmitReq', `${GOOD}<Content href="cid:missing"/>`), {
    contentType: 'multipart/mixed; boundary=none',
    body: Buffer.from('nothing'),
  })

  it.each([
    [4004, 'a truncated multipart', truncated, 'truncated'],
    [4004, 'a DTD', dtd, 'doctype'],
    [4004, 'garbage', 'this is not XML', 'stray-text'],
    [4004, 'an empty body', '', 'no-root'],
    [4004, 'a missing element', envelope('SubmitReq', sender(SHOP)), 'Recipients'],
    [4001, 'another VASPID', envelope('SubmitReq', sender(SHOP, 'OTHER') + to(ANA)), 'shop'],
    [4001, 'another VASID', envelope('CancelReq', `${sender(SHOP, 'SHOP', 'X')}<MessageID>1</MessageID>`), 'shop'],
    [4002, 'another version', envelope('SubmitReq', GOOD, { version: '4.0.0' }), '4.0.0'],
    [4003, 'an unknown operation', envelope('QueryStatusReq', GOOD), 'QueryStatusReq'],
    [4003, 'an operation of ours', envelope('ReadReplyReq', readReply()), 'ReadReplyReq'],
    [2007, 'a time that is none', envelope('SubmitReq', `${GOOD}<ExpiryDate>soon</ExpiryDate>`), 'ExpiryDate'],
    [2004, 'content that cannot be parsed', lostPart, 'truncated'],
  ])('answers %i to %s', async (code, _, sent, detail) => {
    const posted = await postMm7(shop.url, sent)
    expect(posted.httpStatus).toBe(500)
    expect(element(posted.xml, 'StatusCode')).toBe(String(code))
    expect(element(posted.xml, 'Details')).toContain(detail)
    expect(posted.xml).toContain('RSErrorRsp')
    expect(element(posted.xml, 'faultcode')).toBe('env:Client')
  })

  it('echoes the transaction even of a request that cannot be read', async () => {
    for (const sent of [truncated, dtd]) {
      expect(element((await postMm7(shop.url, sent)).xml, 'TransactionID')).toBe('tx-1')
    }
  })

  it('comes with HTTP 200 where the account says so', async () => {
    await shop.changeAccount({ faultStatus: 200 })
    const posted = await postMm7(shop.url, dtd)
    expect([posted.httpStatus, element(posted.xml, 'StatusCode')]).toEqual([200, '4004'])
  })

  it('answers a body beyond the limit with 2004 and its transaction, without reading on', async () => {
    const large = submitPicture(GOOD, Buffer.alloc(BODY_OCTETS_MAX))
    const posted = await postLarge(large)
    expect([posted.httpStatus, element(posted.xml, 'StatusCode')]).toEqual([413, '2004'])
    expect(element(posted.xml, 'TransactionID')).toBe('tx-1')
  })

  it('answers 3000 for a mistake of our own, and goes on', async () => {
    let broken = true
    const fragile = await openMm7World({
      hash: () => {
        if (broken) throw new Error('out of order')
        return 'a'.repeat(64)
      },
    })
    const first = await postMm7(fragile.url, submitPicture(GOOD))
    expect([first.httpStatus, element(first.xml, 'StatusCode')]).toEqual([500, '3000'])
    expect(element(first.xml, 'TransactionID')).toBe('tx-1')
    broken = false
    expect(element((await postMm7(fragile.url, submitPicture(GOOD))).xml, 'StatusCode')).toBe('1000')
    await fragile.close()
  })

  it('does not mind a VASP that hangs up in the middle', async () => {
    await new Promise<void>((resolve) => {
      const req = request(shop.url, { method: 'POST', headers: { Authorization: basic(), 'Content-Length': 5_000 } })
      req.on('error', () => resolve())
      req.write('<env:Envelope', () => req.destroy())
    })
    expect((await postMm7(shop.url, dtd)).httpStatus).toBe(500)
  })
})

describe('refused submissions', () => {
  const crowd = Array.from({ length: MAX_RECIPIENTS + 1 }, (_, i) => `+1202555${String(1_000 + i)}`)

  it.each([
    [2002, 'one digit too many', sender(SHOP) + to('+141586753093'), '+141586753093'],
    [2002, 'nobody but a mail address', sender(SHOP) + to('ana@example.com'), 'ana@example.com is not a number'],
    [2002, 'no recipients', `${sender(SHOP)}<Recipients/>`, 'nobody'],
    [2003, 'a short code that nobody owns', sender(SHOP) + to('55225'), '55225'],
    [2001, 'a sender that is not its own', sender(ANA) + to(ANA), 'does not own'],
    [2002, 'a sender that is no number', sender('@') + to(ANA), 'SenderAddress'],
    [3003, 'a crowd', sender(SHOP) + to(...crowd), `${MAX_RECIPIENTS + 1} recipients`],
    [2007, 'an expiry in the past', `${GOOD}<ExpiryDate>2026-06-01T11:59:59Z</ExpiryDate>`, 'validity'],
    [2007, 'a delivery years ahead', `${GOOD}<EarliestDeliveryTime>P3Y</EarliestDeliveryTime>`, 'year'],
    [2004, 'content elsewhere', `${GOOD}<Content href="http://pictures.example/1.jpg"/>`, 'not fetched'],
  ])('answers %i to %s', async (code, _, elements, detail) => {
    const posted = await postMm7(shop.url, envelope('SubmitReq', elements))
    expect([posted.httpStatus, element(posted.xml, 'StatusCode')]).toEqual([200, String(code)])
    expect(element(posted.xml, 'Details')).toContain(detail)
    expect(element(posted.xml, 'MessageID')).toBe(null)
    expect(posted.xml).toContain('SubmitRsp')
  })

  it('answers 2004 to more parts than any handset shows', async () => {
    const part = '--many\r\nContent-Type: text/plain\r\n\r\nx\r\n'
    const body = Buffer.from(`${part.repeat(MEDIA_PARTS_MAX + 1)}--many--\r\n`)
    const soap = envelope('SubmitReq', `${GOOD}<Content href="cid:attached"/>`)
    const posted = await postMm7(
      shop.url,
      withAttachment(soap, { contentType: 'multipart/mixed; boundary=many', body }),
    )
    expect(element(posted.xml, 'StatusCode')).toBe('2004')
  })

  it('answers 4006 above the rate of the account, and admits the next second', async () => {
    await shop.changeAccount({ rate: 1 })
    const bad = envelope('SubmitReq', sender(SHOP) + to('+141586753093'))
    const codes = [await postMm7(shop.url, bad), await postMm7(shop.url, bad)].map(({ xml }) =>
      element(xml, 'StatusCode'),
    )
    await shop.agenda.advance(1_000)
    codes.push(element((await postMm7(shop.url, bad)).xml, 'StatusCode'))
    expect(codes).toEqual(['2002', '4006', '2002'])
  })

  it('has a status for every reason of the carrier', () => {
    expect(Object.keys(STATUS_OF_REFUSAL).sort()).toEqual([...REFUSAL_REASONS].sort())
  })
})

function readReply(): string {
  const address = `<Number>${ANA}</Number>`
  return `<MessageID>1</MessageID><Recipient>${address}</Recipient><Sender>${address}</Sender><TimeStamp>2026-06-01T12:00:00Z</TimeStamp><MMStatus>Read</MMStatus>`
}

/** fetch reports a connection that is closed while it still writes as a failure; node:http hands over the answer. */
function postLarge(sent: ReturnType<typeof pictureMessage>): Promise<{ httpStatus: number; xml: string }> {
  return new Promise((resolve) => {
    const headers = { Authorization: basic(), 'Content-Type': sent.contentType, 'Content-Length': sent.body.length }
    const req = request(shop.url, { method: 'POST', headers }, (res) => {
      let xml = ''
      res.setEncoding('utf8').on('data', (text: string) => {
        xml += text
      })
      res.on('end', () => resolve({ httpStatus: res.statusCode ?? 0, xml }))
    })
    req.on('error', () => {})
    req.end(sent.body)
  })
}
