import { request } from 'node:https'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ANA, type Carrier, startCarrier, VASP_NUMBER } from '../support/journey.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { elements, submitReq } from '../support/raw-mm7.ts'

let carrier: Carrier
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())

it('a VASP posts to the same port over TLS', async () => {
  const world = await carrier.world()
  const { mm7 } = world.info
  const { contentType, body } = submitReq(world.info, { from: VASP_NUMBER, to: [ANA], picture: jpeg(), text: 'Sealed' })
  const headers = { 'Content-Type': contentType, Authorization: `Basic ${btoa(`${mm7.user}:${mm7.password}`)}` }
  const xml = await new Promise<string>((resolve, reject) => {
    const url = mm7.url.replace('http:', 'https:')
    // Whose certificate it is, test/gateways/proxy looks at.
    const sent = request(url, { method: 'POST', headers, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(String(Buffer.concat(chunks))))
    })
    sent.on('error', reject)
    sent.end(body)
  })
  expect(elements(xml, 'StatusCode')).toEqual(['1000'])
  expect(await world.phone(ANA).shows('Sealed')).toHaveLength(1)
})
