import { describe, expect, it } from 'vitest'
import { contentHash, createContentHash } from '../../src/runtime/index.ts'
import { stillHeld } from '../support/garbage.ts'

const picture = (length: number, ...firsts: readonly number[]) => {
  const octets = new Uint8Array(length).fill(7)
  octets.set(firsts)
  return octets
}

describe('the hash of media', () => {
  it('is SHA-256, whether the octets are known or not', () => {
    const hash = createContentHash()
    for (const octets of [picture(10), picture(100_000, 1), picture(100_000, 1), picture(3_000_000, 2)]) {
      expect(hash(octets)).toBe(contentHash(octets))
    }
    expect(contentHash(new TextEncoder().encode('abc'))).toMatch(/^ba7816bf8f01cfea/)
  })

  it('is not taken from octets that look alike', () => {
    const hash = createContentHash()
    for (const octets of [picture(100_000, 1), picture(100_000, 2), picture(100_000, 1)]) {
      expect(hash(octets)).toBe(contentHash(octets))
    }
  })

  it('is right however much passed in between', () => {
    const hash = createContentHash()
    const lengths = Array.from({ length: 30 }, (_, index) => 500_000 + index)
    for (const length of [...lengths, ...lengths]) {
      const octets = picture(length)
      expect(hash(octets)).toBe(contentHash(octets))
    }
  })

  it('of a small piece of a large request does not keep the request in memory', async () => {
    const hash = createContentHash()
    const requests = Array.from({ length: 50 }, (_, number) => {
      const request = picture(2_000_000, number)
      hash(request.subarray(0, 5_000))
      return new WeakRef(request.buffer)
    })
    expect(await stillHeld(requests)).toBe(0)
  })
})
