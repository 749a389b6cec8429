import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contentType,
  decodeMultipart,
  encodeMultipart,
  HEADER_FIELDS_MAX,
  HEADER_OCTETS_MAX,
  type OutgoingPart,
  PARTS_MAX,
  pickBoundary,
} from '../../../protocols/mime/index.ts'
import { EncodeError } from '../../../protocols/octets/index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const plainPart = (text: string): OutgoingPart => ({ contentType: contentType('text/plain'), body: octets(text) })

describe('multipart', () => {
  it('gives bodies as views of the input [RFC2046 5.1]', () => {
    const whole = encodeMultipart([plainPart('one')], 'b')
    const parts = decodeMultipart(whole, 'b')
    expect(parts.ok && parts.value[0]!.body.buffer).toBe(whole.buffer)
  })

  it('keeps every header under its lower-case name, the first of two', () => {
    const parts = decodeMultipart(octets('--b\r\nX-One: 1\r\nx-ONE: 2\r\n\r\n\r\n--b--'), 'b')
    expect(parts.ok && [...parts.value[0]!.headers]).toEqual([['x-one', '1']])
  })

  it('refuses more parts than the limit', () => {
    const result = decodeMultipart(octets(`${'--b\n\n'.repeat(PARTS_MAX + 1)}--b--`), 'b')
    expect(result).toMatchObject({ ok: false, malformed: { kind: 'too-many', path: 'multipart' } })
  })

  it('refuses headers longer than the limit', () => {
    const result = decodeMultipart(octets(`--b\nX: ${'y'.repeat(HEADER_OCTETS_MAX)}\n\n--b--`), 'b')
    expect(result).toMatchObject({ ok: false, malformed: { kind: 'too-long', path: 'headers' } })
  })

  it('refuses more header fields than the limit', () => {
    const result = decodeMultipart(octets(`--b\n${'X: y\n'.repeat(HEADER_FIELDS_MAX + 1)}\n--b--`), 'b')
    expect(result).toMatchObject({ ok: false, malformed: { kind: 'too-many', path: 'headers' } })
  })

  it('writes ids in angle brackets and says which transfer encoding it used [RFC2045 6]', () => {
    const part: OutgoingPart = {
      contentType: contentType('image/gif', { name: 'a b.gif' }),
      contentId: 'x@y',
      contentLocation: 'a.gif',
      transferEncoding: 'base64',
      body: octets('GIF89a'),
    }
    expect(new TextDecoder().decode(encodeMultipart([part], 'b'))).toBe(
      '--b\r\nContent-Type: image/gif; name="a b.gif"\r\nContent-ID: <x@y>\r\nContent-Location: a.gif\r\n' +
        'Content-Transfer-Encoding: base64\r\n\r\nR0lGODlh\r\n--b--\r\n',
    )
  })

  it('lets no value add a header of its own', () => {
    const part: OutgoingPart = { ...plainPart('x'), contentLocation: 'a\r\nX-Evil: 1', contentId: 'b\nc' }
    const parts = decodeMultipart(encodeMultipart([part], 'b'), 'b')
    expect(parts.ok && [...parts.value[0]!.headers.keys()]).toEqual(['content-type', 'content-id', 'content-location'])
  })

  it('throws for a boundary that is none, for no parts, and for a boundary inside a body', () => {
    expect(() => encodeMultipart([plainPart('x')], 'a\r\nb')).toThrow(EncodeError)
    expect(() => encodeMultipart([plainPart('x')], '')).toThrow(EncodeError)
    expect(() => encodeMultipart([], 'b')).toThrow(EncodeError)
    expect(() => encodeMultipart([plainPart('--b')], 'b')).toThrow(EncodeError)
  })

  it('picks a boundary that no body contains, the wish when it can', () => {
    expect(pickBoundary('b', [octets('-b-')])).toBe('b')
    expect(pickBoundary('b', [octets('x--b.1'), octets('--b')])).toBe('b.2')
  })

  it('reads back any parts', () => {
    const body = fc.uint8Array({ maxLength: 300 })
    const encoding = fc.constantFrom<OutgoingPart['transferEncoding']>('binary', '8bit', 'base64')
    const parts = fc.array(fc.record({ body, transferEncoding: encoding }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(parts, (given) => {
        const outgoing = given.map(({ body, transferEncoding }): OutgoingPart => {
          return { contentType: contentType('a/b'), body, transferEncoding: transferEncoding! }
        })
        const boundary = pickBoundary(
          'b',
          given.map((part) => part.body),
        )
        const read = decodeMultipart(encodeMultipart(outgoing, boundary), boundary)
        expect(read.ok && read.value.map((part) => [...part.body])).toEqual(given.map((part) => [...part.body]))
      }),
    )
  })

  it('answers a value for any octets', () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      '\n',
      '\r\n',
      'A: b',
      ' ',
      'Content-Transfer-Encoding: base64',
      '=',
      'x',
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(decodeMultipart(octets(pieces.join('')), 'b')).toHaveProperty('ok')
      }),
    )
  })
})
