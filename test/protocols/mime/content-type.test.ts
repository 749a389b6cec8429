import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CONTENT_TYPE_LENGTH_MAX,
  contentType,
  formatContentType,
  parseContentType,
} from '../../../protocols/mime/index.ts'

function parsed(text: string) {
  const result = parseContentType(text)
  return result.ok ? { type: result.value.type, ...Object.fromEntries(result.value.parameters) } : result.malformed.kind
}

describe('content type', () => {
  it.each([
    ['text/xml', { type: 'text/xml' }],
    [' Text/XML ; Charset = "utf-8" ', { type: 'text/xml', charset: 'utf-8' }],
    ['image/gif; ', { type: 'image/gif' }],
    ['multipart/related; START="<a;b>"; boundary=x=y', { type: 'multipart/related', start: '<a;b>', boundary: 'x=y' }],
    ['a/b; n="say \\"hi\\" \\\\"', { type: 'a/b', n: 'say "hi" \\' }],
    ['a/b; n=1; N=2', { type: 'a/b', n: '1' }],
    ['a/b;n="open', { type: 'a/b', n: '' }],
    ['a/b; ; junk; n=1', { type: 'a/b' }],
    ['application/vnd.wap.multipart.related', { type: 'application/vnd.wap.multipart.related' }],
  ])('reads %j [RFC2045 5.1]', (text, expected) => {
    expect(parsed(text)).toEqual(expected)
  })

  it.each(['', 'text', '/xml', 'text/', 'a b/c', '"text/xml"'])('refuses %j', (text) => {
    expect(parsed(text)).toBe('content-type')
  })

  it('refuses a value longer than the limit', () => {
    expect(parsed(`a/b; n=${'x'.repeat(CONTENT_TYPE_LENGTH_MAX)}`)).toBe('too-long')
  })

  it('quotes what is not a token and keeps the value on one line [RFC2045 5.1]', () => {
    const type = contentType('multipart/related', { type: 'text/xml', start: '<a"b>', boundary: 'x-y', name: 'a\r\nb' })
    expect(formatContentType(type)).toBe(
      'multipart/related; type="text/xml"; start="<a\\"b>"; boundary=x-y; name="a b"',
    )
  })

  it('reads back any parameter it writes', () => {
    const value = fc.string({ maxLength: 50 }).filter((text) => !/[^\x20-\x7e]/.test(text))
    fc.assert(
      fc.property(value, (text) => {
        const type = contentType('a/b', { n: text })
        expect(parsed(formatContentType(type))).toEqual({ type: 'a/b', n: text })
      }),
    )
  })
})
