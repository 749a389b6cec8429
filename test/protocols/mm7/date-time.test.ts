import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatDateTime,
  formatDuration,
  formatMm7Time,
  parseDateTime,
  parseDuration,
  parseMm7Time,
} from '../../../protocols/mm7/date-time.ts'
import { EncodeError } from '../../../protocols/octets/index.ts'

const FIRST_YEAR = Date.UTC(1000, 0, 1)
const LAST_YEAR = Date.UTC(9999, 11, 31)

describe('dates and durations', () => {
  it('agrees with the engine on every moment [XSD2 3.2.7]', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_YEAR, max: LAST_YEAR }), (at) => {
        const text = new Date(at).toISOString()
        expect(parseDateTime(text)).toBe(at)
        expect(formatDateTime(at)).toBe(text.replace('.000Z', 'Z'))
      }),
    )
  })

  it.each([
    ['2026-11-22T08:30:00+02:00', '2026-11-22T06:30:00Z'],
    ['2026-11-22T01:00:00-05:30', '2026-11-22T06:30:00Z'],
    ['2026-11-22T06:30:00', '2026-11-22T06:30:00Z'],
    [' 2026-11-22T06:30:00.5Z\n', '2026-11-22T06:30:00.500Z'],
    ['2024-02-29T24:00:00Z', '2024-03-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('reads %j as %s [XSD2 3.2.7]', (text, expected) => {
    expect(formatDateTime(parseDateTime(text)!)).toBe(expected)
  })

  it.each([
    '',
    '2026-11-22',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:01Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+01:60',
    '2026-01-01 00:00:00',
    '20260101T000000Z',
  ])('refuses %j as a dateTime', (text) => {
    expect(parseDateTime(text)).toBeUndefined()
  })

  it.each([
    ['P1D', 86_400_000],
    ['P1DT2H30M', 95_400_000],
    ['PT90.5S', 90_500],
    ['PT0S', 0],
    ['P1Y', 31_536_000_000],
    ['P2M', 5_184_000_000],
    ['PT1M', 60_000],
  ])('reads the duration %s [XSD2 3.2.6]', (text, expected) => {
    expect(parseDuration(text)).toBe(expected)
  })

  it.each(['', 'P', 'PT', 'P1', '1D', '-P1D', 'P1H', 'PT1D', 'P1DT', 'P1.5D', 'P9999999999D'])(
    'refuses %j as a duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  it('reads back any duration it writes', () => {
    fc.assert(
      fc.property(fc.nat(), (duration) => {
        expect(parseDuration(formatDuration(duration))).toBe(duration)
      }),
    )
  })

  it('throws for a duration or a moment that cannot be written', () => {
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => formatDuration(value)).toThrow(EncodeError)
    for (const value of [Number.NaN, Date.UTC(10_000, 0, 1), -1e14])
      expect(() => formatDateTime(value)).toThrow(EncodeError)
  })

  it('tells a moment from a duration [23.140 8.7.10.1]', () => {
    expect(parseMm7Time('2026-11-22T06:30:00Z')).toEqual({ absolute: 1_795_329_000_000 })
    expect(parseMm7Time('PT1H')).toEqual({ relative: 3_600_000 })
    expect(parseMm7Time('tomorrow')).toBeUndefined()
    expect(formatMm7Time({ absolute: 1_795_329_000_000 })).toBe('2026-11-22T06:30:00Z')
    expect(formatMm7Time({ relative: 90_061_001 })).toBe('P1DT1H1M1.001S')
  })
})
