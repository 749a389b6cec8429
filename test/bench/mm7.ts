import { Contender, interleaved } from './contender.ts'
import { HttpLoad } from './http-load.ts'
import type { BenchRow, Effort } from './row.ts'
import { submitRequests } from './submit-request.ts'

const REQUESTS_PER_ROUND = 400
/** As for SMPP: what is measured is a server at work. */
const WARM_UP = 10
/** A neighbour on the same machine spoils a round; the median of so many more stands. */
const ROUNDS = 3
const LANES = 16
const GOAL_RATIO = 5

/** CPU of a 100 kB SubmitReq to nine recipients up to its SubmitRsp, against bare node:http that reads the same body. */
export async function benchMm7(effort: Effort): Promise<BenchRow[]> {
  const contenders = [
    await Contender.start('./mm7-server.ts', 'bare'),
    await Contender.start('./mm7-server.ts', 'relay'),
  ]
  const loads = contenders.map(({ port }) => new HttpLoad(port, LANES))
  const asked = submitRequests(LANES)
  const courses = contenders.map((contender, index) => ({
    contender,
    count: REQUESTS_PER_ROUND,
    run: (count: number) => loads[index]!.run(count, 200, asked),
  }))
  const [read, submitted] = (await interleaved(courses, {
    ...effort,
    rounds: ROUNDS * effort.rounds,
    warmUpRounds: WARM_UP * effort.warmUpRounds,
  })) as [number, number]
  for (const load of loads) load.close()
  for (const contender of contenders) await contender.stop()
  return [
    { name: 'node:http reads a SubmitReq of 100 kB', unit: 'µs CPU', value: read },
    { name: 'SubmitReq of 100 kB to 9 recipients, up to its SubmitRsp', unit: 'µs CPU', value: submitted },
    { name: 'SubmitReq against node:http', unit: 'times', value: submitted / read, goal: GOAL_RATIO },
  ]
}
