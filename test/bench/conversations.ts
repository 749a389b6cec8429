import { Contender, type Course, interleaved } from './contender.ts'
import { type PostRequest, postAll } from './lanes.ts'
import { type BenchRow, type Effort, median } from './row.ts'

const POSTS_PER_ROUND = 5_000
const GROUP_POSTS_PER_ROUND = 1_000
const LISTED = 100_000
const PAGE_SIZE = 100
/** Of a list's pages, the share that counts as its beginning, and as its end. */
const TENTH = 0.1
const GOALS = { post: 1.3, lastPage: 1.5 } as const
/** What the helper library sends. */
const HEADERS = {
  'user-agent': 'twilio-node/5.10.3 (linux x64) node/v24.11.0',
  accept: 'application/json',
  'accept-charset': 'utf-8',
  'accept-encoding': 'gzip, compress, deflate, br',
  authorization: `Basic ${Buffer.from(`AC${'a'.repeat(32)}:partyline`).toString('base64')}`,
  'content-type': 'application/x-www-form-urlencoded',
} as const
const MESSAGE = 'Author=agent&Body=The+quick+brown+fox'

type Page = { readonly messages: readonly unknown[]; readonly meta: { readonly next_page_url: string | null } }

/**
 * A message post against an express route that reads the same form and answers a message of the same size. The post is
 * the application's own: authenticated, stored and committed before it is answered, in a conversation without phones;
 * one with phones, the carrying and showing included, has a line of its own. Then the pages of a long list.
 */
export async function benchConversations(effort: Effort): Promise<BenchRow[]> {
  const [empty, carrier] = [await Contender.start('./express-server.ts'), await Contender.start('./carrier-server.ts')]
  const chat = await newConversation(carrier, ['Identity=agent'])
  const group = await newConversation(carrier, [
    'Identity=agent&MessagingBinding.ProjectedAddress=%2B15017122661',
    'MessagingBinding.Address=%2B12025550101',
    'MessagingBinding.Address=%2B12025550102',
  ])
  // As many rounds as it takes until both are compiled, and until one disturbed by something else is not the median.
  const thorough = { ...effort, warmUpRounds: 3 * effort.warmUpRounds, rounds: 3 * effort.rounds }
  const [route, post] = (await interleaved(
    [posting(empty, 'CH', POSTS_PER_ROUND), posting(carrier, chat, POSTS_PER_ROUND)],
    thorough,
  )) as [number, number]
  const [groupPost] = (await interleaved([posting(carrier, group, GROUP_POSTS_PER_ROUND)], effort)) as [number]
  const pages = await pagesOf(carrier, Math.ceil(LISTED * effort.share))
  await Promise.all([empty.stop(), carrier.stop()])
  return [
    { name: 'empty express route', unit: 'µs CPU', value: route },
    { name: 'message post', unit: 'µs CPU', value: post },
    { name: 'message post against the route', unit: 'times', value: post / route, goal: GOALS.post },
    { name: 'message post to a group with two phones, until both show it', unit: 'µs CPU', value: groupPost },
    { name: `page of ${PAGE_SIZE} messages, first tenth of ${pages.listed}`, unit: 'µs CPU', value: pages.first },
    { name: 'the last tenth against the first', unit: 'times', value: pages.last / pages.first, goal: GOALS.lastPage },
  ]
}

function posting(contender: Contender, conversation: string, count: number): Course {
  return { contender, count, run: (posts) => postAll(messageTo(contender, conversation), posts) }
}

function messageTo({ port }: Contender, conversation: string): PostRequest {
  return { port, path: `/v1/Conversations/${conversation}/Messages`, headers: HEADERS, body: MESSAGE }
}

async function newConversation({ port }: Contender, participants: readonly string[]): Promise<string> {
  const base = `http://127.0.0.1:${port}/v1/Conversations`
  const post = (url: string, body: string) => ask(url, { method: 'POST', headers: HEADERS, body })
  const { sid } = (await post(base, 'FriendlyName=bench')) as { sid: string }
  for (const participant of participants) await post(`${base}/${sid}/Participants`, participant)
  return sid
}

/** Walks a list of `count` messages from page to page as a client does, a few times; the CPU of a page where it begins and ends. */
async function pagesOf(carrier: Contender, count: number) {
  const conversation = await newConversation(carrier, ['Identity=agent'])
  await postAll(messageTo(carrier, conversation), count)
  const walks: { first: number; last: number; listed: number }[] = []
  for (let walk = 0; walk < 3; walk++) walks.push(await walkPages(carrier, conversation, count))
  const [{ listed } = { listed: 0 }] = walks
  if (listed !== count) throw new Error(`${listed} messages were listed of ${count}`)
  return { listed, first: median(walks.map(({ first }) => first)), last: median(walks.map(({ last }) => last)) }
}

async function walkPages(carrier: Contender, conversation: string, count: number) {
  const pages = Math.ceil(count / PAGE_SIZE)
  const marks = [0, Math.floor(pages * TENTH), Math.ceil(pages * (1 - TENTH)), pages]
  const cpu: number[] = []
  let listed = 0
  let url: string | null = `/v1/Conversations/${conversation}/Messages?PageSize=${PAGE_SIZE}&Order=asc`
  for (let page = 0; page <= pages; page++) {
    if (marks.includes(page)) cpu.push(await carrier.cpu())
    if (url === null) break
    const { messages, meta } = (await ask(new URL(url, `http://127.0.0.1:${carrier.port}`).href)) as Page
    listed += messages.length
    url = meta.next_page_url
  }
  const [begun = 0, tenth = 0, ninth = 0, ended = 0] = cpu
  return { first: (tenth - begun) / marks[1]!, last: (ended - ninth) / (pages - marks[2]!), listed }
}

async function ask(url: string, request: RequestInit = { headers: HEADERS }): Promise<unknown> {
  const response = await fetch(url, request)
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`)
  return answer
}
