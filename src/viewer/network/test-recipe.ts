// A message as a test with partyline/test: it sends the same, and expects the same outcome of every recipient. Pure.
import { type CopiedFile, filesOf } from './copied-files.ts'
import type { Journey, NetworkMessage } from './read-network.ts'
import type { Recipe } from './recipes.ts'

/** A test that sends the same and expects the same outcome of every recipient. */
export function testOf(message: NetworkMessage, journey: Journey, nameOf: (number: string) => string): Recipe {
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
      ...sendingOf(message, names, filesOf(message, journey) ?? []).map((line) => `  ${line}`),
      ...message.lanes.flatMap((lane) => expectation(message, names.get(lane.recipient), lane.state)),
      '})',
      '',
    ].join('\n'),
  }
}

function phonesOf({ lanes }: NetworkMessage): string[] {
  return lanes.filter(({ endpoint }) => endpoint.kind === 'handset').map(({ recipient }) => recipient)
}

/** How a phone must be for a message to end there as it did. */
const SETTINGS: Readonly<Record<string, string>> = {
  'absent-subscriber': "{ state: 'no-signal' }",
  'memory-full': "{ state: 'memory-full' }",
  landline: "{ state: 'landline' }",
  unreachable: "{ state: 'unreachable' }",
}

function statesOf({ lanes }: NetworkMessage, names: ReadonlyMap<string, string>): string[] {
  return lanes.flatMap(({ recipient, reason, state }) => {
    const settings = state === 'notified' ? '{ autoDownload: false }' : SETTINGS[reason]
    const name = names.get(recipient)
    return settings && name && !isMagic(recipient) ? [`await ${name}.set(${settings})`] : []
  })
}

/** Numbers that misbehave by themselves, whatever their phone is. */
function isMagic(number: string): boolean {
  return number.startsWith('+1500555')
}

function sendingOf(
  message: NetworkMessage,
  names: ReadonlyMap<string, string>,
  files: readonly CopiedFile[],
): string[] {
  const { origin, from, to, text: words } = message
  const numbers = to.map((number) => (names.has(number) ? `${names.get(number)}.number` : literal(number)))
  const all = `[${numbers.join(', ')}]`
  switch (origin.kind) {
    case 'handset':
      return [`await ${names.get(from)}.send(${all}, ${draftOf(message, files)})`]
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

function draftOf({ subject, text: words }: NetworkMessage, files: readonly CopiedFile[]): string {
  if (subject === '' && files.length === 0) return literal(words)
  const fields = [
    ...(subject === '' ? [] : [`subject: ${literal(subject)}`]),
    ...(words === '' ? [] : [`text: ${literal(words)}`]),
    ...(files.length === 0 ? [] : [`media: [${files.map(mediaOf).join(', ')}]`]),
  ]
  return `{ ${fields.join(', ')} }`
}

function mediaOf({ contentType, filename, data }: CopiedFile): string {
  const name = filename === undefined ? '' : `filename: ${literal(filename)}, `
  return `{ contentType: ${literal(contentType)}, ${name}octets: Buffer.from(${literal(data)}, 'base64') }`
}

function expectation({ text: words }: NetworkMessage, name: string | undefined, state: string): string[] {
  if (name === undefined) return []
  const [firstLine = ''] = words.split('\n')
  const what = firstLine === '' ? '{ media: 1 }' : `{ contains: ${literal(firstLine)} }`
  if (state === 'delivered') return [`  expect((await ${name}.waitFor(${what})).status).toBe('received')`]
  return [`  await ${name}.expectNone({ for: '1s', matching: ${what} })`]
}

function literal(words: string): string {
  const escaped = words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return `'${escaped.replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'`
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
