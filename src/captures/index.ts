// A world's messages as a capture file: what came from outside as it came, what we sent encoded again, on TCP
// connections that are drawn around them. SMPP, MM7, MM1 with its pushes, REST and webhooks; a text between SMSC and
// phone passes no link of ours.
import { Connections } from './connections.ts'
import type { Exchange } from './exchange.ts'
import { type CaptureParts, exchangesOf, smppParts, webhooksOf } from './exchanges.ts'
import { encodePcapng } from './pcapng.ts'
import { sessionExchanges } from './smpp-exchanges.ts'

export type { CaptureParts, SentAgain } from './exchanges.ts'
export type { RecordedSession } from './smpp-exchanges.ts'

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
  const beside = about.message === undefined ? [...sessionExchanges(smppParts(parts)), ...webhooksOf(parts)] : []
  const exchanges = [...beside, ...exchangesOf(parts, messages)].toSorted(inTime)
  for (const exchange of exchanges) connections.add(exchange)
  connections.close()
  return encodePcapng({
    application: `Partyline ${about.version}`,
    comment: `World ${about.world}. TCP, UDP and the responses to messages are synthesised, and the binds of sessions that are forgotten.`,
    hosts: connections.hosts,
    packets: connections.passed,
  })
}

/** A bind comes before the messages of its instant, and what else a session said after them. */
function inTime(one: Exchange, other: Exchange): number {
  return one.at - other.at || RANKS[one.rank ?? 'message'] - RANKS[other.rank ?? 'message']
}

const RANKS = { opening: 0, message: 1, later: 2 } as const

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
