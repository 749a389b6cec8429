import { Contender, interleaved } from './contender.ts'
import type { BenchRow, Effort } from './row.ts'

const SENDER = '+12025550101'
const MEMBERS = Array.from({ length: 9 }, (_, index) => `+1202555${String(1_000 + index)}`)
const AT_ONCE = 20
const MESSAGES_PER_ROUND = 400
/** Group messages a second, on one core: section "Numbers to keep" of the first issue. */
const GROUPS_A_SECOND = 9

/** A phone's text to nine others: notified, fetched, shown and acknowledged on each, on a whole carrier. */
export async function benchGroupMms(effort: Effort): Promise<BenchRow[]> {
  const contender = await Contender.start('./carrier-server.ts')
  const send = async () => {
    const response = await fetch(`http://127.0.0.1:${contender.port}/carrier/phones/${SENDER}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: MEMBERS, text: 'The quick brown fox jumps over the lazy dog.' }),
    })
    if (response.status !== 201) throw new Error(`not sent: ${await response.text()}`)
  }
  const run = async (count: number) => {
    for (let sent = 0; sent < count; sent += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - sent) }, send))
    }
  }
  const [cpu = Number.NaN] = await interleaved([{ contender, count: MESSAGES_PER_ROUND, run }], effort)
  await contender.stop()
  return [
    { name: 'group MMS from a phone to nine, HTTP request included', unit: 'µs CPU', value: cpu },
    { name: 'group MMS a second and core', unit: '/s', value: 1_000_000 / cpu, atLeast: GROUPS_A_SECOND },
    { name: 'retrievals a second and core', unit: '/s', value: (MEMBERS.length * 1_000_000) / cpu },
  ]
}
