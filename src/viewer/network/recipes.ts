// A message as something to run again: a curl command, and a test with partyline/test. Pure.
import { fields, text } from '../read-wire.ts'
import type { Journey, NetworkMessage } from './read-network.ts'

/** Where the carrier is, and who one is there. */
export type Where = { readonly origin: string; readonly base: string; readonly account: string; readonly token: string }

export type Recipe = { readonly words: string; readonly text: string }

/** Sends the same again where it came in by HTTP as text; else asks for its journey. */
export function curlOf(message: NetworkMessage, journey: Journey, where: Where): Recipe {
  const { from, to, cc, text: words, subject, parts } = message
  const hasFiles = parts.some(({ contentType }) => !/^(text\/plain|application\/smil)/.test(contentType))
  const added = journey.hops.find(({ step }) => step === 'conversation.message-added')?.event
  if (message.origin.kind === 'twilio' && added && words !== '' && !hasFiles) {
    const path = `/v1/Conversations/${text(added.conversationSid)}/Messages`
    const data = [`Author=${text(added.author)}`, `Body=${words}`].map((pair) => ` --data-urlencode ${quoted(pair)}`)
    return {
      words: 'Copy as curl',
      text: `curl ${where.origin}${path} -u ${where.account}:${where.token}${data.join('')}`,
    }
  }
  if (message.origin.kind === 'handset' && words !== '' && !hasFiles) {
    const body = JSON.stringify({ to: [...to, ...cc], text: words, ...(subject !== '' && { subject }) })
    const url = `${where.origin}${where.base}/phones/${from}/messages`
    return { words: 'Copy as curl', text: `curl ${url} -H 'content-type: application/json' -d ${quoted(body)}` }
  }
  return { words: 'Copy as curl', text: `curl ${where.origin}${where.base}/messages/${message.id}/journey` }
}

/** For a shell: nothing in it means anything. */
function quoted(words: string): string {
  return `'${words.replaceAll("'", `'\\''`)}'`
}

/** A test that sends the same and expects the same outcome of every recipient. */
export function testOf(message: NetworkMessage, nameOf: (number: string) => string): Recipe {
  const people = [...new Set([...(message.origin.kind === 'handset' ? [message.from] : []), ...phonesOf(message)])]
  const names = variables(people, nameOf)
  const title = message.origin.kind === 'handset' ? 'a text' : `a message by ${message.origin.kind}`
  return {
    words: 'Copy as test',
    text: [
      `import { startCarrier } from 'partyline/test'`,
      `import { expect, it } from 'vitest'`,
      '',
      `it(${literal(`${title} reaches who it should`)}, async () => {`,
      '  await using carrier = await startCarrier()',
      '  await using world = await carrier.world()',
      ...[...names].map(([number, name]) => `  const ${name} = await world.phone('${number}')`),
      ...statesOf(message, names).map((line) => `  ${line}`),
      ...sendingOf(message, names).map((line) => `  ${line}`),
      ...message.lanes.flatMap((lane) => expectation(message, names.get(lane.recipient), lane.state)),
      '})',
      '',
    ].join('\n'),
  }
}

function phonesOf({ lanes }: NetworkMessage): string[] {
  return lanes.filter(({ endpoint }) => endpoint.kind === 'handset').map(({ recipient }) => recipient)
}

function statesOf({ lanes }: NetworkMessage, names: ReadonlyMap<string, string>): string[] {
  return lanes
    .filter(({ reason }) => reason === 'absent-subscriber' || reason === 'memory-full')
    .map(({ recipient, reason }) => {
      const state = reason === 'memory-full' ? reason : 'no-signal'
      return `await ${names.get(recipient)}.set({ state: '${state}' })`
    })
}

function sendingOf(message: NetworkMessage, names: ReadonlyMap<string, string>): string[] {
  const { origin, from, to, subject, text: words } = message
  const numbers = to.map((number) => (names.has(number) ? `${names.get(number)}.number` : literal(number)))
  const all = `[${numbers.join(', ')}]`
  const draft = subject === '' ? literal(words) : `{ subject: ${literal(subject)}, text: ${literal(words)} }`
  switch (origin.kind) {
    case 'handset':
      return [`await ${names.get(from)}.send(${all}, ${draft})`]
    case 'smpp':
      return [
        'const esme = await world.esme()',
        `await esme.submit({ from: world.numbersOf('smpp')[0]!, to: ${numbers[0]}, text: ${literal(words)} })`,
      ]
    case 'mm7':
      return [
        'const vasp = await world.vasp()',
        `await vasp.submit({ from: world.numbersOf('mm7')[0]!, to: ${all}, text: ${literal(words)} })`,
      ]
    default:
      return [
        'const { conversations } = (await world.twilio()).conversations.v1',
        'const { sid } = await conversations.create({})',
        `const add = (who: object) => conversations(sid).participants.create(who)`,
        `await add({ identity: 'agent', 'messagingBinding.projectedAddress': world.business })`,
        ...numbers.map((number) => `await add({ 'messagingBinding.address': ${number} })`),
        `await conversations(sid).messages.create({ author: 'agent', body: ${literal(words)} })`,
      ]
  }
}

function expectation({ text: words }: NetworkMessage, name: string | undefined, state: string): string[] {
  if (name === undefined) return []
  const [firstLine = ''] = words.split('\n')
  if (state === 'delivered') {
    return [`  expect((await ${name}.waitFor({ contains: ${literal(firstLine)} })).status).toBe('received')`]
  }
  return [`  await ${name}.expectNone({ for: '1s', matching: { contains: ${literal(firstLine)} } })`]
}

function literal(words: string): string {
  return `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

/** What the test itself calls things. */
const TAKEN = [
  'carrier',
  'world',
  'esme',
  'vasp',
  'conversations',
  'sid',
  'add',
  'it',
  'expect',
  'new',
  'in',
  'do',
  'if',
]

/** A first name where a phone has one of its own, else its place. */
function variables(numbers: readonly string[], nameOf: (number: string) => string): Map<string, string> {
  const names = new Map<string, string>()
  for (const [index, number] of numbers.entries()) {
    const word =
      nameOf(number)
        .normalize('NFKD')
        .split(' ')[0]
        ?.replace(/[^A-Za-z]/g, '')
        .toLowerCase() ?? ''
    const isFree = word.length > 1 && ![...TAKEN, ...names.values()].includes(word)
    names.set(number, isFree ? word : `phone${index + 1}`)
  }
  return names
}

/** What an event says, without what the page shows anyway. */
export function eventLines(event: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(event).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(fieldsOf(value), null, 1) : String(value),
  ])
}

function fieldsOf(value: unknown): unknown {
  return Array.isArray(value) ? value : value === null ? null : fields(value)
}
