import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeGsm, decodeUcs2, nationalAlphabet, segment } from '../../../protocols/text/index.ts'

const summary = (text: string) => {
  const { encoding, segments, units, perSegment, remaining } = segment(text)
  return [encoding, segments.length, units, perSegment, remaining]
}

describe('segments of a text', () => {
  it.each([
    ['nothing', '', ['gsm7', 1, 0, 160, 160]],
    ['160 septets', 'a'.repeat(160), ['gsm7', 1, 160, 160, 0]],
    ['161 septets', 'a'.repeat(161), ['gsm7', 2, 161, 153, 145]],
    ['306 septets', 'a'.repeat(306), ['gsm7', 2, 306, 153, 0]],
    ['80 euro signs', '€'.repeat(80), ['gsm7', 1, 160, 160, 0]],
    ['70 units', 'ж'.repeat(70), ['ucs2', 1, 70, 70, 0]],
    ['71 units', 'ж'.repeat(71), ['ucs2', 2, 71, 67, 63]],
    ['35 emoji', '👍'.repeat(35), ['ucs2', 1, 70, 70, 0]],
  ])('counts %s [23.040 9.2.3.24.1]', (_, text, expected) => {
    expect(summary(text)).toEqual(expected)
  })

  it('never cuts an escaped character', () => {
    const { segments } = segment(`${'a'.repeat(152)}€${'b'.repeat(20)}`)
    expect(segments.map(({ text }) => text)).toEqual(['a'.repeat(152), `€${'b'.repeat(20)}`])
    expect(segments[0]?.userData).toHaveLength(152)
  })

  it('never cuts a surrogate pair', () => {
    const { segments } = segment(`${'ж'.repeat(66)}👍${'ж'.repeat(5)}`)
    expect(segments.map(({ text }) => text)).toEqual(['ж'.repeat(66), `👍${'ж'.repeat(5)}`])
  })

  it('leaves room for national language elements', () => {
    expect(segment('ğ', nationalAlphabet({ single: 'turkish' })).perSegment).toBe(155)
    expect(segment('ğ'.repeat(80), nationalAlphabet({ single: 'turkish' })).perSegment).toBe(149)
  })

  it('joins to the text, each within its room', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '€', 'é', 'ж', '👍', '\ud83d'), maxLength: 400 })
    fc.assert(
      fc.property(text, (whole) => {
        const { encoding, segments, perSegment } = segment(whole)
        const decode = encoding === 'gsm7' ? (octets: Uint8Array) => decodeGsm(octets) : decodeUcs2
        expect(segments.map(({ userData }) => decode(userData)).join('')).toBe(whole)
        const octets = encoding === 'gsm7' ? perSegment : perSegment * 2
        expect(segments.every(({ userData }) => userData.length <= octets)).toBe(true)
      }),
    )
  })
})
