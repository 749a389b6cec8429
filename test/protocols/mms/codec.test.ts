import { describe, expect, it } from 'vitest'
import {
  type ContentType,
  decodePdu,
  describePdu,
  encodePdu,
  FIELDS,
  inTwo,
  PARTS_LIMIT,
  type Part,
  PDUS,
  RESPONSE_STATUS,
  readEnvelope,
  responseStatusName,
  retrieveStatusName,
  statusGroup,
  textOf,
  withTransaction,
} from '../../../protocols/mms/index.ts'
import { concat, EncodeError, fromHex } from '../../../protocols/octets/index.ts'

const opened = { transactionId: 't', mmsVersion: '1.2' }
const mixed: ContentType = { media: 'application/vnd.wap.multipart.mixed', parameters: {} }
const sendReq = (parts: readonly Part[]) =>
  encodePdu({ type: 'm-send.req', ...opened, from: 'insert-address', body: { contentType: mixed, parts } })

describe('the tables', () => {
  it('number every header field and every PDU type once [MMSENC 7.4]', () => {
    const numbers = Object.values(FIELDS).map(({ number }) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
    const codes = Object.values(PDUS).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('write type, transaction and version first [MMSENC 7.2]', () => {
    for (const { fields } of Object.values(PDUS)) {
      const [first, second] = Object.keys(fields)
      expect(first === 'mmsVersion' || (first === 'transactionId' && second === 'mmsVersion')).toBe(true)
    }
  })
})

describe('a PDU for another transaction', () => {
  it('is what encoding it anew gives [MMSENC 7.1]', () => {
    const conf = (transactionId: string) =>
      encodePdu({ type: 'm-send.conf', transactionId, mmsVersion: '1.2', responseStatus: RESPONSE_STATUS.Ok })
    for (const id of ['u', 'much-longer', '', 'ä']) {
      const { head, tail } = withTransaction(inTwo(conf('t')), id)
      expect(concat([head, tail])).toEqual(conf(id))
    }
  })

  it('needs one that begins as ours do', () => {
    const report = { mmsVersion: '1.2', messageId: 'm', to: ['+1'], date: 1, status: 'retrieved' } as const
    expect(() => inTwo(encodePdu({ type: 'm-delivery.ind', ...report }))).toThrow(EncodeError)
  })
})

describe('statuses', () => {
  it.each([
    [0x80, 'ok', 'Ok'],
    [0x81, 'permanent', 'Error-unspecified'],
    [0xc1, 'transient', 'Error-transient-sending-address-unresolved'],
    [0xdf, 'transient', '0xdf'],
    [0xe4, 'permanent', 'Error-permanent-message-not-found'],
    [0xff, 'permanent', '0xff'],
  ])('%i is %s [MMSENC 7.3.48]', (status, group, name) => {
    expect(statusGroup(status)).toBe(group)
    expect(responseStatusName(status)).toBe(name)
  })

  it('have their own names on retrieval [MMSENC 7.3.50]', () => {
    expect(retrieveStatusName(0xe3)).toBe('Error-permanent-content-unsupported')
  })
})

describe('the envelope', () => {
  it('is told of a PDU that is broken further on', () => {
    const octets = concat([fromHex('8c80 987400 8d92'), fromHex('84ff')])
    expect(decodePdu(octets).ok).toBe(false)
    expect(readEnvelope(octets)).toEqual({ type: 'm-send.req', ...opened })
  })

  it('is empty when there is none', () => {
    expect(readEnvelope(new Uint8Array(0))).toEqual({})
    expect(readEnvelope(fromHex('8cff'))).toEqual({})
  })
})

describe('a part', () => {
  const read = (head: string, data: string) => {
    const headers = fromHex(head)
    const body = concat([Uint8Array.of(1, headers.length, data.length), headers, new TextEncoder().encode(data)])
    const answer = decodePdu(concat([sendReq([]).slice(0, -1), body]))
    if (!answer.ok || answer.value.type !== 'm-send.req') throw new Error('decodes')
    return answer.value.body.parts[0]!
  }
  const encoding = (name: string) => `83 436f6e74656e742d5472616e736665722d456e636f64696e6700 ${name}`

  it('in quoted-printable is freed of it [RFC2045 6.7]', () => {
    const freed = read(encoding('71756f7465642d7072696e7461626c6500'), 'h=C3=A9=\r\nllo=3D')
    expect(textOf(freed)).toBe('héllo=')
    expect(freed.headers).toBeUndefined()
  })

  it('in base64 is freed of it [RFC2045 6.8]', () => {
    expect(textOf(read(encoding('62617365363400'), 'aMOp\r\nbGxv'))).toBe('héllo')
  })

  it('whose transfer encoding is a lie stays as it came', () => {
    const kept = read(encoding('62617365363400'), 'no, not this')
    expect(textOf(kept)).toBe('no, not this')
    expect(kept.headers).toHaveLength(1)
  })
})

describe('our own mistakes', () => {
  it.each([
    ['a mandatory field is missing', () => encodePdu({ type: 'm-acknowledge.ind', transactionId: 't' } as never)],
    ['the body is missing', () => encodePdu({ type: 'm-send.req', ...opened, from: 'x' } as never)],
    ['text holds NUL', () => encodePdu({ type: 'm-acknowledge.ind', transactionId: 'a\0b', mmsVersion: '1.2' })],
    ['a size is no whole number', () => encodePdu({ ...notification, messageSize: 1.5 })],
    ['a status has no high bit', () => encodePdu({ type: 'm-send.conf', ...opened, responseStatus: 0 })],
    [
      'a kept field is no value',
      () => encodePdu({ ...notification, kept: [{ field: 0x32, octets: fromHex('0501') }] }),
    ],
  ])('are thrown when %s', (_, encode) => {
    expect(encode).toThrow(EncodeError)
  })

  const notification = {
    type: 'm-notification.ind',
    ...opened,
    messageClass: 'personal',
    messageSize: 1,
    expiry: { relative: 1 },
    contentLocation: 'http://localhost/1',
  } as const
})

describe('a PDU laid open', () => {
  const octets = sendReq([
    { contentType: { media: 'text/plain', parameters: { charset: 'utf-8' } }, contentId: 'a', data: fromHex('6869') },
  ])

  it('shows every field with its octets, without a gap', () => {
    const lines = describePdu(octets)
    expect(lines.map(({ name, value }) => [name, value])).toEqual([
      ['X-Mms-Message-Type', 'm-send.req'],
      ['X-Mms-Transaction-Id', 't'],
      ['X-Mms-MMS-Version', '1.2'],
      ['From', 'insert-address'],
      ['Content-Type', 'application/vnd.wap.multipart.mixed'],
      ['parts', '1'],
      ['part 1 lengths', '10 + 2'],
      ['part 1 Content-Type', 'text/plain; charset=utf-8'],
      ['part 1 Content-ID', '<a>'],
      ['part 1 data', '2 octets'],
    ])
    let end = 0
    for (const { offset, length } of lines) {
      expect(offset).toBe(end)
      end = offset + length
    }
    expect(end).toBe(octets.length)
  })

  it('ends with what is wrong', () => {
    const cut = describePdu(octets.subarray(0, octets.length - 1))
    expect(cut.at(-1)).toMatchObject({ name: 'malformed', length: 1 })
    expect(describePdu(fromHex('8c86 92e4 997f')).map(({ name, value }) => [name, value])).toEqual([
      ['X-Mms-Message-Type', 'm-delivery.ind'],
      ['X-Mms-Response-Status', responseStatusName(RESPONSE_STATUS['Error-permanent-message-not-found'])],
      ['malformed', 'unterminated at octet 5 (X-Mms-Retrieve-Status)'],
    ])
  })
})

describe('limits', () => {
  it('hold a body to its number of parts', () => {
    const small: Part = { contentType: { media: 'text/plain', parameters: {} }, data: new Uint8Array(0) }
    const many = (count: number) => decodePdu(sendReq(Array.from({ length: count }, () => small)))
    expect(many(PARTS_LIMIT).ok).toBe(true)
    expect(many(PARTS_LIMIT + 1)).toMatchObject({ ok: false, malformed: { kind: 'too-many-parts' } })
  })

  it('hold headers, part headers and parameters to their numbers', () => {
    const many = (count: number, hex: string) => concat(Array.from({ length: count }, () => fromHex(hex)))
    const headers = concat([fromHex('8c85'), many(4096, '9180')])
    expect(decodePdu(headers)).toMatchObject({ ok: false, malformed: { kind: 'too-many-fields' } })
    const parameters = many(65, '7800 7900')
    const contentType = concat([fromHex('8c80 841f 8205 a3'), parameters])
    expect(decodePdu(contentType)).toMatchObject({ ok: false, malformed: { kind: 'too-many-parameters' } })
    const partHeaders = concat([fromHex('83'), many(65, '7800 7900')])
    const body = concat([sendReq([]).slice(0, -1), fromHex('01 8205 00'), partHeaders])
    expect(decodePdu(body)).toMatchObject({ ok: false, malformed: { kind: 'too-many-headers' } })
  })
})
