import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dataCodingOf,
  decodeDataCoding,
  decodeLatin1,
  decodeUcs2,
  encodeLatin1,
  encodeUcs2,
  encodingOf,
  isLatin1,
  messageClassOf,
  messageWaitingOf,
  wholeMultibyte,
} from '../../../protocols/text/index.ts'

describe('data_coding', () => {
  it.each([
    [0x00, 'gsm7'],
    [0x01, 'ia5'],
    [0x02, 'binary'],
    [0x03, 'latin1'],
    [0x04, 'binary'],
    [0x05, 'shift-jis'],
    [0x06, 'cyrillic'],
    [0x07, 'hebrew'],
    [0x08, 'ucs2'],
    [0x09, 'shift-jis'],
    [0x0a, 'iso-2022-jp'],
    [0x0b, 'binary'],
    [0x0d, 'euc-jp'],
    [0x0e, 'ks-c-5601'],
    [0x0f, 'binary'],
  ])('reads %i as %s [SMPP34 5.2.19]', (dataCoding, encoding) => {
    expect(encodingOf(dataCoding)).toBe(encoding)
  })

  it.each([
    [0x10, 'gsm7'],
    [0x14, 'binary'],
    [0x18, 'ucs2'],
    [0x30, 'binary'],
    [0x58, 'ucs2'],
    [0xc0, 'gsm7'],
    [0xc8, 'gsm7'],
    [0xd8, 'gsm7'],
    [0xe0, 'ucs2'],
    [0xf0, 'gsm7'],
    [0xf5, 'binary'],
  ])('reads the group of %i as %s [23.038 4]', (dataCoding, encoding) => {
    expect(encodingOf(dataCoding)).toBe(encoding)
  })

  it('gives the text, or null for what is not text', () => {
    expect(decodeDataCoding(0, Uint8Array.of(0x00))).toBe('@')
    expect(decodeDataCoding(1, Uint8Array.of(0x40, 0x5f))).toBe('@_')
    expect(decodeDataCoding(3, Uint8Array.of(0xe9))).toBe('é')
    expect(decodeDataCoding(6, Uint8Array.of(0xb6, 0xf0, 0x41))).toBe('Ж№A')
    expect(decodeDataCoding(7, Uint8Array.of(0xe0, 0xfa, 0xbf))).toBe('את\ufffd')
    expect(decodeDataCoding(8, Uint8Array.of(0x04, 0x16))).toBe('Ж')
    expect(decodeDataCoding(4, Uint8Array.of(1, 2))).toBeNull()
    expect(decodeDataCoding(5, Uint8Array.of(0x93, 0xfa, 0x96, 0x7b, 0xb1))).toBe('日本ｱ')
    expect(decodeDataCoding(10, Uint8Array.of(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42))).toBe('日本')
    expect(decodeDataCoding(13, Uint8Array.of(0xc6, 0xfc, 0x8f, 0xb0, 0xa1))).toBe('日丂')
    expect(decodeDataCoding(14, Uint8Array.of(0xc7, 0xd1, 0xb1, 0xdb))).toBe('한글')
  })

  it('leaves the meaning of 0 to the account', () => {
    expect(decodeDataCoding(0, Uint8Array.of(0x40, 0xe9), 'latin1')).toBe('@é')
    expect(decodeDataCoding(0xf1, Uint8Array.of(0x40), 'latin1')).toBe('@')
  })

  it('names the value to send with an encoding', () => {
    for (const encoding of ['gsm7', 'ia5', 'latin1', 'cyrillic', 'hebrew', 'ucs2', 'binary'] as const) {
      expect(encodingOf(dataCodingOf(encoding))).toBe(encoding)
    }
  })

  it('knows the class [23.038 4]', () => {
    expect(messageClassOf(0x10)).toBe(0)
    expect(messageClassOf(0xf2)).toBe(2)
    expect(messageClassOf(0x00)).toBeUndefined()
    expect(messageClassOf(0xd0)).toBeUndefined()
  })
})

describe('UTF-16 and Latin-1', () => {
  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUcs2(encodeUcs2(text))).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(encodeLatin1(decodeLatin1(octets))).toEqual(octets)
      }),
    )
  })

  it('shows a last odd octet as unreadable', () => {
    expect(decodeUcs2(Uint8Array.of(0, 0x41, 0))).toBe('A\ufffd')
  })

  it('refuses to encode what Latin-1 does not have', () => {
    expect(isLatin1('é')).toBe(true)
    expect(isLatin1('€')).toBe(false)
    expect(() => encodeLatin1('€')).toThrow('above U+00FF')
  })
})

describe('long texts', () => {
  it('are decoded whole, however many characters they have', () => {
    const text = 'Жa'.repeat(30_000)
    expect(decodeUcs2(encodeUcs2(text))).toBe(text)
    expect(decodeLatin1(new Uint8Array(65_535).fill(0x61))).toBe('a'.repeat(65_535))
    expect(decodeDataCoding(0, new Uint8Array(65_535).fill(0x61))).toBe('a'.repeat(65_535))
  })
})

describe('message waiting', () => {
  it.each([
    [0xc8, { kind: 'voicemail', active: true, stored: false }],
    [0xd1, { kind: 'fax', active: false, stored: true }],
    [0xea, { kind: 'email', active: true, stored: true }],
    [0xdf, { kind: 'other', active: true, stored: true }],
    [0xf0, undefined],
    [0x08, undefined],
  ])('is read from data_coding %i [23.038 4]', (dataCoding, waiting) => {
    expect(messageWaitingOf(dataCoding)).toEqual(waiting)
  })
})

describe('characters of several octets', () => {
  it('are never cut', () => {
    const japanese = Uint8Array.of(0x41, 0x93, 0xfa, 0xb1, 0x96, 0x7b)
    expect([1, 2, 3, 4, 5, 6].map((end) => wholeMultibyte('shift-jis', japanese, end))).toEqual([1, 1, 3, 4, 4, 6])
    const korean = Uint8Array.of(0xc7, 0xd1, 0x20, 0xb1, 0xdb)
    expect([1, 2, 3, 4, 5].map((end) => wholeMultibyte('ks-c-5601', korean, end))).toEqual([0, 2, 3, 3, 5])
    const three = Uint8Array.of(0x8f, 0xb0, 0xa1, 0x41)
    expect([2, 3, 4].map((end) => wholeMultibyte('euc-jp', three, end))).toEqual([0, 3, 4])
  })
})
