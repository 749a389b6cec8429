import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../../protocols/octets/index.ts'
import {
  alphabetOf,
  countSeptets,
  DEFAULT_ALPHABET,
  decodeGsm,
  encodeGsm,
  isGsm,
  NATIONAL_LANGUAGES,
  nationalAlphabet,
  packSeptets,
  unpackSeptets,
} from '../../../protocols/text/index.ts'

const septets = fc.uint8Array({ max: 0x7f, maxLength: 200 })
const gsmText = fc
  .array(fc.constantFrom(...DEFAULT_ALPHABET.septets.keys()))
  .map((units) => String.fromCharCode(...units))

describe('the GSM 7-bit default alphabet', () => {
  it('has 128 places and the characters of the table [23.038 6.2.1]', () => {
    expect(DEFAULT_ALPHABET.locking).toHaveLength(128)
    expect(decodeGsm(fromHex('00 01 02 03 10 1c 24 40 5b 60 7b 7f'))).toBe('@£$¥ΔÆ¤¡Ä¿äà')
    expect(toHex(encodeGsm('A Hello_z'))).toBe('41' + '20' + '48656c6c6f' + '11' + '7a')
  })

  it('reaches the extension table by the escape [23.038 6.2.1.1]', () => {
    expect(toHex(encodeGsm('€[]{}^~|\\\f'))).toBe('1b651b3c1b3e1b281b291b141b3d1b401b2f1b0a')
    expect(decodeGsm(fromHex('1b651b0a'))).toBe('€\f')
  })

  it('shows an unknown escape as its plain character and an escape alone as a space [23.038 6.2.1.1]', () => {
    expect(decodeGsm(fromHex('1b41'))).toBe('A')
    expect(decodeGsm(fromHex('1b1b'))).toBe(' ')
    expect(decodeGsm(fromHex('411b'))).toBe('A ')
  })

  it('shows octets above 0x7f as unreadable', () => {
    expect(decodeGsm(Uint8Array.of(0x41, 0x80, 0x1b, 0xff))).toBe('A\ufffd\ufffd')
  })

  it('knows which texts it can carry', () => {
    expect(isGsm('naïve')).toBe(false)
    expect(isGsm('Grüße, 5 €')).toBe(true)
    expect(isGsm('ç')).toBe(false)
    expect(countSeptets('a€')).toBe(3)
    expect(countSeptets('👍')).toBeUndefined()
    expect(() => encodeGsm('👍')).toThrow('outside the alphabet')
  })

  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        expect(decodeGsm(encodeGsm(text))).toBe(text)
      }),
    )
  })

  it('answers any octets with a text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(typeof decodeGsm(octets)).toBe('string')
      }),
    )
  })
})

describe('national language tables', () => {
  it.each(NATIONAL_LANGUAGES)('%s has 128 places in both tables, each character once', (language) => {
    const { locking, single } = nationalAlphabet({ locking: language, single: language })
    expect(locking).toHaveLength(128)
    expect(single).toHaveLength(128)
    const defined = locking.filter((unit, septet) => unit !== 0xfffd && septet !== 0x1b)
    expect(new Set(defined).size).toBe(defined.length)
  })

  it.each(NATIONAL_LANGUAGES)('%s decodes what it encodes, and what it lacks cannot be encoded', (language) => {
    const alphabet = nationalAlphabet({ locking: language, single: language })
    const text = String.fromCharCode(...alphabet.septets.keys())
    expect(decodeGsm(encodeGsm(text, alphabet), alphabet)).toBe(text)
    expect(isGsm('\ufffd', alphabet)).toBe(false)
  })

  it.each([
    ['bengali', 'বাংলা ৳৫', '4050014650 20 1b2c1b1f'],
    ['gujarati', 'ગુજરાતી ૫', '17531d4450275220 1b21'],
    ['hindi', 'नमस्ते ५₹', undefined],
    ['hindi', 'नमस्ते।', '2f424c5f27591b19'],
    ['kannada', 'ಕನ್ನಡ', '152f5f2f24'],
    ['malayalam', 'മലയാളം', '42464350 4701'],
    ['oriya', 'ଓଡ଼ିଆ', '13244e5104'],
    ['punjabi', 'ਪੰਜਾਬੀ', '3d7b1d504052'],
    ['tamil', 'தமிழ்', '274251485f'],
    ['telugu', 'తెలుగు', '275846531753'],
    ['urdu', 'اردو۔', '0025 1a53 1b3f'],
  ] as const)('carries %s: %s [23.038 A.2, A.3]', (language, text, hex) => {
    const alphabet = nationalAlphabet({ locking: language, single: language })
    expect(isGsm(text, alphabet)).toBe(hex !== undefined)
    if (hex === undefined) return
    expect(toHex(encodeGsm(text, alphabet))).toBe(hex.replaceAll(' ', ''))
    expect(decodeGsm(encodeGsm(text, alphabet), alphabet)).toBe(text)
  })

  it('carries Turkish letters by single and by locking shift [23.038 A.2.1, A.3.1]', () => {
    expect(toHex(encodeGsm('ğİş', nationalAlphabet({ single: 'turkish' })))).toBe('1b671b491b73')
    expect(toHex(encodeGsm('ğİş', nationalAlphabet({ locking: 'turkish' })))).toBe('0c401d')
  })

  it('carries Spanish and Portuguese letters [23.038 A.2.2, A.2.3, A.3.3]', () => {
    expect(toHex(encodeGsm('áÚ', nationalAlphabet({ single: 'spanish' })))).toBe('1b611b55')
    expect(toHex(encodeGsm('ãõ', nationalAlphabet({ single: 'portuguese' })))).toBe('1b7b1b7c')
    expect(toHex(encodeGsm('ãõ', nationalAlphabet({ locking: 'portuguese' })))).toBe('7b7c')
  })

  it('is found by the identifiers of a user data header, unknown ones meaning the default [23.038 6.2.1.2.4]', () => {
    expect(alphabetOf(undefined, undefined)).toBe(DEFAULT_ALPHABET)
    expect(decodeGsm(fromHex('1b67'), alphabetOf(undefined, 1))).toBe('ğ')
    expect(decodeGsm(fromHex('1b67'), alphabetOf(99, 99))).toBe('g')
  })
})

describe('packed septets', () => {
  it('puts eight characters into seven octets [23.038 6.1.2.1]', () => {
    expect(toHex(packSeptets(encodeGsm('hellohello')))).toBe('e8329bfd4697d9ec37')
  })

  it('begins on a septet boundary after a header [23.040 9.2.3.24]', () => {
    expect(toHex(packSeptets(Uint8Array.of(0x41), 1))).toBe('82')
  })

  it('unpacks what it packs', () => {
    fc.assert(
      fc.property(septets, fc.integer({ min: 0, max: 6 }), (unpacked, fill) => {
        expect(unpackSeptets(packSeptets(unpacked, fill), unpacked.length, fill)).toEqual(unpacked)
      }),
    )
  })

  it('leaves out septets that the octets do not hold', () => {
    expect(unpackSeptets(Uint8Array.of(1, 2), 100)).toHaveLength(2)
    expect(unpackSeptets(new Uint8Array(0), 5, 3)).toHaveLength(0)
  })
})
