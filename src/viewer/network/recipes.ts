// A message as something to run again from a shell, and an event as lines to read. Pure.
import { fields, text } from '../read-wire.ts'
import { type CopiedFile, filesOf } from './copied-files.ts'
import type { Journey, NetworkMessage } from './read-network.ts'

/** Where the carrier is, and who one is there. */
export type Where = { readonly origin: string; readonly base: string; readonly account: string; readonly token: string }

export type Recipe = { readonly words: string; readonly text: string }

/** Sends the same again where a text of HTTP can say it; else asks for its journey. */
export function curlOf(message: NetworkMessage, journey: Journey, where: Where): Recipe {
  const { origin, text: words } = message
  const files = filesOf(message, journey)
  if (origin.kind === 'twilio' && files?.length === 0 && words !== '') {
    const command = restCurl(message, journey, where)
    if (command !== null) return { words: 'Copy as curl', text: command }
  }
  if (origin.kind === 'handset' && files !== null)
    return { words: 'Copy as curl', text: phoneCurl(message, files, where) }
  const url = `${where.origin}${where.base}/messages/${message.id}/journey`
  return { words: 'Copy journey as curl', text: `curl -fsS ${url}` }
}

function restCurl(message: NetworkMessage, journey: Journey, where: Where): string | null {
  const added = journey.hops.find(({ step }) => step === 'conversation.message-added')?.event
  const account = `-u ${quoted(`${where.account}:${where.token}`)}`
  if (added) {
    const path = `/v1/Conversations/${text(added.conversationSid)}/Messages`
    return `curl -fsS ${where.origin}${path} ${account}${form({ Author: text(added.author), Body: message.text })}`
  }
  const [to] = message.to
  if (to === undefined || message.to.length > 1) return null
  const path = `/2010-04-01/Accounts/${where.account}/Messages.json`
  return `curl -fsS ${where.origin}${path} ${account}${form({ From: message.from, To: to, Body: message.text })}`
}

function form(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => ` --data-urlencode ${quoted(`${name}=${value}`)}`)
    .join('')
}

function phoneCurl(message: NetworkMessage, files: readonly CopiedFile[], where: Where): string {
  const { from, to, cc, text: words, subject } = message
  const body = JSON.stringify({
    to: [...to, ...cc],
    ...(words !== '' && { text: words }),
    ...(subject !== '' && { subject }),
    ...(files.length > 0 && { media: files }),
  })
  const url = `${where.origin}${where.base}/phones/${from}/messages`
  return `curl -fsS ${url} -H 'content-type: application/json' -d ${quoted(body)}`
}

/** For a shell: nothing in it means anything. */
function quoted(words: string): string {
  return `'${words.replaceAll("'", `'\\''`)}'`
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
