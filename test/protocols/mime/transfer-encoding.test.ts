import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeBase64,
  decodeQuotedPrintable,
  decodeTransferEncoding,
  encodeBase64,
} from '../../../protocols/mime/index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array) => new TextDecoder().decode(value)

describe('transfer encodings', () => {
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm8', 'fo'],
    ['Z m\r\n9-v!YmFy', 'foobar'],
    ['Zg==Zg==', 'f'],
  ])('reads base64 %j [RFC2045 6.8]', (given, expected) => {
    const result = decodeBase64(octets(given))
    expect(result.ok && text(result.value)).toBe(expected)
  })

  it('refuses base64 that ends after six bits', () => {
    expect(decodeBase64(octets('Zm9vY'))).toEqual({
      ok: false,
      malformed: { kind: 'base64', path: 'content-transfer-encoding', offset: 5 },
    })
  })

  it('writes base64 as every other implementation does, in lines of 76 [RFC2045 6.8]', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (given) => {
        const lines =
          Buffer.from(given)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        expect(encodeBase64(given)).toBe(lines.join('\r\n'))
      }),
    )
  })

  it('reads back any base64 it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (given) => {
        expect(decodeBase64(octets(encodeBase64(given)))).toEqual({ ok: true, value: given })
      }),
    )
  })

  it.each([
    ['caf=C3=a9', 'café'],
    ['one=\r\n two', 'one two'],
    ['one=  \ntwo', 'onetwo'],
    ['blank \t\r\nend', 'blank\r\nend'],
    ['inner blank', 'inner blank'],
    ['a=b=', 'a=b='],
    ['=3', '=3'],
  ])('reads quoted-printable %j [RFC2045 6.7]', (given, expected) => {
    expect(text(decodeQuotedPrintable(octets(given)))).toBe(expected)
  })

  it('passes what needs no decoding through, and refuses an encoding it does not know [RFC2045 6]', () => {
    const body = octets('x')
    for (const name of ['7bit', '8BIT', ' binary ', ''])
      expect(decodeTransferEncoding(name, body)).toEqual({ ok: true, value: body })
    expect(decodeTransferEncoding('x-uuencode', body)).toMatchObject({
      ok: false,
      malformed: { kind: 'transfer-encoding' },
    })
  })
})
