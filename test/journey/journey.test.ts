import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { createLog } from '../../src/runtime/index.ts'
import { ANA, BEN, CLEO, ESME_NUMBER, number, START, submission } from '../support/memory-world.ts'

let partyline: Partyline
beforeEach(async () => {
  partyline = await startPartyline({ log: createLog('silent'), clock: { mode: 'frozen', now: START } })
})
afterEach(() => partyline.stop())

async function journeyOf(messageId: string | null) {
  const response = await fetch(`${partyline.url}/carrier/messages/${messageId}/journey`)
  expect(response.status).toBe(200)
  return (await response.json()) as {
    lanes: { recipient: string; state: string; reason: string | null }[]
    hops: {
      step: string
      lane: string | null
      result: string
      cause: string | null
      evidence: { name: string; size: number }[]
    }[]
  }
}

describe('the journey of a message', () => {
  it('of a group text shows every phone being notified, fetching and showing it, and why in that thread', async () => {
    const sent = await partyline.main.phones.send(ANA, { to: [BEN, CLEO], text: 'hi both' })
    await partyline.main.idle()
    const { hops, lanes } = await journeyOf('message' in sent ? sent.message.messageId : null)
    expect(lanes.map(({ recipient, state }) => [recipient, state])).toEqual([
      [BEN, 'delivered'],
      [CLEO, 'delivered'],
    ])
    expect(hops[0]).toMatchObject({ step: 'mm1.send', result: 'ok' })
    for (const phone of [BEN, CLEO]) {
      const steps = hops.filter(({ lane }) => lane === phone).map(({ step }) => step)
      expect(steps).toEqual(
        expect.arrayContaining(['push.sent', 'phone.notified', 'mm1.retrieve', 'delivery.delivered']),
      )
    }
    const retrieved = hops.find(({ step, lane }) => step === 'mm1.retrieve' && lane === BEN)
    expect(retrieved?.cause).toContain(`From is ${ANA}`)
    expect(retrieved?.evidence).toMatchObject([{ name: 'm-retrieve.conf' }])
    expect(retrieved?.evidence[0]?.size).toBeGreaterThan(50)
  })

  it('says which phone state or magic number stopped it', async () => {
    await partyline.main.carrier.run((unit) =>
      unit.put({ layer: 'core', put: 'phone', value: { ...partyline.main.read.phone(BEN)!, state: 'airplane' } }),
    )
    const accepted = await partyline.main.carrier.submit(
      submission({ to: [BEN, number('+15005551007')], from: ESME_NUMBER }),
    )
    await partyline.main.idle()
    const { hops } = await journeyOf(accepted.accepted ? String(accepted.messageId) : null)
    expect(hops.find(({ lane }) => lane === BEN)).toMatchObject({
      step: 'delivery.waiting',
      cause: expect.stringContaining('airplane'),
    })
    expect(hops.find(({ step }) => step === 'delivery.failed')).toMatchObject({
      lane: '+15005551007',
      result: 'failed',
      cause: 'the carrier filtered it (error 30007)',
    })
  })

  it('of an unknown message is a 404', async () => {
    const response = await fetch(`${partyline.url}/carrier/messages/17/journey`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })
})
