import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex } from '../../../protocols/octets/index.ts'
import {
  childOf,
  childrenOf,
  decodeXml,
  escapeAttribute,
  escapeText,
  XML_ELEMENTS_MAX,
  XML_OCTETS_MAX,
} from '../../../protocols/xml/index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const anyText = fc.string({ unit: 'binary', maxLength: 60 })
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const carried = (text: string) => text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')

describe('XML', () => {
  it.each([
    ['utf-8 by default', '3c613ec3a93c2f613e', undefined, 'é'],
    ['a byte order mark before the transport', 'efbbbf3c613ec3a93c2f613e', 'latin1', 'é'],
    ['utf-16 with a byte order mark', 'feff003c0061003e00e9003c002f0061003e', undefined, 'é'],
    ['the transport before the declaration', '3c613ec4e33c2f613e', 'gb2312', '你'],
    ['latin1', '3c613ee93c2f613e', 'iso-8859-1', 'é'],
  ])('takes the charset from %s [RFC7303 3]', (_, hex, charset, expected) => {
    const result = decodeXml(fromHex(hex), charset)
    expect(result.ok && result.value.text).toBe(expected)
  })

  it('takes the charset from the declaration when nothing else says one [XML10 4.3.3]', () => {
    const start = octets('<?xml version="1.0" encoding="GB2312"?><a>')
    const result = decodeXml(Uint8Array.of(...start, 0xc4, 0xe3, ...octets('</a>')))
    expect(result.ok && result.value.text).toBe('你')
  })

  it('says where the first octet is that its charset does not have', () => {
    expect(decodeXml(fromHex('3c613e 41 ff 42 3c2f613e'))).toEqual({
      ok: false,
      malformed: { kind: 'charset', path: 'xml', offset: 4 },
    })
  })

  it('refuses documents beyond its limits', () => {
    const wide = `<a>${'<b/>'.repeat(XML_ELEMENTS_MAX)}</a>`
    expect(decodeXml(octets(wide))).toMatchObject({ ok: false, malformed: { kind: 'too-many' } })
    expect(decodeXml(new Uint8Array(XML_OCTETS_MAX + 1))).toMatchObject({ ok: false, malformed: { kind: 'too-long' } })
  })

  it('never expands more than was sent', () => {
    const result = decodeXml(octets(`<a>${'&amp;'.repeat(10_000)}</a>`))
    expect(result.ok && result.value.text).toBe('&'.repeat(10_000))
  })

  it('finds children by local name', () => {
    const root = decodeXml(octets('<a><p:b/><c/><b x="1"/></a>'))
    if (!root.ok) throw new Error(root.malformed.kind)
    expect(childOf(root.value, 'b')?.prefix).toBe('p')
    expect(childrenOf(root.value, 'b')).toHaveLength(2)
    expect(childOf(root.value, 'd')).toBeUndefined()
  })

  it('is not confused by names that mean something to JavaScript', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(decodeXml(octets(`<a ${name}="1"><${name}>x</${name}></a>`))).toHaveProperty('ok')
    }
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('escapes what would be markup, and what a reader would normalise away', () => {
    expect(escapeText('<a> & "b"\r\n')).toBe('&lt;a&gt; &amp; "b"&#13;\n')
    expect(escapeAttribute('<"&>\t\r\n')).toBe('&lt;&quot;&amp;&gt;&#9;&#13;&#10;')
    expect(escapeText('page\u000cbreak \ud800')).toBe('page\ufffdbreak \ufffd')
  })

  it('reads back any text it escapes', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, attribute) => {
        const result = decodeXml(octets(`<a b="${escapeAttribute(attribute)}">${escapeText(text)}</a>`))
        expect(result.ok && [result.value.text, result.value.attributes.b]).toEqual([carried(text), carried(attribute)])
      }),
    )
  })

  it('answers a value for any pieces of markup', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b c="',
      '"',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      'lt;',
      '#',
      ' ',
      'x',
      '\n',
      '=',
      ':',
      '<!DOCTYPE',
      '<',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(decodeXml(octets(pieces.join('')))).toHaveProperty('ok')
      }),
      { numRuns: 500 },
    )
  })
})
