import { Contender, interleaved } from './contender.ts'
import type { BenchRow, Effort } from './row.ts'

const POSTS_PER_ROUND = 2_000
const PAGES_PER_ROUND = 50
const LISTED = 20_000
const AT_ONCE = 20
const GOALS = { post: 1.3, lastPage: 1.5 } as const
const AUTHORIZATION = `Basic ${Buffer.from(`AC${'a'.repeat(32)}:partyline`).toString('base64')}`
const FORM = { authorization: AUTHORIZATION, 'content-type': 'application/x-www-form-urlencoded' }

/** A message post against an empty express route of the same size; a page of a long list at its start and at its end. */
export async function benchConversations(effort: Effort): Promise<BenchRow[]> {
  const empty = await Contender.start('./express-server.ts')
  const carrier = await Contender.start('./carrier-server.ts')
  const base = `http://127.0.0.1:${carrier.port}/v1/Conversations`
  const messages = `${base}/${await newConversation(base)}/Messages`
  const post = (url: string) => async (count: number) => {
    const one = () => ask(url, { method: 'POST', headers: FORM, body: 'Author=agent&Body=The+quick+brown+fox' })
    for (let sent = 0; sent < count; sent += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, one))
  }
  const [route, posted] = (await interleaved(
    [
      {
        contender: empty,
        count: POSTS_PER_ROUND,
        run: post(`http://127.0.0.1:${empty.port}/v1/Conversations/CH/Messages`),
      },
      { contender: carrier, count: POSTS_PER_ROUND, run: post(messages) },
    ],
    effort,
  )) as [number, number]
  await post(messages)(Math.ceil(LISTED * effort.share))
  const list = (order: string) => async (count: number) => {
    for (let page = 0; page < count; page++) await ask(`${messages}?PageSize=100&Order=${order}`, { headers: FORM })
  }
  const [first, last] = (await interleaved(
    ['asc', 'desc'].map((order) => ({ contender: carrier, count: PAGES_PER_ROUND, run: list(order) })),
    effort,
  )) as [number, number]
  await Promise.all([empty.stop(), carrier.stop()])
  return [
    { name: 'empty express route', unit: 'µs CPU', value: route },
    { name: 'message post', unit: 'µs CPU', value: posted },
    { name: 'message post against the route', unit: 'times', value: posted / route, goal: GOALS.post },
    { name: 'page of 100 messages, the oldest', unit: 'µs CPU', value: first },
    { name: 'the newest page against the oldest', unit: 'times', value: last / first, goal: GOALS.lastPage },
  ]
}

/** With one chat identity: the post is the application's own cost, without phones. */
async function newConversation(base: string): Promise<string> {
  const { sid } = (await ask(base, { method: 'POST', headers: FORM, body: 'FriendlyName=bench' })) as { sid: string }
  await ask(`${base}/${sid}/Participants`, { method: 'POST', headers: FORM, body: 'Identity=agent' })
  return sid
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request)
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`)
  return answer
}
