import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Carrier, startCarrier } from '../../../src/kit/index.ts'

let carrier: Carrier
beforeAll(async () => {
  carrier = await startCarrier({ clock: 'frozen' })
})
afterAll(() => carrier.stop())

async function metric(line: string): Promise<number | undefined> {
  const response = await fetch(`${carrier.url}/metrics`)
  expect(response.headers.get('content-type')).toContain('version=0.0.4')
  const found = (await response.text()).split('\n').find((one) => one.startsWith(`${line} `))
  return found === undefined ? undefined : Number(found.slice(line.length))
}

it('counts what the journals of all worlds tell, worlds that come later too', async () => {
  await using world = await carrier.world()
  const [ana, ben] = await world.phones('Ana', 'Ben')
  await ana.send(ben.number, 'Counted')
  await ben.waitFor('Counted')
  expect(await metric('partyline_events_total{type="message.accepted"}')).toBe(1)
  expect(await metric('partyline_worlds')).toBe(2)
})

it('shows sessions, what is under way, and the process', async () => {
  await using world = await carrier.world()
  await world.esme()
  expect(await metric('partyline_smpp_sessions')).toBe(1)
  await world.idle()
  expect(await metric('partyline_pending')).toBe(0)
  expect(await metric('partyline_info{version="0.1.0"}')).toBe(1)
  expect(await metric('process_cpu_seconds_total')).toBeGreaterThan(0)
})
