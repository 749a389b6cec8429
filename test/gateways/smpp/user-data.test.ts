import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUserData } from '../../../protocols/sms/index.ts'
import { decodeGsm, decodeUcs2, encodeGsm, encodeUcs2 } from '../../../protocols/text/index.ts'
import { airData } from '../../../src/gateways/smpp/user-data.ts'

const context = { tlvs: [], nextReference: () => 0x1ab }

describe('what goes on the air', () => {
  it.each([
    ['gsm7', 160, 153],
    ['ia5', 160, 153],
    ['latin1', 160, 153],
    ['ucs2', 140, 134],
    ['binary', 140, 134],
    ['cyrillic', 70, 67],
  ] as const)(
    '%s: %i octets fit into one short message, %i into one of several [23.040 9.2.3.24]',
    (encoding, one, each) => {
      expect(airData(new Uint8Array(one), encoding, context)).toMatchObject({
        hasHeader: false,
        segments: [{ length: one }],
      })
      const two = airData(new Uint8Array(one + 2), encoding, context)
      expect(two?.hasHeader).toBe(true)
      expect(two?.segments.map(({ length }) => length - 6)).toEqual([each, one + 2 - each])
    },
  )

  it('every part says which of how many it is, under one reference [23.040 9.2.3.24.1]', () => {
    const headers = airData(new Uint8Array(400), 'gsm7', context).segments.map((segment) => {
      const decoded = decodeUserData(segment, true)
      return decoded.ok ? decoded.value.header.concatenation : undefined
    })
    const place = { reference: 0xab, total: 3, wide: false }
    expect(headers).toEqual([1, 2, 3].map((sequence) => ({ ...place, sequence })))
  })

  it.each([
    [
      'gsm7',
      encodeGsm,
      decodeGsm,
      fc.string({ unit: fc.constantFrom('a', '{', '€', ' '), minLength: 1, maxLength: 900 }),
    ],
    [
      'ucs2',
      encodeUcs2,
      decodeUcs2,
      fc.string({ unit: fc.constantFrom('ж', '👋', 'x'), minLength: 1, maxLength: 900 }),
    ],
  ] as const)('parts of %s are whole characters and together the text', (encoding, encode, decode, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { hasHeader = false, segments = [] } = airData(encode(text), encoding, context) ?? {}
        const parts = segments.map((segment) => {
          const decoded = decodeUserData(segment, hasHeader)
          return decoded.ok ? decode(decoded.value.data) : undefined
        })
        expect(parts.join('')).toBe(text)
        expect(parts.every((part) => part?.isWellFormed())).toBe(true)
      }),
    )
  })

  it('what takes more than 255 parts travels as one [23.040 9.2.3.24.1]', () => {
    expect(airData(new Uint8Array(255 * 134), 'binary', context).segments).toHaveLength(255)
    const longest = airData(new Uint8Array(255 * 134 + 1), 'binary', context)
    expect(longest.hasHeader).toBe(false)
    expect(longest.segments.map(({ length }) => length)).toEqual([255 * 134 + 1])
  })

  it('SAR that does not add up counts for nothing [SMPP34 5.3.2.22]', () => {
    const tlvs = [
      { tag: 0x020c, value: Uint8Array.of(0, 1) },
      { tag: 0x020e, value: Uint8Array.of(2) },
      { tag: 0x020f, value: Uint8Array.of(3) },
    ]
    expect(airData(Uint8Array.of(1), 'binary', { ...context, tlvs })).toEqual({
      hasHeader: false,
      segments: [Uint8Array.of(1)],
    })
  })
})
