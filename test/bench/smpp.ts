import { Contender, type Course, interleaved } from './contender.ts'
import type { BenchRow, Effort } from './row.ts'
import { SmppLoad } from './smpp-load.ts'

const MESSAGES_PER_ROUND = 20_000
/** What is measured is a server at work; until the engine has compiled it, some ten thousand messages pass. */
const WARM_UP = 8
/** A neighbour on the same machine spoils a round; the median of so many more stands. */
const ROUNDS = 3
/** Receive and respond without store; a whole life up to the receipt's answer. */
const GOALS = { respond: 0.25, life: 1.25 } as const

/** Server CPU per submit_sm of 140 octets with a receipt asked for, against an echo on the npm package smpp. */
export async function benchSmpp(effort: Effort): Promise<BenchRow[]> {
  const contenders = [
    await Contender.start('./smpp-server.ts', 'echo'),
    await Contender.start('./smpp-server.ts', 'respond'),
    await Contender.start('./carrier-server.ts'),
  ]
  const loads: SmppLoad[] = []
  const courses: Course[] = []
  for (const contender of contenders) {
    const load = await SmppLoad.bound(contender.smppPort, { receipts: contender === contenders[2] })
    loads.push(load)
    courses.push({ contender, count: MESSAGES_PER_ROUND, run: (count) => load.run(count) })
  }
  const warm = { ...effort, rounds: ROUNDS * effort.rounds, warmUpRounds: WARM_UP * effort.warmUpRounds }
  const [echo, respond, life] = (await interleaved(courses, warm)) as [number, number, number]
  for (const load of loads) load.close()
  for (const contender of contenders) await contender.stop()
  return [
    { name: 'submit_sm, echo on the npm package smpp', unit: 'µs CPU', value: echo },
    { name: 'submit_sm received and answered, no store', unit: 'µs CPU', value: respond },
    { name: 'submit_sm accepted, stored, on the phone, receipted', unit: 'µs CPU', value: life },
    { name: 'received and answered against the echo', unit: 'times', value: respond / echo, goal: GOALS.respond },
    { name: 'whole life against the echo', unit: 'times', value: life / echo, goal: GOALS.life },
  ]
}
