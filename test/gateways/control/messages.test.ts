// The network's messages over the control API: searched by what became of them, and one taken along as a capture.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import { createLog } from '../../../src/runtime/index.ts'
import { carrierAt } from '../../support/carrier-calls.ts'

const [ANA, BEN, CLEO, FILTERED] = ['+12025550101', '+12025550102', '+12025550103', '+15005551007'] as const

describe('messages of the network', () => {
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>

  beforeAll(async () => {
    carrier = await startPartyline({ log: createLog('silent') })
    calls = carrierAt(carrier.url)
    await calls.text(ANA, [BEN], { text: 'arrives' })
    await calls.text(ANA, [BEN, FILTERED], { text: 'arrives at one' })
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'no-signal' })
    await calls.text(BEN, [CLEO], { text: 'waits' })
  })
  afterAll(() => carrier.stop())

  const found = async (query: string) => {
    const { messages } = await calls.control('GET', `/messages?query=${encodeURIComponent(query)}`)
    return (messages as { text: string }[]).map(({ text }) => text)
  }

  it.each([
    ['status:delivered', ['arrives']],
    ['status:failed', ['arrives at one']],
    ['status:waiting', ['waits']],
    ['error:filtered', ['arrives at one']],
    ['error:absent', ['waits']],
    ['is:group', ['arrives at one']],
    ['is:direct', ['waits', 'arrives']],
    [`from:${ANA} is:direct`, ['arrives']],
  ])('%s finds what became so', async (query, texts) => {
    expect(await found(query)).toEqual(texts)
  })

  it('finds the status of a message as it is now', async () => {
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'online' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    expect(await found('status:waiting')).toEqual([])
    expect(await found(`to:${CLEO} status:delivered`)).toEqual(['waits'])
  })

  it('a capture of one message holds its octets and no others', async () => {
    const { messages } = await calls.control('GET', '/messages?query=is:group')
    const [{ id } = { id: '' }] = messages as { id: string }[]
    const ask = async (path: string) => fetch(`${carrier.url}/carrier/export.pcap${path}`)
    const one = await ask(`?message=${id}`)
    expect(one.headers.get('content-disposition')).toContain(`partyline-main-message-${id}.pcapng`)
    const octets = Buffer.from(await one.arrayBuffer())
    expect(octets.includes('arrives at one')).toBe(true)
    await calls.text(ANA, [BEN, CLEO], { text: 'another group' })
    expect(Buffer.from(await (await ask('')).arrayBuffer()).includes('another group')).toBe(true)
    expect(Buffer.from(await (await ask(`?message=${id}`)).arrayBuffer()).includes('another group')).toBe(false)
    expect((await ask('?message=7')).status).toBe(404)
  })
})
