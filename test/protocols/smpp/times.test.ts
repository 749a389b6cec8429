import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAbsoluteTime,
  formatReceiptDate,
  formatRelativeTime,
  parseReceiptDate,
  parseTime,
} from '../../../protocols/smpp/index.ts'

const HOUR = 3_600_000

describe('times', () => {
  it.each([
    ['260131120000000+', Date.UTC(2026, 0, 31, 12)],
    ['260131120000304+', Date.UTC(2026, 0, 31, 11, 0, 0, 300)],
    ['260131120000008-', Date.UTC(2026, 0, 31, 14)],
    ['240229235959948+', Date.UTC(2024, 1, 29, 11, 59, 59, 900)],
    ['991231235959000+', Date.UTC(1999, 11, 31, 23, 59, 59)],
    ['370101000000000+', Date.UTC(2037, 0, 1)],
  ])('%s is an instant [SMPP34 7.1.1.1, SMPP50 4.7.23.4]', (text, at) => {
    expect(parseTime(text)).toEqual({ kind: 'absolute', at })
  })

  it.each([
    ['000000000010000R', 10_000],
    ['000001020000000R', 26 * HOUR],
    ['000100000000000R', 30 * 24 * HOUR],
    ['010000000000000R', 365 * 24 * HOUR],
  ])('%s is a duration [SMPP34 7.1.1.2]', (text, offsetMs) => {
    expect(parseTime(text)).toEqual({ kind: 'relative', offsetMs })
  })

  it('nothing means none', () => {
    expect(parseTime('')).toEqual({ kind: 'none' })
  })

  it.each([
    'tomorrow',
    '260131120000000',
    '260131120000000*',
    '260131120000049+',
    '261331120000000+',
    '260230120000000+',
    '250229120000000+',
    '260100120000000+',
    '260131240000000+',
    '260131126000000+',
    '2601311200000000+',
  ])('%s is no time [SMPP34 7.1.1]', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })

  it('are read back as they were written', () => {
    const tenths = fc.integer({ min: Date.UTC(1970, 0, 1) / 100, max: Date.UTC(2037, 11, 31) / 100 })
    fc.assert(
      fc.property(tenths, (tenth) => {
        expect(parseTime(formatAbsoluteTime(tenth * 100))).toEqual({ kind: 'absolute', at: tenth * 100 })
      }),
    )
    fc.assert(
      fc.property(fc.nat(99 * 365 * 86_400), (seconds) => {
        expect(parseTime(formatRelativeTime(seconds * 1000))).toEqual({ kind: 'relative', offsetMs: seconds * 1000 })
      }),
    )
  })

  it('stand in receipts with ten or twelve digits', () => {
    const at = Date.UTC(2026, 0, 31, 12, 34, 56)
    expect(formatReceiptDate(at)).toBe('2601311234')
    expect(formatReceiptDate(at, 12)).toBe('260131123456')
    expect(parseReceiptDate('2601311234')).toBe(Date.UTC(2026, 0, 31, 12, 34))
    expect(parseReceiptDate('260131123456')).toBe(at)
    expect(parseReceiptDate('26013112345')).toBeUndefined()
    expect(parseReceiptDate('2613311234')).toBeUndefined()
  })
})
