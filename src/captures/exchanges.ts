import type { EncodedDocument, Mm7Content, OutgoingRequest } from '../../protocols/mm7/index.ts'
import type { Pdu } from '../../protocols/smpp/index.ts'
import type {
  CarrierReader,
  Delivery,
  Message,
  MessageDelivery,
  Mm7Account,
  Offer,
  SmppAccount,
  Tidings,
} from '../core/index.ts'
import type { Exchange } from './exchange.ts'
import { handsetFetched, handsetLink, handsetPushed, handsetSent, pushLink } from './mm1-exchanges.ts'
import { callbackLink, vaspCalled, vaspLink, vaspSubmitted } from './mm7-exchanges.ts'
import { type HttpCalled, restAsked, restLink, webhookCalled } from './rest-exchanges.ts'
import { delivered, isSince50, type RecordedSession, type SmppParts, smppLink, submitted } from './smpp-exchanges.ts'

/** What we sent is encoded again by whoever sent it. */
export type SentAgain = {
  readonly smpp: (sent: Offer | Tidings, account: SmppAccount) => readonly Pdu[]
  readonly mm7: (
    sent: Offer | Tidings,
    account: Mm7Account,
  ) => { readonly request: OutgoingRequest; readonly document: EncodedDocument }
  /** The media of a message as MM7 carries them. */
  readonly mm7Content: (message: Message) => Mm7Content | undefined
  /** The m-notification.ind as the octets of its WAP push. */
  readonly push: (delivery: MessageDelivery, message: Message) => Uint8Array
  /** The m-retrieve.conf and the path it is fetched from. */
  readonly mm1: (delivery: MessageDelivery, message: Message) => { readonly path: string; readonly octets: Uint8Array }
}

export type CaptureParts = {
  readonly read: CarrierReader
  readonly sentAgain: SentAgain
  /** Calls of webhooks, whatever messages they are about. */
  readonly webhooks: () => readonly HttpCalled[]
  readonly ports: { readonly http: number; readonly smpp: number }
  /** Passwords and Authorization headers are written only when somebody asks for them. */
  readonly credentials: boolean
  /** SMPP sessions of late, and on which of them a message came. */
  readonly sessions: readonly RecordedSession[]
  readonly sessionOf: (message: Message) => string | undefined
}

export function smppParts({ ports, credentials, sessions }: CaptureParts): SmppParts {
  return { serverPort: ports.smpp, credentials, sessions }
}

/** Everything that passed between the carrier and its peers about these messages. */
export function exchangesOf(parts: CaptureParts, messages: readonly Message[]): readonly Exchange[] {
  let sequence = 0
  const nextSequence = () => {
    sequence += 1
    return sequence
  }
  return messages.flatMap((message) => [
    ...acceptance(parts, message),
    ...parts.read.deliveriesOf(message.id).flatMap((delivery) => passed(parts, { message, delivery, nextSequence })),
  ])
}

export function webhooksOf({ webhooks }: CaptureParts): readonly Exchange[] {
  return webhooks().flatMap(webhookCalled)
}

/** A message as its origin handed it in. What phones hand in as text passes no link of ours. */
function acceptance(parts: CaptureParts, message: Message): readonly Exchange[] {
  const { read, sentAgain, ports, credentials } = parts
  const octets = read.evidence(message.id)
  if (!octets) return []
  const { origin, acceptedAt: at, id, content } = message
  switch (origin.kind) {
    case 'smpp': {
      const account = read.account('smpp', origin.key)
      const messageId = account?.receipt.id === 'hex' ? id.toString(16) : String(id)
      if (!account) return []
      const wanted = { at, sessionId: parts.sessionOf(message), since50: isSince50(octets) }
      const link = smppLink(account, smppParts(parts), wanted)
      return made({ at, link, turns: submitted(link, octets, messageId) })
    }
    case 'mm7': {
      const account = read.account('mm7', origin.key)
      const media = sentAgain.mm7Content(message)
      const about = account && { account, messageId: String(id), credentials, content: media }
      return about ? made({ at, link: vaspLink(origin.key, ports.http), turns: vaspSubmitted(octets, about) }) : []
    }
    case 'handset': {
      if (content.kind === 'sms') return []
      const turns = handsetSent(origin.key, octets, String(id))
      return made({ at, link: handsetLink(origin.key, ports.http), turns })
    }
    case 'twilio':
      return made({ at, link: restLink(origin.key, ports.http), turns: restAsked(octets) })
  }
}

type Leg = { readonly message: Message; readonly delivery: Delivery; readonly nextSequence: () => number }

/** A delivery or report that reached its endpoint. */
function passed(parts: CaptureParts, leg: Leg): readonly Exchange[] {
  const { read, sentAgain, ports } = parts
  const { message, delivery, nextSequence } = leg
  const { endpoint, progress } = delivery
  if (progress.state !== 'delivered') return []
  const at = progress.settledAt
  const sent = delivery.kind === 'message' ? { delivery, message } : { delivery, message }
  switch (endpoint.kind) {
    case 'smpp': {
      const account = read.account('smpp', endpoint.key)
      if (!account) return []
      const sessionId = delivery.kind === 'report' ? parts.sessionOf(message) : undefined
      const link = smppLink(account, smppParts(parts), { at, sessionId, receives: true })
      const turns = delivered(link, sentAgain.smpp(sent as Offer | Tidings, account), nextSequence)
      return made({ at, link, turns })
    }
    case 'mm7': {
      const account = read.account('mm7', endpoint.key)
      if (!account) return []
      const { request, document } = sentAgain.mm7(sent as Offer | Tidings, account)
      return made({ at, link: callbackLink(account), turns: vaspCalled(request, document, account) })
    }
    case 'handset': {
      if (delivery.kind !== 'message' || message.content.kind === 'sms') return []
      const { path, octets } = sentAgain.mm1(delivery, message)
      const pushed = { at, link: pushLink(endpoint.key), turns: handsetPushed(sentAgain.push(delivery, message)) }
      const turns = handsetFetched(endpoint.key, path, octets)
      return [pushed, ...made({ at, link: handsetLink(endpoint.key, ports.http), turns })]
    }
    case 'twilio':
      return []
  }
}

function made(exchange: Exchange): readonly Exchange[] {
  return exchange.turns.length > 0 ? [exchange] : []
}
