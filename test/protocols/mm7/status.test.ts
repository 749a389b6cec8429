import { describe, expect, it } from 'vitest'
import {
  isSuccess,
  MM7_NAMESPACES,
  MM7_VERSIONS,
  RESPONSE_TO,
  RESPONSES,
  STATUS_TEXTS,
  statusText,
} from '../../../protocols/mm7/index.ts'
import { isSupportedVersion } from '../../../protocols/mm7/namespaces.ts'

describe('MM7 status codes', () => {
  it('has a text for every code of the standard [23.140 8.7.8.3]', () => {
    const codes = Object.keys(STATUS_TEXTS).map(Number)
    const ranges: [number, number][] = [
      [2000, 2009],
      [3000, 3004],
      [4000, 4008],
    ]
    const expected = ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    expect(codes).toEqual([1000, 1100, ...expected])
  })

  it('takes an unknown code for x000 of its class', () => {
    expect(statusText(2571)).toBe('Client error')
    expect(statusText(3599)).toBe('Server error')
    expect(statusText(4999)).toBe('General service error')
    expect(statusText(6102)).toBe('General service error')
    expect(statusText(2007)).toBe('Message format corrupt')
  })

  it('counts partial success as success', () => {
    expect([1000, 1100, 2000, 4000].map(isSuccess)).toEqual([true, true, false, false])
  })
})

describe('MM7 versions', () => {
  it('accepts every version seen, and only Release 5 and 6 [23.140 L]', () => {
    expect(MM7_VERSIONS.every(isSupportedVersion)).toBe(true)
    expect(['4.1.0', '7.0.0', '6.8', '', 'x', '65.1.0'].some(isSupportedVersion)).toBe(false)
  })

  it('names every schema once', () => {
    expect(new Set(MM7_NAMESPACES).size).toBe(9)
  })

  it('has a response for every request', () => {
    expect(Object.values(RESPONSE_TO).sort()).toEqual(Object.keys(RESPONSES).sort())
  })
})
