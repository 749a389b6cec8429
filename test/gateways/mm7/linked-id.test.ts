import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../src/core/index.ts'
import { element, envelope, postMm7, sender, to } from '../../support/mm7-envelopes.ts'
import { ANA, BEN, type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

function statusOf(xml: string): number {
  return Number(element(xml, 'StatusCode'))
}

describe('LinkedID', () => {
  const linked = (id: string) => envelope('SubmitReq', `${sender(SHOP)}${to(ANA)}<LinkedID>${id}</LinkedID>`)

  async function writes(recipient: Address): Promise<string> {
    const content = { kind: 'sms', text: 'Hello', dataCoding: 0, hasHeader: false, segments: [] } as const
    const origin = { kind: 'handset', key: ANA } as const
    const answer = await shop.world.carrier.submit({ origin, from: ANA, to: [recipient], content })
    await shop.agenda.idle()
    return answer.accepted ? String(answer.messageId) : ''
  }

  it('of a DeliverReq that this VASP got may be answered to [23.140 8.7.1.3]', async () => {
    await shop.changeAccount({ deliverUrl: `${shop.vasp.url}/deliver` })
    const id = await writes(SHOP)
    expect(String(shop.vasp.heard[0]?.body)).toContain(`<LinkedID>${id}</LinkedID>`)
    expect(statusOf((await postMm7(shop.url, linked(id))).xml)).toBe(1000)
  })

  it('that names no message of this VASP is 2006, and nothing is stored [23.140 8.7.8.3]', async () => {
    for (const id of ['77', 'mms00016666', await writes(BEN)]) {
      const before = shop.messageCount()
      const { xml } = await postMm7(shop.url, linked(id))
      expect([statusOf(xml), element(xml, 'StatusText'), element(xml, 'Details')]).toEqual([
        2006,
        'LinkedID not found',
        `No message ${id} went to shop`,
      ])
      expect([element(xml, 'TransactionID'), shop.messageCount()]).toEqual(['tx-1', before])
    }
  })

  it('of any kind is taken where the account says so', async () => {
    await shop.changeAccount({ linkedIds: 'any' })
    expect(statusOf((await postMm7(shop.url, linked('77'))).xml)).toBe(1000)
  })
})
