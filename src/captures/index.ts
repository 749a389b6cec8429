// A world's messages as a capture file: what came from outside as it came, what we sent encoded again, on TCP
// connections that are drawn around them. SMPP, MM7 and MM1; a text between SMSC and phone passes no TCP.
import { Connections } from './connections.ts'
import { type CaptureParts, exchangesOf } from './exchanges.ts'
import { encodePcapng } from './pcapng.ts'

export type { CaptureParts, SentAgain } from './exchanges.ts'

/** Messages of one file at the most: the newest. */
const MESSAGES_MAX = 10_000
const PAGE = 500

export type CaptureOf = {
  readonly version: string
  readonly world: string
  /** One message alone. */
  readonly message?: number
}

export function capture(parts: CaptureParts, about: CaptureOf): Uint8Array {
  const connections = new Connections()
  const messages = about.message === undefined ? newest(parts) : alone(parts, about.message)
  const exchanges = exchangesOf(parts, messages).toSorted((a, b) => a.at - b.at)
  for (const exchange of exchanges) connections.add(exchange)
  connections.close()
  return encodePcapng({
    application: `Partyline ${about.version}`,
    comment: `World ${about.world}. TCP, binds and responses are synthesised; media of MM7 requests is left out.`,
    hosts: connections.hosts,
    packets: connections.passed,
  })
}

function alone({ read }: CaptureParts, id: number) {
  const message = read.message(id)
  return message ? [message] : []
}

/** Oldest first. */
function newest({ read }: CaptureParts) {
  const messages = [...read.messages({ limit: PAGE })]
  while (messages.length % PAGE === 0 && messages.length > 0 && messages.length < MESSAGES_MAX) {
    const page = read.messages({ limit: PAGE, before: messages.at(-1)!.id })
    if (page.length === 0) break
    messages.push(...page)
  }
  return messages.reverse()
}
