import { Contender, interleaved } from './contender.ts'
import { type Asked, basic, FORM, HttpLoad } from './http-load.ts'
import type { BenchRow, Effort } from './row.ts'
import { submitRequests } from './submit-request.ts'

const SENDER = '+12025550101'
const MEMBERS = Array.from({ length: 9 }, (_, index) => `+1202555${String(1_000 + index)}`)
const PROJECTED = '+15017122661'
const TWILIO = { ...basic(`AC${'a'.repeat(32)}`, 'partyline'), ...FORM }
const TEXT = 'The quick brown fox jumps over the lazy dog.'
const LANES = 16
const MESSAGES_PER_ROUND = 300
/** As for SMPP: what is measured is a server at work. */
const WARM_UP = 10
/** A neighbour on the same machine spoils a round; the median of so many more stands. */
const ROUNDS = 3
/** Of 100 kB a second and core, stored, notified and retrieved: by one phone each, and whole messages to nine. */
const PICTURES_A_SECOND = 500
/** Group messages a second, whoever sends them. */
const GROUPS_A_SECOND = 9

/** A message to nine phones, until all have been notified, have fetched it, show it and said so, on a whole carrier. */
export async function benchGroupMms(effort: Effort): Promise<BenchRow[]> {
  const phone = await measured(effort, 201, async () => () => textFromPhone())
  const post = await measured(effort, 201, conversationPost)
  const picture = await measured(effort, 200, async () => submitRequests(LANES))
  return [
    { name: 'text from a phone to nine, HTTP request included', unit: 'µs CPU', value: phone },
    { name: 'message post to a conversation with nine phones', unit: 'µs CPU', value: post },
    { name: 'SubmitReq of 100 kB to nine phones, up to their retrievals', unit: 'µs CPU', value: picture },
    perSecond('texts to nine a second and core', phone, { atLeast: GROUPS_A_SECOND }),
    perSecond('pictures to nine a second and core', picture, { atLeast: PICTURES_A_SECOND }),
    perSecond('retrievals of pictures a second and core', picture / MEMBERS.length, { atLeast: PICTURES_A_SECOND }),
  ]
}

/** CPU of one carrier at work. What is asked for is messages a second, no ratio: nothing takes turns with it. */
async function measured(
  effort: Effort,
  status: number,
  asked: (load: HttpLoad) => Promise<(lane: number) => Asked>,
): Promise<number> {
  const contender = await Contender.start('./carrier-server.ts')
  const load = new HttpLoad(contender.port, LANES)
  const ask = await asked(load)
  const course = { contender, count: MESSAGES_PER_ROUND, run: (count: number) => load.run(count, status, ask) }
  const warm = { ...effort, rounds: ROUNDS * effort.rounds, warmUpRounds: WARM_UP * effort.warmUpRounds }
  const [cpu] = (await interleaved([course], warm)) as [number]
  load.close()
  await contender.stop()
  return cpu
}

function perSecond(name: string, cpu: number, bound: { readonly atLeast?: number }): BenchRow {
  return { name, unit: '/s', value: 1_000_000 / cpu, ...bound }
}

function textFromPhone(): Asked {
  return {
    method: 'POST',
    path: `/carrier/phones/${SENDER}/messages`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ to: MEMBERS, text: TEXT }),
  }
}

/** A conversation of nine phones and a chat user behind a long code, who writes. */
async function conversationPost(load: HttpLoad): Promise<() => Asked> {
  const ask = async (path: string, fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields).toString()
    const { status, text } = await load.ask({ method: 'POST', path, headers: TWILIO, body })
    if (status >= 300) throw new Error(text)
    return JSON.parse(text) as { sid: string }
  }
  const { sid } = await ask('/v1/Conversations', { FriendlyName: 'bench' })
  const participants = `/v1/Conversations/${sid}/Participants`
  await ask(participants, { Identity: 'agent', 'MessagingBinding.ProjectedAddress': PROJECTED })
  for (const member of MEMBERS) await ask(participants, { 'MessagingBinding.Address': member })
  const body = new URLSearchParams({ Author: 'agent', Body: TEXT }).toString()
  return () => ({ method: 'POST', path: `/v1/Conversations/${sid}/Messages`, headers: TWILIO, body })
}
