import { describe, expect, it } from 'vitest'
import { RateLimit } from '../../../src/gateways/smpp/rate-limit.ts'

describe('the rate of an account', () => {
  it('lets so many through each second, however they are spread', () => {
    const limit = new RateLimit(10, 0)
    const through = Array.from({ length: 100 }, (_, i) => limit.take(i * 50)).filter(Boolean)
    // Ten saved up at the start, and ten for each of the 4.95 seconds.
    expect(through).toHaveLength(59)
  })

  it('saves up no more than one second', () => {
    const limit = new RateLimit(3, 0)
    const burst = Array.from({ length: 10 }, () => limit.take(60_000)).filter(Boolean)
    expect(burst).toHaveLength(3)
  })

  it('below one a second lets one through now and then', () => {
    const limit = new RateLimit(0.5, 0)
    expect([0, 1_000, 1_999, 2_000, 3_000, 4_000].map((now) => limit.take(now))).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
    ])
  })
})
