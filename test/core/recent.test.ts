import { describe, expect, it } from 'vitest'
import { Recent } from '../../src/core/index.ts'

const all = (recent: Recent<number>) => {
  const found: number[] = []
  recent.find((item) => {
    found.push(item)
    return false
  })
  return found
}

describe('the newest items', () => {
  it('are kept as far as they fit, newest first', () => {
    const recent = new Recent<number>(100)
    for (let item = 1; item <= 7; item++) recent.add(item, 25)
    expect(all(recent)).toEqual([7, 6, 5, 4])
    recent.add(8, 5)
    expect(all(recent)).toEqual([8, 7, 6, 5])
    expect(recent.find((item) => item < 7)).toBe(6)
  })

  it('do not make room for one that is larger than a quarter', () => {
    const recent = new Recent<number>(100)
    recent.add(1, 25)
    recent.add(2, 26)
    expect(recent.takes(26)).toBe(false)
    expect(all(recent)).toEqual([1])
  })

  it('are never more than there are places', () => {
    const recent = new Recent<number>(1_000_000)
    for (let item = 0; item < 1_000; item++) recent.add(item, 0)
    expect(all(recent)).toHaveLength(128)
    expect(all(recent)[0]).toBe(999)
  })

  it('are forgotten all at once', () => {
    const recent = new Recent<number>(100)
    recent.add(1, 10)
    recent.clear()
    expect(all(recent)).toEqual([])
    for (let item = 0; item < 10; item++) recent.add(item, 10)
    expect(all(recent)).toHaveLength(10)
  })
})
