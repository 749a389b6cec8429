import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentType } from '../../../protocols/mime/index.ts'
import {
  decodeMm7Request,
  encodeFault,
  encodeRequest,
  encodeResponse,
  type Mm7Address,
  type Mm7Part,
  type OutgoingRequest,
  type SubmitReq,
} from '../../../protocols/mm7/index.ts'
import { EncodeError } from '../../../protocols/octets/index.ts'

const text = (octets: Uint8Array) => new TextDecoder().decode(octets)
const number = (value: string): Mm7Address => ({ kind: 'number', value, displayOnly: false })
const medium = (type: string, body: string, rest: Partial<Mm7Part> = {}): Mm7Part => {
  return { contentType: contentType(type), body: new TextEncoder().encode(body), ...rest }
}
const submitBody: SubmitReq = {
  senderIdentification: { vaspId: 'weather' },
  recipients: { to: [number('+12025550101')], cc: [], bcc: [] },
}
const submit: OutgoingRequest = { operation: 'SubmitReq', transactionId: 't', body: submitBody, boundary: 'outer' }

function readBack(request: OutgoingRequest) {
  const result = decodeMm7Request(encodeRequest(request))
  if (result.kind === 'fault') throw new Error(result.details)
  return result
}

describe('writing MM7', () => {
  it('writes a response in the namespace and version of the caller [23.140 8.7.9]', () => {
    const { contentType: type, body } = encodeResponse({
      operation: 'SubmitRsp',
      transactionId: 'a<b',
      namespace: 'urn:mm7',
      version: '5.3.0',
      body: { status: { statusCode: 1000 }, messageId: 'm&1' },
    })
    expect(type).toBe('text/xml; charset=utf-8')
    expect(text(body)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header>' +
        '<TransactionID xmlns="urn:mm7" env:mustUnderstand="1">a&lt;b</TransactionID></env:Header><env:Body>' +
        '<SubmitRsp xmlns="urn:mm7"><MM7Version>5.3.0</MM7Version><Status><StatusCode>1000</StatusCode>' +
        '<StatusText>Success</StatusText></Status><MessageID>m&amp;1</MessageID></SubmitRsp></env:Body></env:Envelope>\n',
    )
  })

  it.each([
    [2000, 'Client'],
    [2007, 'Client'],
    [2571, 'Client'],
    [3000, 'Server'],
    [4000, 'Server'],
    [4001, 'Client'],
    [4004, 'Client'],
    [4006, 'Server'],
    [4007, 'Client'],
  ])('says whose fault %i is: the %s [SOAP11 4.4.1]', (statusCode, code) => {
    expect(text(encodeFault({ statusCode, from: 'relay' }).body)).toContain(
      `<faultcode>env:${code}</faultcode><faultstring>${code} error`,
    )
  })

  it('answers as the relay or as an application, and without a header when there was no TransactionID [23.140 8.7.8]', () => {
    expect(text(encodeFault({ statusCode: 4004, from: 'relay' }).body)).toContain('<RSErrorRsp ')
    const vasp = text(encodeFault({ statusCode: 4004, from: 'vasp' }).body)
    expect(vasp).toContain('<VASPErrorRsp ')
    expect(vasp).not.toContain('Header')
  })

  it('gives the same octets for the same request', () => {
    const request: OutgoingRequest = {
      ...submit,
      content: { parts: [medium('text/plain', 'x')], allowAdaptations: true },
    }
    expect(encodeRequest(request)).toEqual(encodeRequest(request))
  })

  it('attaches one medium directly [23.140 8.7.1.2]', () => {
    const part = medium('text/plain', 'x', { contentId: 'a b@c', contentLocation: 'x.txt' })
    const { body, content } = readBack({ ...submit, content: { parts: [part], allowAdaptations: false } })
    expect(body).toMatchObject({ content: [{ href: 'cid:a%20b@c', type: 'text/plain', allowAdaptations: false }] })
    expect(content).toEqual({ parts: [part], allowAdaptations: false })
  })

  it('attaches several media as multipart/mixed', () => {
    const parts = [medium('text/plain', 'x'), medium('image/gif', 'y', { contentId: 'y' })]
    const { body, content } = readBack({ ...submit, content: { parts, allowAdaptations: true } })
    expect(body).toMatchObject({ content: [{ type: 'multipart/mixed' }] })
    expect(content).toEqual({ parts, allowAdaptations: true })
  })

  it('attaches a presentation first and names it as the start [RFC2387 3.2]', () => {
    const parts = [medium('text/plain', 'x'), medium('application/smil', '<smil/>')]
    const { body, content } = readBack({ ...submit, content: { parts, smil: 1, allowAdaptations: true } })
    expect(body).toMatchObject({ content: [{ type: 'multipart/related' }] })
    expect(content!.smil).toBe(0)
    expect(content!.parts).toEqual([{ ...parts[1], contentId: 'mm7-smil' }, parts[0]])
  })

  it('avoids boundaries that occur in the media', () => {
    const parts = [medium('text/plain', '\r\n--outer\r\n'), medium('text/plain', '\r\n--inner-outer--')]
    expect(readBack({ ...submit, content: { parts, allowAdaptations: true } }).content!.parts).toEqual(parts)
  })

  it('throws when a mandatory element is not given, a value has no form, or an operation carries no content', () => {
    // @ts-expect-error the type forbids it too
    const incomplete: OutgoingRequest = { ...submit, body: { senderIdentification: {} } }
    expect(() => encodeRequest(incomplete)).toThrow(EncodeError)
    expect(() => encodeRequest({ ...submit, body: { ...submitBody, deliveryCondition: { dc: [0] } } })).toThrow(
      EncodeError,
    )
    const cancel = {
      operation: 'CancelReq',
      transactionId: 't',
      body: { senderIdentification: {}, messageId: 'm' },
    } as const
    const content = { parts: [medium('text/plain', 'x')], allowAdaptations: true }
    expect(() => encodeRequest({ ...cancel, content })).toThrow(EncodeError)
  })

  it('reads back any submission it writes', () => {
    const word = fc.stringMatching(/^[!-~]{1,20}$/)
    const address = fc.record({
      kind: fc.constantFrom<Mm7Address['kind']>('number', 'shortCode', 'rfc2822'),
      value: word,
      displayOnly: fc.boolean(),
    })
    const addresses = fc.array(address, { maxLength: 4 })
    const time = fc.oneof(
      fc.record({ absolute: fc.integer({ min: 0, max: 4e12 }) }),
      fc.record({ relative: fc.nat({ max: 1e9 }) }),
    )
    const body = fc.record(
      {
        senderIdentification: fc.record({ vaspId: word, vasId: word, senderAddress: address }, { requiredKeys: [] }),
        recipients: fc.record({ to: addresses, cc: addresses, bcc: addresses }),
        linkedId: word,
        timeStamp: fc.integer({ min: 0, max: 4e12 }),
        earliestDeliveryTime: time,
        expiryDate: time,
        deliveryReport: fc.boolean(),
        priority: fc.constantFrom('Normal' as const, 'High' as const, 'Low' as const),
        subject: fc.string({ unit: 'grapheme', maxLength: 40 }),
        messageExtraData: fc.record({
          element: fc.array(fc.record({ key: word, value: word }), { minLength: 1, maxLength: 3 }),
        }),
      },
      { requiredKeys: ['senderIdentification', 'recipients'] },
    )
    fc.assert(
      fc.property(body, word, (given, transactionId) => {
        const result = readBack({ operation: 'SubmitReq', transactionId, body: given })
        expect({ ...result.body }).toEqual({ ...given })
        expect(result.transactionId).toBe(transactionId)
      }),
    )
  })

  it('answers a value for any envelope with any element inside [23.140 8.7.8]', () => {
    const names = [
      'SubmitReq',
      'DeliverReq',
      'MM7Version',
      'Recipients',
      'To',
      'Number',
      'Status',
      'Content',
      'Sender',
      'Body',
      'x',
    ]
    const inside = fc.letrec<{ element: string }>((tie) => ({
      element: fc
        .tuple(
          fc.constantFrom(...names),
          fc.oneof({ maxDepth: 4 }, fc.constant('6.8.0'), fc.array(tie('element'), { maxLength: 4 })),
        )
        .map(([name, content]) => `<${name}>${typeof content === 'string' ? content : content.join('')}</${name}>`),
    })).element
    fc.assert(
      fc.property(inside, (element) => {
        const envelope = `<Envelope><Header><TransactionID>t</TransactionID></Header><Body>${element}</Body></Envelope>`
        const result = decodeMm7Request({ contentType: 'text/xml', body: new TextEncoder().encode(envelope) })
        expect(result.transactionId).toBe('t')
      }),
    )
  })
})
