// The way of one message, told from the journal; the octets of each link are kept evidence or encoded again.
import {
  type CarrierReader,
  type Delivery,
  type JournalEvent,
  type Message,
  type MessageDelivery,
  magicNumber,
} from '../core/index.ts'
import type { Evidence, Hop, Journey, Lane } from './hop.ts'
import { STATIONS } from './stations.ts'

export type { Evidence, Hop, Journey, Lane } from './hop.ts'

export type JourneyParts = {
  readonly read: CarrierReader
  /** Events of the journal that mention a text, oldest first. */
  readonly mentioning: (text: string) => readonly JournalEvent[]
  /** What passed at a step, encoded again from the same values. */
  readonly encodedFor: (step: string, passed: Passed, event: JournalEvent) => readonly Evidence[]
}

/** A message, and its delivery where the step is about one recipient. */
export type Passed = { readonly message: Message; readonly delivery?: MessageDelivery }

const PROTOCOL_OF_ORIGIN = { smpp: 'smpp', mm7: 'mm7', twilio: 'http', handset: 'mm1' } as const

/** Undefined if there is no such message. */
export function journeyOf(parts: JourneyParts, messageId: number): Journey | undefined {
  const message = parts.read.message(messageId)
  if (!message) return undefined
  const deliveries = parts.read.deliveriesOf(messageId)
  const lanes = deliveries.filter((one): one is MessageDelivery => one.kind === 'message')
  return {
    messageId: String(messageId),
    lanes: lanes.map(laneOf),
    hops: eventsAbout(parts, message).flatMap((event) => hopOf(parts, { event, message, lanes })),
  }
}

/** Events that name the message, and those that name a conversation message it became or came from. */
function eventsAbout({ mentioning }: JourneyParts, message: Message): readonly JournalEvent[] {
  const own = mentioning(`"${message.id}"`).filter((event) => isAbout(event, message.id))
  const names = new Set(own.flatMap(({ messageSid }) => (typeof messageSid === 'string' ? [messageSid] : [])))
  if (message.reference?.startsWith('IM')) names.add(message.reference)
  const further = [...names].flatMap((name) => mentioning(`"${name}"`))
  const bySeq = new Map([...own, ...further].map((event) => [event.seq, event]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

function isAbout(event: JournalEvent, id: number): boolean {
  const inner = (event.message ?? event.notification) as { messageId?: unknown } | undefined
  return event.messageId === String(id) || inner?.messageId === String(id)
}

type Told = { readonly event: JournalEvent; readonly message: Message; readonly lanes: readonly MessageDelivery[] }

function hopOf(parts: JourneyParts, { event, message, lanes }: Told): Hop[] {
  const station = STATIONS[event.type]?.(event)
  if (!station) return []
  const { seq, at, world: _world, type: _type, ...fields } = event
  const lane = lanes.find(({ recipient }) => recipient === station.lane)
  const sent = parts.encodedFor(station.step, { message, ...(lane && { delivery: lane }) }, event)
  const came = event.type === 'message.accepted' ? evidenceOf(parts.read, message) : []
  const cause = station.cause ?? null
  const isHeldUp = lane && station.result !== 'ok' && station.step.startsWith('delivery.')
  const because = isHeldUp ? withNumber(cause, lane.recipient) : cause
  return [{ seq, at, ...station, cause: because, evidence: [...came, ...sent], event: fields }]
}

/** A number of one of the blocks that misbehave by themselves is the reason. */
function withNumber(cause: string | null, recipient: string): string | null {
  const magic = magicNumber(recipient)
  if (!magic) return cause
  return `${cause ?? 'not delivered'}: numbers ${magic.block} are ${magic.effect}`
}

function evidenceOf(read: CarrierReader, { id, origin, content }: Message): Evidence[] {
  const octets = read.evidence(id)
  if (!octets) return []
  const protocol = origin.kind === 'handset' && content.kind === 'sms' ? 'sms' : PROTOCOL_OF_ORIGIN[origin.kind]
  return [{ name: 'as it came', protocol, octets }]
}

function laneOf({ id, recipient, endpoint, progress }: Delivery): Lane {
  const reason =
    progress.state === 'failed' ? progress.reason : progress.state === 'waiting' ? progress.waitingFor : null
  return { recipient, deliveryId: String(id), endpoint, state: progress.state, reason }
}
