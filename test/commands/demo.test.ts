import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playDemo } from '../../src/commands/demo.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { ANA, BEN, type Carrier, CLEO, P1, startCarrier } from '../support/journey.ts'

describe('the demo', () => {
  let carrier: Carrier
  let calls: ReturnType<typeof carrierAt>
  const play = () =>
    playDemo({
      url: carrier.url,
      token: null,
      accountSid: `AC${'a'.repeat(32)}`,
      authToken: 'partyline',
      business: P1,
      pause: async () => void (await calls.control('POST', '/idle', { timeoutMs: 5_000 })),
    })
  beforeAll(async () => {
    carrier = await startCarrier()
    calls = carrierAt(carrier.url)
  })
  afterAll(() => carrier.stop())

  it('shows a group text with a picture on every phone, the late one included', async () => {
    expect(await play()).toBe(true)
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    for (const number of [ANA, BEN, CLEO]) {
      const { messages } = await calls.control('GET', `/phones/${number}/messages`)
      const texts = (messages as { text: string; media: object[] }[]).map(({ text, media }) => [text, media.length])
      expect(texts).toContainEqual(['The kitchen as of this morning:', 1])
      expect(texts).toContainEqual(['Was in the lift. Saturday works 👍', 0])
    }
  })

  it('has one message that the carrier filtered', async () => {
    const { messages } = await calls.control('GET', '/messages')
    const deliveries = (messages as { deliveries: { reason?: string }[] }[]).flatMap((message) => message.deliveries)
    expect(deliveries.filter(({ reason }) => reason === 'filtered')).toHaveLength(1)
  })

  it('disturbs nobody: where messages are, it plays nothing', async () => {
    expect(await play()).toBe(false)
  })
})
