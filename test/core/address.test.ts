import { describe, expect, it } from 'vitest'
import { addressKind, addressSetKey, isDialable, isTollFree, parseAddress } from '../../src/core/index.ts'
import { number } from '../support/memory-world.ts'

describe('an address', () => {
  it.each([
    ['+12025550101', '+12025550101'],
    ['12025550101', '+12025550101'],
    ['+1 (202) 555-0101', '+12025550101'],
    ['55225', '55225'],
    ['ACME', 'ACME'],
    ['+4915112345678', '+4915112345678'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseAddress(text)).toBe(expected)
  })

  it.each(['', '+', '+0123456789', '1234567', '+1234567890123456', 'far too long a name', '<script>', '12'])(
    'refuses %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined()
    },
  )

  it.each([
    ['+12025550101', true],
    ['+15555550101', true],
    ['+11025550101', false],
    ['+12021550101', false],
    ['+141586753093', false],
    ['+1202555010', false],
    ['+4915112345678', true],
    ['55225', false],
    ['ACME', false],
  ])('%s is dialable: %s', (text, dialable) => {
    expect(isDialable(number(text))).toBe(dialable)
  })

  it('knows toll-free numbers and kinds', () => {
    expect(isTollFree(number('+18005550100'))).toBe(true)
    expect(isTollFree(number('+12025550101'))).toBe(false)
    expect([number('+12025550101'), number('55225'), number('ACME')].map(addressKind)).toEqual([
      'e164',
      'short-code',
      'alphanumeric',
    ])
  })

  it('a set of numbers has one key in any order', () => {
    const [a, b] = [number('+12025550101'), number('+12025550102')]
    expect(addressSetKey([b, a, b])).toBe(addressSetKey([a, b]))
  })
})
