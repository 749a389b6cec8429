import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, toHex } from '../../../protocols/octets/index.ts'
import { decodeShortMessage, decodeUserData, splitBinary, splitText } from '../../../protocols/sms/index.ts'
import { nationalAlphabet } from '../../../protocols/text/index.ts'

const WAP_PUSH = { destination: 2948, source: 9200 }

const joined = (parts: readonly { octets: Uint8Array; hasHeader: boolean; dataCoding: number }[]) =>
  parts.map((part) => {
    const answer = decodeShortMessage(part)
    return answer.ok ? answer.value.text : ''
  })

describe('a text in several SMS', () => {
  it('needs no header when it fits into one', () => {
    expect(splitText('hello', 7)).toMatchObject([{ dataCoding: 0, hasHeader: false }])
    expect(splitText('', 7)).toHaveLength(1)
  })

  it('carries reference, total and sequence [23.040 9.2.3.24.1]', () => {
    const parts = splitText('a'.repeat(200), 0x1ff)
    expect(parts.map(({ userData }) => toHex(userData.subarray(0, 6)))).toEqual(['050003ff0201', '050003ff0202'])
    expect(parts.map(({ userData }) => userData.length)).toEqual([159, 53])
  })

  it('announces UCS-2 for other characters', () => {
    expect(splitText('Ж', 1)).toMatchObject([{ dataCoding: 8, hasHeader: false }])
  })

  it('names the national table in the header [23.040 9.2.3.24.15]', () => {
    const parts = splitText('ğ', 1, nationalAlphabet({ single: 'turkish' }))
    expect(parts.map(({ userData }) => toHex(userData))).toEqual(['03240101' + '1b67'])
    expect(joined(parts.map((part) => ({ ...part, octets: part.userData })))).toEqual(['ğ'])
  })

  it('joins to the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '€', 'ж', '👍'), maxLength: 500 })
    fc.assert(
      fc.property(text, fc.nat(255), (whole, reference) => {
        const parts = splitText(whole, reference).map((part) => ({ ...part, octets: part.userData }))
        expect(joined(parts).join('')).toBe(whole)
      }),
    )
  })

  it('refuses more than 255 parts', () => {
    expect(() => splitText('a'.repeat(153 * 256), 1)).toThrow('256 parts')
  })
})

describe('octets for a port', () => {
  it('takes 133 octets in one SMS and 128 in each of several [23.040 9.2.3.24]', () => {
    expect(splitBinary(new Uint8Array(133), WAP_PUSH, 9).map(({ length }) => length)).toEqual([140])
    expect(splitBinary(new Uint8Array(134), WAP_PUSH, 9).map(({ length }) => length)).toEqual([140, 18])
  })

  it('joins to the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(255), (data, reference) => {
        const parts = splitBinary(data, WAP_PUSH, reference).map((part) => decodeUserData(part, true))
        expect(concat(parts.map((part) => (part.ok ? part.value.data : new Uint8Array(0))))).toEqual(data)
        expect(parts.every((part) => part.ok && part.value.header.ports?.destination === 2948)).toBe(true)
      }),
    )
  })
})
