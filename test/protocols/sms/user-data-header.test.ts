import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, toHex } from '../../../protocols/octets/index.ts'
import { decodeUserData, encodeUserDataHeader, userDataHeader } from '../../../protocols/sms/index.ts'

const headerOf = (hex: string) => {
  const answer = decodeUserData(fromHex(hex), true)
  if (!answer.ok) throw new Error(answer.malformed.kind)
  return answer.value.header
}

describe('the user data header', () => {
  it('gives an 8-bit concatenation [23.040 9.2.3.24.1]', () => {
    const answer = decodeUserData(fromHex('050003cc0201 68 69'), true)
    expect(answer).toMatchObject({
      ok: true,
      value: { header: { concatenation: { reference: 0xcc, total: 2, sequence: 1, wide: false } } },
    })
    expect(answer.ok && toHex(answer.value.data)).toBe('6869')
  })

  it('gives a 16-bit concatenation [23.040 9.2.3.24.8]', () => {
    expect(headerOf('060804abcd0302').concatenation).toEqual({ reference: 0xabcd, total: 3, sequence: 2, wide: true })
  })

  it('gives 8-bit and 16-bit ports [23.040 9.2.3.24.3, 9.2.3.24.4]', () => {
    expect(headerOf('0404020b0c').ports).toEqual({ destination: 11, source: 12 })
    expect(headerOf('0605040b8423f0').ports).toEqual({ destination: 2948, source: 9200 })
  })

  it('gives the shift tables [23.040 9.2.3.24.15, 9.2.3.24.16]', () => {
    expect(headerOf('06240101250103').shiftTables).toEqual({ single: 1, locking: 3 })
  })

  it('keeps unknown elements in order', () => {
    const octets = fromHex('0a7102aabb050400010002')
    const header = headerOf(toHex(octets))
    expect(header.elements.map(({ id }) => id)).toEqual([0x71, 0x05])
    expect(encodeUserDataHeader(header)).toEqual(octets)
  })

  it.each([
    ['sequence 0', '050003cc0200'],
    ['sequence beyond the total', '050003cc0203'],
    ['a wrong length', '040002cc02'],
  ])('does not count a concatenation with %s [23.040 9.2.3.24.1]', (_, hex) => {
    const header = headerOf(hex)
    expect(header.concatenation).toBeUndefined()
    expect(header.elements).toHaveLength(1)
  })

  it('lets the last of two equal elements count [23.040 9.2.3.24]', () => {
    expect(headerOf('0a0003010201 0003020202').concatenation).toMatchObject({ reference: 2, sequence: 2 })
  })

  it.each([
    ['no octets', '', 'truncated'],
    ['a length beyond the message', '0500', 'truncated'],
    ['an element beyond the header', '030004aabbcc', 'overrun'],
    ['an element without a length', '0100', 'overrun'],
  ])('is malformed with %s', (_, hex, kind) => {
    expect(decodeUserData(fromHex(hex), true)).toMatchObject({ ok: false, malformed: { kind } })
  })

  it('is absent without the indicator', () => {
    const answer = decodeUserData(fromHex('050003cc0201'), false)
    expect(answer).toMatchObject({ ok: true, value: { header: { elements: [] } } })
    expect(answer.ok && answer.value.data).toHaveLength(6)
  })

  it('is malformed, not an exception, when cut at any octet', () => {
    const octets = fromHex('0b05040b8423f0 0003cc0201')
    for (let length = 0; length < octets.length; length++) {
      expect(decodeUserData(octets.subarray(0, length), true).ok).toBe(false)
    }
  })

  it('decodes what it encodes', () => {
    const element = fc.record({ id: fc.nat(255), octets: fc.uint8Array({ maxLength: 20 }) })
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 8 }), fc.uint8Array(), (elements, data) => {
        const octets = concat([encodeUserDataHeader(userDataHeader({ elements })), data])
        expect(decodeUserData(octets, true)).toEqual({
          ok: true,
          value: { header: userDataHeader({ elements }), data },
        })
      }),
    )
  })

  it('answers any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(typeof decodeUserData(octets, true).ok).toBe('boolean')
      }),
    )
  })
})
